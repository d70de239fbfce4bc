"""Once a day: Stripe is asked whether we know what it knows, seats are kept in step, owner and families told in time."""

import logging
from datetime import datetime, time, timedelta
from uuid import UUID

from app.billing import seats, standing, stripe_calls
from app.billing.families import tell_families
from app.engagement.turning import again
from app.jobs import clinic_job, seen
from app.mail.sending import to_be_sent
from app.people.staff import owners_addresses
from tenants import resolve
from tenants import scope as scopes
from tenants.db import db, transaction
from tenants.models import Plan
from tenants.plans import Standing, State
from tenants.scope import Audience, Scope

SWEEP = "billing-day"
TONIGHT = time(4, 10)
BEFORE_THE_TRIAL_ENDS = timedelta(days=5)
BEFORE = timedelta(days=3)
log = logging.getLogger(__name__)


@clinic_job("slow", seconds=120)
def turn_plan(clinic: UUID) -> None:
    """Each part stands alone: where Stripe is away, people are told all the same."""
    with transaction(Scope(clinic, Audience.STAFF)):
        rows = seen(SWEEP)
    try:
        if found := standing.renew(clinic):
            log.error("plan differed", extra={"clinic": str(clinic), "what": sorted(found)})
        seats.keep_seats(clinic)
    except stripe_calls.away() as error:
        log.error("stripe", extra={"clinic": str(clinic), "error": type(error).__name__})
    tell(clinic)
    again(clinic, rows, SWEEP, TONIGHT)


def tell(clinic: UUID) -> None:
    site = resolve.of_id(clinic)
    with transaction(Scope(clinic, Audience.STAFF)) as scope:
        plan, stands = standing.held(clinic), site.standing(scope.now)
        tell_families(plan, stands)
        remind(plan, stands)


def remind(plan: Plan, stands: Standing) -> None:
    """A mail to each owner before a day on which something ends; once for each such day."""
    found = coming(stands, scopes.current().now)
    if found is None or plan.reminded == found:
        return
    plan.reminded = found
    db.session.flush()
    for owner in owners_addresses():
        to_be_sent("plan", staff=owner)


def coming(stands: Standing, now: datetime) -> str | None:
    """What ends next, if it is soon: "trial 2026-12-01"."""
    ends = [
        (stands.answers_until, BEFORE, "answers"),
        (stands.works_until, BEFORE, "works"),
        (stands.grows_until, BEFORE_THE_TRIAL_ENDS if stands.state is State.TRIAL else BEFORE, "grows"),
    ]
    return next((f"{what} {at.date()}" for at, ahead, what in ends if at and at - ahead <= now < at), None)
