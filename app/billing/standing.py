"""What we know of a clinic's plan, kept as Stripe has it: asked anew, never taken from an event (their order tells nothing)."""

from dataclasses import asdict
from uuid import UUID

from app import audit
from app.billing import subscription
from app.billing.subscription import Found
from tenants import resolve
from tenants.db import changed, db, transaction
from tenants.models import Plan
from tenants.scope import Audience, Scope

KEPT = tuple(Found.__dataclass_fields__)


def plan_of(clinic: UUID) -> Plan:
    return db.session.get_one(Plan, clinic)


def held(clinic: UUID) -> Plan:
    """Nobody else changes it until the transaction ends."""
    return db.session.get_one(Plan, clinic, with_for_update=True)


def subscribed(plan: Plan) -> bool:
    """Whether there is a subscription that is paid or owed."""
    return plan.item_id is not None and plan.status in subscription.COUNTS


def begin(clinic: UUID) -> tuple[str, int] | None:
    """In a staff scope: the clinic's customer, and the number of this look; None: there is nothing to ask for."""
    asks = db.update(Plan).where(Plan.clinic_id == clinic, Plan.customer_id.is_not(None))
    found = db.session.execute(asks.values(looks=Plan.looks + 1).returning(Plan.customer_id, Plan.looks)).one_or_none()
    return (str(found[0]), found[1]) if found else None


def renew(clinic: UUID) -> dict[str, list[str]] | None:
    """Asks Stripe and keeps what it says. Of two at once the one that asked later stands. What was otherwise, by its name,
    as [before, now]; None: there is no customer. Raises StripeError."""
    with transaction(Scope(clinic, Audience.STAFF)):
        asked = begin(clinic)
    if asked is None:
        return None
    customer, look = asked
    found = subscription.look(customer)
    with transaction(Scope(clinic, Audience.STAFF)):
        return keep(clinic, look, found)


def renew_here(clinic: UUID) -> int:
    """The same in the open staff scope, whose transaction waits for Stripe. The number of this look, which no other has; 0: there
    is no customer. Raises StripeError."""
    asked = begin(clinic)
    if asked is None:
        return 0
    customer, look = asked
    keep(clinic, look, subscription.look(customer))
    return look


def keep(clinic: UUID, look: int, found: Found) -> dict[str, list[str]]:
    before, new = plan_of(clinic), asdict(found)
    differs = {
        name: [str(getattr(before, name)), str(new[name])] for name in KEPT if getattr(before, name) != new[name]
    }
    mine = Plan.clinic_id == clinic, Plan.looked < look
    if not changed(db.update(Plan).where(*mine).values(looked=look, **new)):
        return {}
    if differs:
        audit.record("plan-changed", "clinic", clinic, what=sorted(differs))
        resolve.forget()
    return differs
