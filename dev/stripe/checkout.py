"""Checkout sessions: what is to be bought, and what becomes of it once somebody has."""

from dev.stripe import beginnings, customers, lists, offers, payment_methods
from dev.stripe.account import Account
from dev.stripe.due import DAY
from dev.stripe.refusals import Refusal, declined, missing, only, unable
from dev.stripe.thing import Thing, listed

HONOURS = {
    *[
        "mode",
        "customer",
        "customer_email",
        "client_reference_id",
        "line_items",
        "success_url",
        "cancel_url",
        "subscription_data",
    ],
    *[
        "automatic_tax",
        "customer_update",
        "payment_method_collection",
        "payment_method_types",
        "expires_at",
        "ui_mode",
        "locale",
    ],
    *["billing_address_collection"],
}
DATA = {"metadata", "trial_end", "trial_period_days", "trial_settings", "description"}
LISTS = {"customer", "subscription", "status"}
LEAST_TRIAL = 2 * DAY


def create(account: Account, params: Thing) -> Thing:
    if params.get("mode") != "subscription":
        raise unable("mode", params.get("mode", "payment"))
    if params.get("ui_mode", "hosted_page") != "hosted_page":
        raise unable("ui_mode", params["ui_mode"])
    if "success_url" not in params:
        raise Refusal("Missing required param: success_url.", param="success_url", code="parameter_missing")
    data = params.get("subscription_data", {})
    only(data, "subscription_data", DATA)
    only(params.get("automatic_tax", {}), "automatic_tax", {"enabled"})
    only(params.get("customer_update", {}), "customer_update", {"address", "name"})
    if params.get("payment_method_types", ["card"]) != ["card"]:
        raise unable("payment_method_types", params["payment_method_types"])
    if (data.get("trial_end") or account.now + LEAST_TRIAL) < account.now + LEAST_TRIAL:
        raise Refusal(
            "The `trial_end` date has to be at least 2 days in the future.", param="subscription_data[trial_end]"
        )
    made = offers.session(account, params, offers.lines(account, params.get("line_items") or []))
    know(account, made, params)
    made["_wanted"] = data | {"automatic_tax": params.get("automatic_tax", {})}
    made["_update"] = params.get("customer_update", {})
    account.save(made)
    return made


def know(account: Account, made: Thing, params: Thing) -> None:
    """Whose session it is. Tax needs an address: the customer's, or one that Checkout asks for and may keep."""
    if "customer" not in params:
        made["customer_creation"] = "always"
        return
    customer = account.find("customer", params["customer"], "customer")
    if customer.get("deleted"):
        raise missing("customer", customer["id"], "customer")
    keeps = params.get("customer_update", {}).get("address") == "auto"
    if made["automatic_tax"]["enabled"] and not customer["address"] and not keeps:
        raise Refusal(
            "Automatic tax calculation in Checkout requires a valid address on the Customer. Add a valid address "
            "to the Customer or set `customer_update[address]` to 'auto' to save the address entered in Checkout.",
            code="customer_tax_location_invalid",
        )
    made["customer"] = customer["id"]


def due_today(made: Thing) -> int:
    wanted = made["_wanted"]
    return 0 if wanted.get("trial_end") or wanted.get("trial_period_days") else int(made["amount_total"])


def trial_end(account: Account, made: Thing) -> int | None:
    return beginnings.trial_end(account, made["_wanted"])


def complete(account: Account, made: Thing, choice: str, entered: Thing) -> None:
    """Everything that follows from a press on Subscribe. Raises Refusal for a card that is declined: nothing is done."""
    customer = buyer(account, made, entered)
    wanted = made["_wanted"]
    terms = wanted | {"items": [{"price": one["price"]["id"], "quantity": one["quantity"]} for one in made["_lines"]]}
    sub = beginnings.subscription(account, customer["id"], terms)
    if choice != "none":
        sub["default_payment_method"] = payment_methods.given(account, customer["id"], choice)["id"]
    if trouble := beginnings.begin(account, sub, present=True):
        raise declined(trouble.message, trouble.decline_code)
    kept = account.find("subscription", sub["id"])
    made |= {"status": "complete", "customer": customer["id"], "subscription": sub["id"], "url": None}
    made["invoice"] = kept["latest_invoice"]
    made["payment_status"] = "paid" if due_today(made) else "no_payment_required"
    made["customer_details"] = details(account.find("customer", customer["id"]))
    account.save(made)
    account.tell("checkout.session.completed", made)


def buyer(account: Account, made: Thing, entered: Thing) -> Thing:
    """The customer there is, or a new one; with the address entered, where the session allows it to be kept."""
    new = made["customer"] is None
    address = {name: entered[name] for name in ("country", "postal_code") if entered.get(name)}
    keeps = {"address": address} if address and (new or made["_update"].get("address") == "auto") else {}
    if new:
        email = made["customer_email"] or entered.get("email", "")
        return customers.create(account, keeps | {"email": email})
    return customers.update(account, keeps, made["customer"])


def details(customer: Thing) -> Thing:
    shown = {name: customer[name] for name in ("address", "email", "name", "phone", "tax_exempt")}
    return shown | {"business_name": None, "individual_name": None, "tax_ids": []}


def expire(account: Account, params: Thing, id: str) -> Thing:
    found = account.find("checkout.session", id)
    if found["status"] != "open":
        raise Refusal('Only Checkout Sessions with a status in ["open"] can be expired.')
    found["status"], found["url"] = "expired", None
    account.save(found)
    account.tell("checkout.session.expired", found)
    return found


def retrieve(account: Account, params: Thing, id: str) -> Thing:
    """With `expand[]=line_items` the lines come along, which they do not otherwise."""
    found = account.find("checkout.session", id)
    if "line_items" in params.get("expand", []):
        found["line_items"] = listed(found["_lines"], f"/v1/checkout/sessions/{id}/line_items")
    return found


def its_lines(account: Account, params: Thing, id: str) -> Thing:
    found = account.find("checkout.session", id)
    return lists.page(found["_lines"], params, f"/v1/checkout/sessions/{id}/line_items")


def every(account: Account, params: Thing) -> Thing:
    wanted = {name: params[name] for name in LISTS if name in params}
    found = [
        each
        for each in account.store.all("checkout.session")
        if all(each[name] == value for name, value in wanted.items())
    ]
    return lists.page(found, params, "/v1/checkout/sessions")
