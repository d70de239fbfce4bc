"""Whether an invoice gets paid, and what becomes of its subscription by that."""

from dev.stripe import bills
from dev.stripe.account import Account
from dev.stripe.cards import NONE, Decline, charge
from dev.stripe.due import DAY
from dev.stripe.thing import Thing

RETRIES = (3, 5, 7)
"""Days from each failed try to the next."""
WAITING = ("incomplete", "past_due", "unpaid")


def subscription(account: Account, invoice: Thing) -> Thing:
    return account.find("subscription", invoice["parent"]["subscription_details"]["subscription"])


def card(account: Account, invoice: Thing) -> Thing | None:
    """The invoice's own, or its subscription's, or its customer's."""
    customer = account.find("customer", invoice["customer"])
    chosen = (
        invoice["default_payment_method"]
        or subscription(account, invoice)["default_payment_method"]
        or customer["invoice_settings"]["default_payment_method"]
    )
    method = account.store.get(chosen) if chosen else None
    return method if method and method["customer"] == customer["id"] else None


def finalize_and_collect(account: Account, invoice: Thing, present: bool = False) -> Decline | None:
    bills.finalize(account, invoice)
    if invoice["amount_due"] == 0:
        paid(account, invoice, tried=False)
        return None
    return collect(account, invoice, card(account, invoice), present)


def collect(account: Account, invoice: Thing, method: Thing | None, present: bool = False) -> Decline | None:
    """One try. The invoice, its subscription and the events follow from it; returns what went wrong."""
    trouble = charge(method, present)
    if trouble is None:
        paid(account, invoice)
    else:
        failed(account, invoice, trouble)
    return trouble


def paid(account: Account, invoice: Thing, tried: bool = True, elsewhere: bool = False) -> None:
    """`elsewhere`: the money came in another way, and Stripe is only told."""
    invoice["status"], invoice["attempted"] = "paid", True
    invoice["attempt_count"] += int(tried)
    invoice["amount_paid"], invoice["amount_remaining"] = invoice["amount_due"], 0
    invoice["next_payment_attempt"], invoice["auto_advance"] = None, False
    invoice["status_transitions"]["paid_at"] = account.now
    account.save(invoice)
    account.tell("invoice.paid", invoice)
    if not elsewhere:
        account.tell("invoice.payment_succeeded", invoice)
    sub = subscription(account, invoice)
    if sub["status"] in WAITING and sub["latest_invoice"] == invoice["id"]:
        sub["status"] = "active"
        account.change(sub, "customer.subscription.updated")


def failed(account: Account, invoice: Thing, trouble: Decline) -> None:
    """It stays open. A renewal is tried again by itself; a first payment is not."""
    invoice["attempted"] = True
    invoice["attempt_count"] += 1
    sub = subscription(account, invoice)
    first = invoice["billing_reason"] == "subscription_create"
    tries = invoice["attempt_count"]
    again = not first and tries <= len(RETRIES) and sub["status"] not in ("canceled", "incomplete_expired")
    invoice["next_payment_attempt"] = account.now + RETRIES[tries - 1] * DAY if again else None
    account.save(invoice)
    account.tell("invoice.payment_failed", invoice)
    if trouble.code == "authentication_required":
        account.tell("invoice.payment_action_required", invoice)
    if not first:
        fall_behind(account, sub, over=not again and trouble is not NONE)


def fall_behind(account: Account, sub: Thing, over: bool) -> None:
    """`over`: the last retry has failed, and the account's setting decides."""
    if sub["status"] not in ("active", "trialing", "past_due"):
        return
    wanted = account.switches.after_retries if over else "past_due"
    if wanted == "canceled":
        close(account, sub, "payment_failed")
    else:
        sub["status"] = wanted
        account.change(sub, "customer.subscription.updated")


def close(account: Account, sub: Thing, reason: str) -> None:
    """Ends a subscription now. What it still owes stays owed and is not tried any more."""
    sub["status"], sub["ended_at"] = "canceled", account.now
    sub["canceled_at"] = sub["canceled_at"] or account.now
    sub["cancellation_details"]["reason"] = reason
    account.save(sub)
    for invoice in account.store.all("invoice"):
        if invoice["parent"]["subscription_details"]["subscription"] == sub["id"] and invoice["auto_advance"]:
            invoice["auto_advance"], invoice["next_payment_attempt"] = False, None
            account.change(invoice, "invoice.updated")
    account.tell("customer.subscription.deleted", sub)
