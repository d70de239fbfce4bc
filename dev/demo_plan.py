"""The demo's clinic pays: a plan at the Stripe double."""

from uuid import UUID

from app.billing import seats, standing, stripe_calls
from app.billing.plans import PRACTICE
from tenants.db import transaction
from tenants.scope import Audience, Scope


def pays(clinic: UUID, name: str, address: str) -> None:
    """With a card that works, from today on."""
    customer = stripe_calls.new_customer(str(clinic), name, address)
    with transaction(Scope(clinic, Audience.STAFF)):
        standing.held(clinic).customer_id = customer
        taken = seats.taken()
    stripe = stripe_calls.client().v1
    card = stripe.payment_methods.attach("pm_card_visa", {"customer": customer})
    stripe.subscriptions.create(
        {
            "customer": customer,
            "items": [{"price": stripe_calls.price_of(PRACTICE), "quantity": taken}],
            "default_payment_method": card.id,
        }
    )
    standing.renew(clinic)
