"""The pages a person meets at Stripe: Checkout, the billing portal, an invoice, and the step some cards need."""

from dev.stripe.pages.checkout import checkout_pages
from dev.stripe.pages.home import home_pages
from dev.stripe.pages.invoice import invoice_pages
from dev.stripe.pages.portal import portal_pages
from dev.stripe.pages.step import step_pages

__all__ = ["checkout_pages", "home_pages", "invoice_pages", "portal_pages", "step_pages"]
