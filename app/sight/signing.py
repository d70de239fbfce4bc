"""Who may sign for another, since when; and from when on nobody can (must 25)."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func

from app.people.colleagues import who_can
from app.people.models import StaffRole, now
from app.permissions import Permission, who_may
from app.sight.models import Widening
from tenants.db import db

A_DAY = timedelta(hours=24)
ROLES = who_may(Permission.COUNTERSIGN)


def signers(asker: UUID) -> list[UUID]:
    """Everybody who has joined and could sign for this person."""
    return [id for id, _name in who_can(Permission.COUNTERSIGN, but=[asker])]


def signs(staff: UUID) -> bool:
    """Whether somebody has had the role for a day: a colleague made up to sign at once saves nobody the waiting."""
    long = db.select(StaffRole.id).where(
        StaffRole.staff_id == staff,
        StaffRole.role.in_(ROLES),
        StaffRole.until.is_(None),
        StaffRole.since <= now() - A_DAY,
    )
    return db.session.scalar(long.limit(1)) is not None


def takes_effect_at(row: Widening) -> datetime | None:
    """A day after it was asked, or after the last colleague who could have signed lost the role. None: somebody can sign."""
    if signers(row.staff_id):
        return None
    others = db.select(func.max(StaffRole.until)).where(StaffRole.role.in_(ROLES), StaffRole.staff_id != row.staff_id)
    last: datetime | None = db.session.scalar(others)
    return max(filter(None, (row.at, last))) + A_DAY


def could_sign_lately(asker: UUID) -> set[UUID]:
    """Whoever lost the role within a day: they are told what is asked for, too."""
    lately = db.select(StaffRole.staff_id).where(
        StaffRole.role.in_(ROLES), StaffRole.staff_id != asker, StaffRole.until > now() - A_DAY
    )
    return set(db.session.scalars(lately))
