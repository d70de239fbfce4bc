"""Billing portal sessions: a customer's own page, for an hour."""

from dev.stripe import payment_methods, payments, subscriptions
from dev.stripe.account import Account, word
from dev.stripe.due import HOUR
from dev.stripe.refusals import Refusal, unable
from dev.stripe.thing import Thing

HONOURS = {"customer", "return_url", "flow_data", "locale"}
FLOW = {"type": "payment_method_update"}
LIFE = HOUR


def create(account: Account, params: Thing) -> Thing:
    if "customer" not in params:
        raise Refusal("Missing required param: customer.", param="customer", code="parameter_missing")
    customer = account.find("customer", params["customer"], "customer")
    flow = params.get("flow_data")
    if flow and flow != FLOW:
        raise unable("flow_data", flow.get("type", ""))
    made = account.new(
        "bps_",
        "billing_portal.session",
        configuration="bpc_double",
        customer=customer["id"],
        customer_account=None,
        flow=started(flow) if flow else None,
        locale=params.get("locale"),
        on_behalf_of=None,
        return_url=params.get("return_url"),
        _secret=word("test_", 32),
    )
    made["url"] = f"{account.url}/p/session/{made['_secret']}"
    account.save(made)
    return made


def started(flow: Thing) -> Thing:
    after = {"hosted_confirmation": None, "redirect": None, "type": "portal_homepage"}
    others = dict.fromkeys(("subscription_cancel", "subscription_update", "subscription_update_confirm"))
    return {"after_completion": after, **others, "type": flow["type"]}


def opened(account: Account, secret: str) -> Thing | None:
    """The session of an address, as long as it is good."""
    for each in account.store.all("billing_portal.session"):
        if each["_secret"] == secret and account.now - each["created"] < LIFE:
            return each
    return None


def change_card(account: Account, customer: str, choice: str) -> None:
    """The new card pays everything from now on, and what is open is tried with it at once. Raises Refusal if declined."""
    method = payment_methods.given(account, customer, choice)
    whose = account.find("customer", customer)
    whose["invoice_settings"]["default_payment_method"] = method["id"]
    account.change(whose, "customer.updated")
    for sub in subscriptions.of_customer(account, customer):
        if sub["default_payment_method"] and sub["status"] not in subscriptions.OVER:
            sub["default_payment_method"] = method["id"]
            account.change(sub, "customer.subscription.updated")
    for invoice in owed(account, customer):
        payments.collect(account, invoice, method, present=True)


def owed(account: Account, customer: str) -> list[Thing]:
    """Oldest first."""
    found = [each for each in account.store.all("invoice") if each["customer"] == customer]
    return [each for each in reversed(found) if each["status"] == "open"]


def card(account: Account, customer: str) -> Thing | None:
    """The card on file: the customer's, or the one a running subscription has of its own."""
    chosen = account.find("customer", customer)["invoice_settings"]["default_payment_method"]
    for sub in subscriptions.of_customer(account, customer):
        chosen = chosen or (sub["default_payment_method"] if sub["status"] not in subscriptions.OVER else None)
    return account.store.get(chosen) if chosen else None
