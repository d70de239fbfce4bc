"""Cards on file. Stripe's test tokens (`pm_card_visa` …) become cards when they are attached."""

from dev.stripe import cards, lists
from dev.stripe.account import Account
from dev.stripe.refusals import Refusal, declined, missing, unable
from dev.stripe.thing import Thing


def method(account: Account, card: cards.Card) -> Thing:
    address = dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state"))
    return account.new(
        "pm_",
        "payment_method",
        allow_redisplay="unspecified",
        billing_details={"address": address, "email": None, "name": None, "phone": None, "tax_id": None},
        card={
            "brand": "visa",
            "checks": {"address_line1_check": None, "address_postal_code_check": None, "cvc_check": "pass"},
            "country": "US",
            "display_brand": "visa",
            "exp_month": 12,
            "exp_year": 2040,
            "fingerprint": f"double{card.last4}",
            "funding": "credit",
            "generated_from": None,
            "last4": card.last4,
            "networks": {"available": ["visa"], "preferred": None},
            "regulated_status": "unregulated",
            "three_d_secure_usage": {"supported": True},
            "wallet": None,
        },
        customer=None,
        customer_account=None,
        metadata={},
        type="card",
    )


def attach(account: Account, params: Thing, id: str) -> Thing:
    """Raises the refusal of a bank for a card that is declined even then."""
    if "customer" not in params:
        raise unable("customer_account")
    customer = account.find("customer", params["customer"], "customer")
    found = method(account, cards.BY_TOKEN[id]) if id in cards.BY_TOKEN else account.find("payment_method", id)
    if found["customer"] not in (None, customer["id"]):
        raise Refusal("The payment method you provided has already been attached to a customer.")
    if cards.of(found).choice == "fails-today":
        raise declined(cards.DECLINED.message, cards.DECLINED.decline_code)
    found["customer"] = customer["id"]
    account.change(found, "payment_method.attached", always=True)
    return found


def given(account: Account, customer: str, choice: str) -> Thing:
    """The card somebody chose on a page, attached."""
    return attach(account, {"customer": customer}, cards.BY_CHOICE[choice].token)


def of(account: Account, customer: str, id: str) -> Thing:
    """A card of this customer: under its id, or the one a test token became."""
    token = cards.BY_TOKEN.get(id)
    for each in account.store.all("payment_method"):
        if each["customer"] == customer and (each["id"] == id or (token and cards.of(each) == token)):
            return each
    raise missing("payment_method", id, "default_payment_method")


def detach(account: Account, params: Thing, id: str) -> Thing:
    found = account.find("payment_method", id)
    if found["customer"] is None:
        raise Refusal("The payment method you provided is not attached to a customer so detachment is impossible.")
    found["customer"] = None
    account.change(found, "payment_method.detached")
    return found


def retrieve(account: Account, params: Thing, id: str) -> Thing:
    return account.find("payment_method", id)


def every(account: Account, params: Thing, customer: str = "") -> Thing:
    """Those of a customer. Stripe lists none without one."""
    whose = customer or params.get("customer")
    kind = params.get("type", "card")
    found = [each for each in account.store.all("payment_method") if each["customer"] == whose and each["type"] == kind]
    url = f"/v1/customers/{customer}/payment_methods" if customer else "/v1/payment_methods"
    return lists.page(found if whose else [], params, url)
