"""A clinic that stands somewhere: paid or not, for so many days."""

from datetime import timedelta

from tenants import resolve
from tenants import scope as scopes
from tenants.db import db, transaction
from tenants.models import Plan
from tenants.plans import Level
from tests.world import House

DAYS = {Level.GROW: 1, Level.WORK: 20, Level.ANSWER: 40, Level.NOTHING: 95}
"""Unpaid for so long."""


def unpaid(house: House, level: Level) -> None:
    """It has owed an invoice for so long that no more than this is left."""
    stands(house, status="past_due", late_since=scopes.moment() - timedelta(days=DAYS[level]))


def ends(house: House, days: float) -> None:
    """It cancelled, and this many days of what is paid are left."""
    stands(house, status="active", ends_at=scopes.moment() + timedelta(days=days))


def ended(house: House) -> None:
    """It cancelled, and what was paid is over since three days."""
    stands(house, ends_at=scopes.moment() - timedelta(days=3))


def stands(house: House, **values: object) -> None:
    with transaction(house.jobs()):
        nothing = {"status": None, "late_since": None, "ends_at": None, "free": False}
        mine = db.update(Plan).where(Plan.clinic_id == house.clinic)
        db.session.execute(mine.values(**nothing | {"trial_until": scopes.moment() - timedelta(days=100)} | values))
    resolve.forget()
