"""Webhooks: taken as a row, by Stripe's id, before anything is done; then worked at by asking Stripe anew."""

import json
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from app.billing import standing
from app.jobs import clinic_job, done, seen
from tenants import scope as scopes
from tenants.db import changed, db, transaction
from tenants.models import Due, Plan, StripeEvent
from tenants.scope import Audience, Scope

SWEEP = "billing"
TOLERANCE = 300
"""Seconds by which a signature may be old."""
TELL = (
    "checkout.session.completed",
    "customer.subscription.created",
    "customer.subscription.updated",
    "customer.subscription.deleted",
    "customer.subscription.paused",
    "customer.subscription.resumed",
    "invoice.paid",
    "invoice.payment_failed",
    "invoice.payment_action_required",
    "invoice.marked_uncollectible",
    "invoice.voided",
)
"""What may change where a clinic stands. All else is a row that says it was ignored."""


class Forged(ValueError):
    """Not signed by Stripe, or too long ago, or no event."""


@dataclass(frozen=True)
class Event:
    id: str
    kind: str
    customer: str


def read(secret: str, body: bytes, signature: str) -> Event:
    """Raises Forged."""
    from stripe import SignatureVerificationError, WebhookSignature

    try:
        WebhookSignature.verify_header(body.decode(), signature, secret, TOLERANCE)
        told = json.loads(body)
        about = told["data"]["object"]
        customer = about["id"] if about.get("object") == "customer" else about.get("customer") or ""
        event = Event(told["id"], told["type"], customer)
    except (SignatureVerificationError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Forged from None
    if not all(
        isinstance(one, str) and len(one) <= 80 and one.isprintable() for one in (event.id, event.kind, event.customer)
    ):
        raise Forged
    return event


def take(event: Event) -> None:
    """One row an event, whatever comes of it. Our directory of customers says whose it is, nothing the event says does."""
    with transaction(Scope(None, Audience.SYSTEM)) as scope:
        clinic: UUID | None = db.session.scalar(
            db.select(Plan.clinic_id).where(Plan.customer_id == event.customer) if event.customer else db.select(None)
        )
        state = "foreign" if clinic is None else "waiting" if event.kind in TELL else "ignored"
        row = {"id": event.id, "clinic_id": clinic, "kind": event.kind, "state": state, "at": scope.now}
        new = changed(insert(StripeEvent).values(row).on_conflict_do_nothing())
        works = new and state == "waiting"
        if works:
            db.session.add(Due(clinic_id=clinic, kind=SWEEP, at=scope.now))
    if works:
        work_billing.enqueue([str(clinic)])


@clinic_job("default", seconds=60)
def work_billing(clinic: UUID) -> None:
    """One look at Stripe answers all events that waited before it. Raises StripeError: they wait on, and the sweep comes back."""
    waiting = StripeEvent.clinic_id == clinic, StripeEvent.state == "waiting"
    with transaction(Scope(clinic, Audience.STAFF)):
        rows, events = seen(SWEEP), list(db.session.scalars(db.select(StripeEvent.id).where(*waiting)))
    standing.renew(clinic)
    with transaction(Scope(clinic, Audience.STAFF)):
        worked = db.update(StripeEvent).where(StripeEvent.id.in_(events), *waiting)
        db.session.execute(worked.values(state="done", done_at=scopes.current().now))
        done(rows)
