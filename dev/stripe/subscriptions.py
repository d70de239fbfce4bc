"""Subscriptions, as the API shows and moves them."""

from dev.stripe import beginnings, bills, lines, lists, payment_methods, payments, renewals, subscription_items
from dev.stripe.account import Account
from dev.stripe.merging import take
from dev.stripe.refusals import Refusal, declined, only, unable
from dev.stripe.thing import Thing

SHARED = {"items", "default_payment_method", "description", "cancel_at_period_end", "payment_behavior", "trial_end"}
CREATES = {*SHARED, "customer", "trial_period_days", "trial_settings", "automatic_tax", "off_session"}
UPDATES = {*SHARED, "cancel_at", "cancellation_details", "proration_behavior", "proration_date"}
CANCELS = {"cancellation_details", "invoice_now", "prorate"}
LISTS = {"customer", "status", "price"}
OVER = ("canceled", "incomplete_expired")


def create(account: Account, params: Thing) -> Thing:
    if "customer" not in params or "items" not in params:
        raise Refusal("Missing required param: customer, items.", param="customer", code="parameter_missing")
    only(params.get("automatic_tax", {}), "automatic_tax", {"enabled"})
    behaves = behaviour(params, "allow_incomplete", "error_if_incomplete", "default_incomplete")
    customer = account.find("customer", params["customer"], "customer")
    made = beginnings.subscription(account, customer["id"], params)
    if behaves != "default_incomplete":
        beginnings.with_a_card(account, made)
    trouble = beginnings.begin(account, made, present=False, collects=behaves != "default_incomplete")
    if trouble and behaves == "error_if_incomplete":
        raise declined(trouble.message, trouble.decline_code, trouble.code)
    return account.find("subscription", made["id"])


def behaviour(params: Thing, *known: str) -> str:
    wanted = params.get("payment_behavior", "allow_incomplete")
    if wanted not in known:
        raise unable("payment_behavior", wanted)
    return str(wanted)


def update(account: Account, params: Thing, id: str) -> Thing:
    """A change of items is prorated into the next invoice unless another `proration_behavior` is asked for."""
    found = account.find("subscription", id)
    if found["status"] in OVER and params.keys() - {"metadata", "cancellation_details", "expand"}:
        raise Refusal("A canceled subscription can only update its cancellation_details and metadata.")
    take(found, params, "description")
    found["cancellation_details"] |= params.get("cancellation_details", {})
    if "default_payment_method" in params:
        wanted = params["default_payment_method"]
        method = payment_methods.of(account, found["customer"], wanted)["id"] if wanted else None
        found["default_payment_method"] = method
    prorations = params.get("proration_behavior", "create_prorations")
    if "items" in params:
        at = params.get("proration_date", account.now)
        prorates = prorations != "none" and found["status"] != "trialing"
        subscription_items.revise(account, found, params["items"], prorates, at)
    plan_end(account, found, params)
    invoice = None
    if "trial_end" in params:
        invoice = end_trial(account, found, params["trial_end"])
    elif prorations == "always_invoice" and lines.pending(account, id):
        now = {"start": account.now, "end": account.now}
        invoice = bills.draft(account, found, "subscription_update", now, [])
    account.change(found, "customer.subscription.updated")
    return collected(account, invoice, params, id)


def collected(account: Account, invoice: Thing | None, params: Thing, id: str) -> Thing:
    """The subscription once what the change costs at once was tried; a change may depend on that."""
    behaves = behaviour(params, "allow_incomplete", "error_if_incomplete")
    trouble = payments.finalize_and_collect(account, invoice) if invoice else None
    if trouble and behaves == "error_if_incomplete":
        raise declined(trouble.message, trouble.decline_code, trouble.code)
    return account.find("subscription", id)


def plan_end(account: Account, sub: Thing, params: Thing) -> None:
    """Cancelled later on, or not any more."""
    if "cancel_at_period_end" not in params and "cancel_at" not in params:
        return
    at = params.get("cancel_at") or None
    ends = max(item["current_period_end"] for item in sub["items"]["data"])
    if params.get("cancel_at_period_end") or at in ("min_period_end", "max_period_end"):
        at = ends
    if at is not None and at <= account.now:
        raise Refusal("`cancel_at` must be in the future.", param="cancel_at")
    sub["cancel_at"], sub["canceled_at"] = at, account.now if at else None
    sub["cancel_at_period_end"] = bool(params.get("cancel_at_period_end"))
    sub["cancellation_details"]["reason"] = "cancellation_requested" if at else None


def end_trial(account: Account, sub: Thing, at: int | str) -> Thing | None:
    """Moves the end of a trial, or ends it now; the invoice this makes is returned."""
    if sub["status"] != "trialing":
        raise unable("trial_end", "for a subscription that is not in its trial")
    if at == "now":
        sub["trial_end"] = account.now
        return renewals.restart(account, sub)
    ends = beginnings.trial_end(account, {"trial_end": at})
    sub["trial_end"] = sub["billing_cycle_anchor"] = ends
    sub["_announced"] = False
    for item in sub["items"]["data"]:
        item["current_period_end"] = ends
    return None


def cancel(account: Account, params: Thing, id: str) -> Thing:
    """Now, not at the end of its period."""
    found = account.find("subscription", id)
    if found["status"] in OVER:
        raise Refusal(f"No such subscription: '{id}'", 404, param="id", code="resource_missing")
    found["cancellation_details"] |= params.get("cancellation_details", {})
    if params.get("prorate") and found["status"] != "trialing":
        for item in found["items"]["data"]:
            lines.prorate(account, found, item, None, account.now)
    last = None
    if params.get("invoice_now") and lines.pending(account, id):
        last = bills.draft(account, found, "subscription_update", {"start": account.now, "end": account.now}, [])
    payments.close(account, found, "cancellation_requested")
    if last:
        payments.finalize_and_collect(account, account.find("invoice", last["id"]))
    return found


def resume(account: Account, params: Thing, id: str) -> Thing:
    """After a pause, which comes of a trial that ended without a card."""
    found = account.find("subscription", id)
    if found["status"] != "paused":
        raise Refusal("You can only resume a subscription that is paused.")
    invoice = renewals.restart(account, found)
    account.save(found)
    account.tell("customer.subscription.resumed", found)
    payments.finalize_and_collect(account, invoice)
    return account.find("subscription", id)


def retrieve(account: Account, params: Thing, id: str) -> Thing:
    return account.find("subscription", id)


def of_customer(account: Account, customer: str) -> list[Thing]:
    return [each for each in account.store.all("subscription") if each["customer"] == customer]


def every(account: Account, params: Thing) -> Thing:
    """Those that run, unless `status` asks for others: `all`, `ended`, or one of them."""
    status, customer = params.get("status"), params.get("customer")
    prices = {params["price"]} if "price" in params else None
    found = [
        each
        for each in account.store.all("subscription")
        if counts(each, status)
        and customer in (None, each["customer"])
        and (prices is None or prices & {item["price"]["id"] for item in each["items"]["data"]})
    ]
    return lists.page(found, params, "/v1/subscriptions")


def counts(sub: Thing, status: str | None) -> bool:
    over = sub["status"] in OVER
    return {None: not over, "all": True, "ended": over}.get(status, sub["status"] == status)
