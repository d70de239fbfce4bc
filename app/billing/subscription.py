"""Which of a customer's subscriptions counts at Stripe, and since when it is owed."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from flask import current_app

from app.billing.plans import of_price
from app.billing.stripe_calls import client, moment
from tenants.plans import PAYS, UNPAID

if TYPE_CHECKING:
    from stripe import Subscription

COUNTS = (*PAYS, *UNPAID)


@dataclass(frozen=True)
class Found:
    """A clinic's subscription as Stripe has it now; all of it nothing where there is none. Moments in UTC."""

    subscription_id: str | None = None
    item_id: str | None = None
    name: str | None = None
    status: str | None = None
    seats: int | None = None
    late_since: datetime | None = None
    ends_at: datetime | None = None
    period_until: datetime | None = None


def look(customer: str) -> Found:
    """The subscription that counts: of several one that is paid before one that is owed, and one that goes on before one
    that ends; without any, the end of the newest that was."""
    ours = client().v1.subscriptions.list({"customer": customer, "status": "all", "limit": 100}).data
    several = [one for one in ours if one.status in COUNTS]
    counts = max(several, key=rank, default=None)
    if counts is None:
        return over(max((one for one in ours if one.status == "canceled"), key=ended, default=None))
    if len(several) > 1:
        current_app.logger.error("several subscriptions", extra={"customer": customer})
    item = counts["items"].data[0]
    until = moment(item.current_period_end)
    return Found(
        subscription_id=counts.id,
        item_id=item.id,
        name=of_price(item.price.lookup_key),
        status=counts.status,
        seats=item.quantity,
        late_since=(owed_since(counts) or moment(item.current_period_start)) if counts.status in UNPAID else None,
        ends_at=moment(counts.cancel_at) or (until if counts.cancel_at_period_end else None),
        period_until=until,
    )


def ended(subscription: "Subscription") -> int:
    return subscription.ended_at or 0


def over(last: "Subscription | None") -> Found:
    """What the end of the newest one leaves. One that Stripe gave up for want of payment is owed: people are told as ever."""
    if last is None:
        return Found()
    if last.cancellation_details and last.cancellation_details.reason == "payment_failed":
        return Found(status="unpaid", late_since=owed_since(last) or moment(last.ended_at))
    return Found(ends_at=moment(last.ended_at))


def rank(subscription: "Subscription") -> tuple[bool, bool, int]:
    ends = subscription.cancel_at or subscription.cancel_at_period_end
    return subscription.status in PAYS, not ends, subscription.created


def owed_since(subscription: "Subscription") -> datetime | None:
    """When the oldest of its invoices was made that are owed since something was paid last."""
    since = None
    for one in client().v1.invoices.list({"subscription": subscription.id, "limit": 100}).data:
        if one.status == "paid":
            break
        if one.status in ("open", "uncollectible"):
            since = one.created
    return moment(since)
