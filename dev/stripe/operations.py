"""Every API call the double answers: its address, the library's class for its parameters, and who carries it out."""

from collections.abc import Callable
from dataclasses import dataclass

import stripe.params as p
from stripe.params import billing_portal as portal_params
from stripe.params import checkout as checkout_params

from dev.stripe import (
    checkout,
    customers,
    events,
    invoices,
    item_calls,
    payment_methods,
    portal,
    prices,
    products,
    subscriptions,
)
from dev.stripe.parameters import PAGES
from dev.stripe.thing import Thing


@dataclass(frozen=True)
class Operation:
    """`path` is Flask's, below /v1/. `honours`: the parameters that are carried out; others are refused."""

    method: str
    path: str
    params: type
    run: Callable[..., Thing]
    honours: frozenset[str]


def to(method: str, path: str, params: type, run: Callable[..., Thing], honours: set[str] = frozenset()) -> Operation:  # type: ignore[assignment]
    return Operation(method, path, params, run, frozenset(honours))


OPERATIONS = (
    to("POST", "customers", p.CustomerCreateParams, customers.create, customers.HONOURS),
    to("GET", "customers", p.CustomerListParams, customers.every, PAGES | {"email"}),
    to("GET", "customers/<id>", p.CustomerRetrieveParams, customers.retrieve),
    to("POST", "customers/<id>", p.CustomerUpdateParams, customers.update, customers.HONOURS - {"payment_method"}),
    to("DELETE", "customers/<id>", p.CustomerDeleteParams, customers.delete),
    to(
        "GET",
        "customers/<customer>/payment_methods",
        p.CustomerPaymentMethodListParams,
        payment_methods.every,
        PAGES | {"type"},
    ),
    to("POST", "products", p.ProductCreateParams, products.create, products.HONOURS),
    to("GET", "products", p.ProductListParams, products.every, PAGES | {"active", "ids"}),
    to("GET", "products/<id>", p.ProductRetrieveParams, products.retrieve),
    to("POST", "products/<id>", p.ProductUpdateParams, products.update, products.HONOURS),
    to("POST", "prices", p.PriceCreateParams, prices.create, prices.CREATES),
    to(
        "GET",
        "prices",
        p.PriceListParams,
        prices.every,
        PAGES | {"lookup_keys", "product", "active", "type", "currency"},
    ),
    to("GET", "prices/<id>", p.PriceRetrieveParams, prices.retrieve),
    to("POST", "prices/<id>", p.PriceUpdateParams, prices.update, prices.UPDATES),
    to("POST", "checkout/sessions", checkout_params.SessionCreateParams, checkout.create, checkout.HONOURS),
    to("GET", "checkout/sessions", checkout_params.SessionListParams, checkout.every, PAGES | checkout.LISTS),
    to("GET", "checkout/sessions/<id>", checkout_params.SessionRetrieveParams, checkout.retrieve),
    to(
        "GET", "checkout/sessions/<id>/line_items", checkout_params.SessionLineItemListParams, checkout.its_lines, PAGES
    ),
    to("POST", "checkout/sessions/<id>/expire", checkout_params.SessionExpireParams, checkout.expire),
    to("POST", "billing_portal/sessions", portal_params.SessionCreateParams, portal.create, portal.HONOURS),
    to("POST", "subscriptions", p.SubscriptionCreateParams, subscriptions.create, subscriptions.CREATES),
    to("GET", "subscriptions", p.SubscriptionListParams, subscriptions.every, PAGES | subscriptions.LISTS),
    to("GET", "subscriptions/<id>", p.SubscriptionRetrieveParams, subscriptions.retrieve),
    to("POST", "subscriptions/<id>", p.SubscriptionUpdateParams, subscriptions.update, subscriptions.UPDATES),
    to("DELETE", "subscriptions/<id>", p.SubscriptionCancelParams, subscriptions.cancel, subscriptions.CANCELS),
    to("POST", "subscriptions/<id>/resume", p.SubscriptionResumeParams, subscriptions.resume),
    to("GET", "subscription_items", p.SubscriptionItemListParams, item_calls.every, PAGES | {"subscription"}),
    to("GET", "subscription_items/<id>", p.SubscriptionItemRetrieveParams, item_calls.retrieve),
    to("POST", "subscription_items/<id>", p.SubscriptionItemUpdateParams, item_calls.update, item_calls.UPDATES),
    to("GET", "invoices", p.InvoiceListParams, invoices.every, PAGES | invoices.LISTS),
    to("POST", "invoices/create_preview", p.InvoiceCreatePreviewParams, invoices.preview, {"subscription", "customer"}),
    to("GET", "invoices/<id>", p.InvoiceRetrieveParams, invoices.retrieve),
    to("POST", "invoices/<id>", p.InvoiceUpdateParams, invoices.update, {"default_payment_method", "auto_advance"}),
    to("GET", "invoices/<id>/lines", p.InvoiceLineItemListParams, invoices.its_lines, PAGES),
    to("POST", "invoices/<id>/pay", p.InvoicePayParams, invoices.pay, invoices.PAYS),
    to("POST", "invoices/<id>/finalize", p.InvoiceFinalizeInvoiceParams, invoices.finalize),
    to("POST", "invoices/<id>/void", p.InvoiceVoidInvoiceParams, invoices.void),
    to("POST", "invoices/<id>/mark_uncollectible", p.InvoiceMarkUncollectibleParams, invoices.mark_uncollectible),
    to("GET", "payment_methods", p.PaymentMethodListParams, payment_methods.every, PAGES | {"customer", "type"}),
    to("GET", "payment_methods/<id>", p.PaymentMethodRetrieveParams, payment_methods.retrieve),
    to("POST", "payment_methods/<id>/attach", p.PaymentMethodAttachParams, payment_methods.attach, {"customer"}),
    to("POST", "payment_methods/<id>/detach", p.PaymentMethodDetachParams, payment_methods.detach),
    to("GET", "events", p.EventListParams, events.every, PAGES | events.LISTS),
    to("GET", "events/<id>", p.EventRetrieveParams, events.retrieve),
)
