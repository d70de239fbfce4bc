"""Invoices, as the API shows and moves them."""

from dev.stripe import bills, lines, lists, payment_methods, payments, renewals
from dev.stripe.account import Account
from dev.stripe.refusals import Refusal, declined, unable
from dev.stripe.thing import Thing

LISTS = {*["customer", "subscription", "status", "collection_method"]}
PAYS = {*["payment_method", "paid_out_of_band", "off_session"]}


def retrieve(account: Account, params: Thing, id: str) -> Thing:
    return account.find("invoice", id)


def every(account: Account, params: Thing) -> Thing:
    wanted = {name: params[name] for name in ("customer", "status", "collection_method") if name in params}
    found = [
        each
        for each in account.store.all("invoice")
        if all(each[name] == value for name, value in wanted.items())
        and params.get("subscription") in (None, each["parent"]["subscription_details"]["subscription"])
    ]
    return lists.page(found, params, "/v1/invoices")


def its_lines(account: Account, params: Thing, id: str) -> Thing:
    return lists.page(account.find("invoice", id)["lines"]["data"], params, f"/v1/invoices/{id}/lines")


def update(account: Account, params: Thing, id: str) -> Thing:
    found = account.find("invoice", id)
    if "default_payment_method" in params:
        wanted = params["default_payment_method"]
        found["default_payment_method"] = (
            payment_methods.of(account, found["customer"], wanted)["id"] if wanted else None
        )
    if "auto_advance" in params:
        found["auto_advance"] = params["auto_advance"]
    account.change(found, "invoice.updated")
    return found


def finalize(account: Account, params: Thing, id: str) -> Thing:
    found = account.find("invoice", id)
    if found["status"] != "draft":
        raise Refusal("This invoice is already finalized, you can't re-finalize a non-draft invoice.")
    bills.finalize(account, found)
    return found


def pay(account: Account, params: Thing, id: str) -> Thing:
    """With the card named or the one on file. Nobody is at a page: a card that needs a step is declined."""
    found = account.find("invoice", id)
    if found["status"] == "paid":
        raise Refusal("Invoice is already paid", code="invoice_already_paid")
    if found["status"] not in ("draft", "open"):
        raise Refusal(f"You can't pay an invoice that is {found['status']}.", code="invoice_not_editable")
    if found["status"] == "draft":
        bills.finalize(account, found)
    if params.get("paid_out_of_band"):
        payments.paid(account, found, tried=False, elsewhere=True)
        return found
    chosen = params.get("payment_method")
    method = payment_methods.of(account, found["customer"], chosen) if chosen else payments.card(account, found)
    if found["amount_due"] == 0:
        payments.paid(account, found, tried=False)
    elif trouble := payments.collect(account, found, method):
        raise declined(trouble.message, trouble.decline_code, trouble.code, kept=True)
    return found


def void(account: Account, params: Thing, id: str) -> Thing:
    """Given up: nobody owes it any more, and its subscription goes on."""
    return give_up(account, id, "void", ("open", "uncollectible"), "voided")


def mark_uncollectible(account: Account, params: Thing, id: str) -> Thing:
    """Nobody expects it to be paid any more, and its subscription goes on."""
    return give_up(account, id, "uncollectible", ("open",), "marked_uncollectible")


def give_up(account: Account, id: str, status: str, of: tuple[str, ...], how: str) -> Thing:
    found = account.find("invoice", id)
    if found["status"] not in of:
        raise Refusal(f"You can only do this with an open invoice; this one is {found['status']}.")
    found["status"], found["auto_advance"], found["next_payment_attempt"] = status, False, None
    found["status_transitions"][f"{how}_at"] = account.now
    account.change(found, f"invoice.{how}")
    sub = payments.subscription(account, found)
    if sub["status"] in ("past_due", "unpaid") and sub["latest_invoice"] == id:
        sub["status"] = "active"
        account.change(sub, "customer.subscription.updated")
    return found


def preview(account: Account, params: Thing) -> Thing:
    """The next invoice of a subscription, if nothing changes until then."""
    if "subscription" not in params:
        raise unable("a preview without subscription")
    sub = account.find("subscription", params["subscription"], "subscription")
    if sub["status"] in ("canceled", "incomplete_expired") or sub["cancel_at_period_end"]:
        raise Refusal("No upcoming invoices for customer", 404, code="invoice_upcoming_none")
    following = renewals.following(sub)
    waited = lines.pending(account, sub["id"])
    made = bills.sketch(account, following, "upcoming", renewals.period(sub), following["items"]["data"], waited)
    made["id"] = made["id"].replace("in_", "upcoming_in_")
    made["created"] = made["next_payment_attempt"] = renewals.period(sub)["end"]
    return made
