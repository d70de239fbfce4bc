"""Customers."""

import secrets

from dev.stripe import lists, payment_methods, payments
from dev.stripe.account import Account
from dev.stripe.merging import take
from dev.stripe.refusals import only
from dev.stripe.thing import Thing

OWN = ("name", "email", "phone", "description", "address", "shipping", "tax_exempt")
HONOURS = {*OWN, "invoice_settings", "payment_method"}
ADDRESS = ("city", "country", "line1", "line2", "postal_code", "state")


def customer(account: Account) -> Thing:
    return account.new(
        "cus_",
        "customer",
        address=None,
        balance=0,
        currency=None,
        default_source=None,
        delinquent=False,
        description=None,
        discount=None,
        email=None,
        invoice_prefix=secrets.token_hex(4).upper(),
        invoice_settings={
            "custom_fields": None,
            "default_payment_method": None,
            "footer": None,
            "rendering_options": None,
        },
        metadata={},
        name=None,
        next_invoice_sequence=1,
        phone=None,
        preferred_locales=[],
        shipping=None,
        tax_exempt="none",
        test_clock=None,
    )


def create(account: Account, params: Thing) -> Thing:
    made = customer(account)
    fill(made, params)
    account.create(made, "customer.created")
    if "payment_method" in params:
        payment_methods.attach(account, {"customer": made["id"]}, params["payment_method"])
    return settle(account, made, params)


def update(account: Account, params: Thing, id: str) -> Thing:
    found = account.find("customer", id)
    fill(found, params)
    return settle(account, found, params)


def fill(made: Thing, params: Thing) -> None:
    take(made, params, *OWN)
    if isinstance(made["address"], dict):
        made["address"] = dict.fromkeys(ADDRESS) | made["address"]


def settle(account: Account, made: Thing, params: Thing) -> Thing:
    """The card its invoices are paid with, which must be the customer's own."""
    settings = params.get("invoice_settings") or {}
    only(settings, "invoice_settings", {"default_payment_method"})
    if "default_payment_method" in settings:
        method = settings["default_payment_method"]
        if method:
            method = payment_methods.of(account, made["id"], method)["id"]
        made["invoice_settings"]["default_payment_method"] = method or None
    account.change(made, "customer.updated")
    return made


def retrieve(account: Account, params: Thing, id: str) -> Thing:
    """One that was deleted is still known, as no more than that."""
    return account.find("customer", id)


def every(account: Account, params: Thing) -> Thing:
    found = [each for each in account.store.all("customer") if not each.get("deleted")]
    return lists.page([each for each in found if params.get("email") in (None, each["email"])], params, "/v1/customers")


def delete(account: Account, params: Thing, id: str) -> Thing:
    """Ends its subscriptions at once, as Stripe does."""
    found = account.find("customer", id)
    for each in account.store.all("subscription"):
        if each["customer"] == id and each["status"] not in ("canceled", "incomplete_expired"):
            payments.close(account, each, "cancellation_requested")
    account.tell("customer.deleted", found)
    gone = {"id": id, "object": "customer", "deleted": True}
    account.save(gone)
    return gone
