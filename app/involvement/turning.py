"""The day on which a dated stay begins or ends: the homes are other parties from then on, as after any move.

Until this has run nobody reads or shares too much: what is open is reckoned from the stays each time. Without it nobody
could share with who came, and a choice would hold again for whoever left and came back.
"""

from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from app.involvement import parties
from app.involvement.models import HouseholdMember
from app.jobs import clinic_job, done, due, seen
from tenants import scope as scopes
from tenants.db import db, transaction
from tenants.holding import one_after_another
from tenants.holding import today as this_day
from tenants.models import Clinic
from tenants.scope import Audience, Scope

SWEEP = "homes"
DAY = timedelta(days=1)
LATELY = timedelta(days=30)
"""For a job that did not run for a while."""


def look_again(day: date | None) -> None:
    """When this local day of the clinic begins."""
    if day is not None:
        zone = db.session.scalars(db.select(Clinic.time_zone).where(Clinic.id == scopes.current().clinic)).one()
        due(SWEEP, datetime.combine(day, time(), ZoneInfo(zone)))


@clinic_job()
def turn_homes(clinic: UUID) -> None:
    """Every child in whose homes somebody's stay began or ended lately. Safe to run twice, early or late."""
    with transaction(Scope(clinic, Audience.STAFF)):
        one_after_another()
        rows, today = seen(SWEEP), this_day()
        began = HouseholdMember.since.between(today - LATELY, today)
        ended = HouseholdMember.until.between(today - LATELY - DAY, today - DAY)
        children = db.select(HouseholdMember.child_id).where(db.or_(began, ended)).distinct()
        for child in db.session.scalars(children.order_by(HouseholdMember.child_id)).all():
            parties.renew(child, today)
        done(rows)
        look_again(next_day(today))


def next_day(today: date) -> date | None:
    """On which a stay begins, or is over."""
    begins = db.session.scalar(db.select(db.func.min(HouseholdMember.since)).where(HouseholdMember.since > today))
    ends = db.session.scalar(db.select(db.func.min(HouseholdMember.until)).where(HouseholdMember.until >= today))
    return min((day for day in (begins, ends and ends + DAY) if day), default=None)
