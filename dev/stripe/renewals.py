"""What happens to a subscription as time passes: the trial's end, the next period, the last one."""

import copy

from dev.stripe import bills, payments
from dev.stripe.account import Account
from dev.stripe.due import PATIENCE, WARNING
from dev.stripe.months import period_end
from dev.stripe.thing import Thing


def period(sub: Thing) -> Thing:
    first = sub["items"]["data"][0]
    return {"start": first["current_period_start"], "end": first["current_period_end"]}


def following(sub: Thing) -> Thing:
    """The subscription as it is in its next period, kept nowhere."""
    after = copy.deepcopy(sub)
    for item in after["items"]["data"]:
        ends = item["current_period_end"]
        item["current_period_start"] = ends
        item["current_period_end"] = period_end(sub["billing_cycle_anchor"], ends, item["price"]["recurring"])
    if after["status"] == "trialing":
        after["status"] = "active"
    return after


def due(account: Account, sub: Thing) -> None:
    """The one thing that is due now."""
    if sub["status"] == "incomplete":
        if account.now >= sub["created"] + PATIENCE:
            expire(account, sub)
    elif sub["cancel_at"] is not None and sub["cancel_at"] <= account.now:
        payments.close(account, sub, sub["cancellation_details"]["reason"] or "cancellation_requested")
    elif sub["status"] == "trialing" and not sub["_announced"] and sub["trial_end"] - WARNING <= account.now:
        sub["_announced"] = True
        account.save(sub)
        account.tell("customer.subscription.trial_will_end", sub)
    else:
        renew(account, sub)


def renew(account: Account, sub: Thing) -> None:
    """The next period begins. Its invoice is drafted now, and finalized and collected in an hour."""
    if sub["status"] == "trialing" and not has_card(account, sub):
        wanted = sub["trial_settings"]["end_behavior"]["missing_payment_method"]
        if wanted == "cancel":
            return payments.close(account, sub, "payment_failed")
        if wanted == "pause":
            return pause(account, sub)
    over, after = period(sub), following(sub)
    invoice = bills.draft(account, after, "subscription_cycle", over, after["items"]["data"], waits=True)
    if after["status"] == "unpaid":
        invoice["auto_advance"] = False
        account.change(invoice, "invoice.updated")
    return account.change(after, "customer.subscription.updated")


def pause(account: Account, sub: Thing) -> None:
    sub["status"] = "paused"
    account.save(sub)
    account.tell("customer.subscription.paused", sub)


def restart(account: Account, sub: Thing) -> Thing:
    """A new period from now on, with its own invoice: after a pause, or when a trial ends early. Returns the invoice."""
    over = {"start": period(sub)["start"], "end": account.now}
    sub["billing_cycle_anchor"], sub["status"] = account.now, "active"
    for item in sub["items"]["data"]:
        item["current_period_start"] = account.now
        item["current_period_end"] = period_end(account.now, account.now, item["price"]["recurring"])
    return bills.draft(account, sub, "subscription_update", over, sub["items"]["data"])


def has_card(account: Account, sub: Thing) -> bool:
    customer = account.find("customer", sub["customer"])
    return bool(sub["default_payment_method"] or customer["invoice_settings"]["default_payment_method"])


def expire(account: Account, sub: Thing) -> None:
    """Its first payment never came: it is over before it began, and what it asked for is void."""
    sub["status"], sub["ended_at"] = "incomplete_expired", account.now
    invoice = account.find("invoice", sub["latest_invoice"])
    invoice["status"], invoice["auto_advance"] = "void", False
    invoice["status_transitions"]["voided_at"] = account.now
    account.change(invoice, "invoice.voided")
    account.change(sub, "customer.subscription.updated")
