"""Setting and lifting a limit. Each change is an audit row with before and after (must 7)."""

from datetime import date, timedelta
from uuid import UUID

from app import audit, happened
from app.boundaries.models import AREAS, LEVELS, REASONS, Boundary, BoundaryPast
from app.involvement.models import Involvement
from tenants.db import db
from tenants.holding import today as this_day


def current(part: UUID, area: str) -> Boundary | None:
    return db.session.scalar(db.select(Boundary).where(Boundary.involvement_id == part, Boundary.area == area))


def child_of(part: UUID) -> UUID | None:
    return db.session.scalar(db.select(Involvement.child_id).where(Involvement.id == part))


def told(limit: Boundary | None) -> dict[str, str | None] | None:
    """What the audit keeps of a limit: never its reason in words."""
    if limit is None:
        return None
    return {"level": limit.level, "since": str(limit.since), "until": str(limit.until) if limit.until else None}


def limit(
    part: UUID,
    area: str,
    level: str,
    reason_class: str,
    since: date,
    *,
    reason: str = "",
    until: date | None = None,
    review_on: date | None = None,
) -> Boundary:
    """Sets the one limit of a part and area, in force from `since` at the next request. Raises ValueError for an unknown word."""
    for word, known in ((area, AREAS), (level, LEVELS), (reason_class, REASONS)):
        if word not in known:
            raise ValueError(f"{word!r} is none of {', '.join(known)}")
    row, today = current(part, area), this_day()
    before = told(row)
    if row is None:
        row = Boundary(involvement_id=part, area=area)
        db.session.add(row)
    else:
        keep(row, today)
    row.level, row.reason_class, row.reason = level, reason_class, reason
    row.since, row.until, row.review_on = since, until, review_on
    db.session.flush()
    changes = {"area": area, "before": before, "after": told(row)}
    audit.record("limited", "boundary", row.id, child=child_of(part), part=str(part), **changes)
    happened.tell("limited", part, min(since, today))
    return row


def lift(part: UUID, area: str, today: date) -> bool:
    """Takes a limit away. False when there was none."""
    row = current(part, area)
    if row is None:
        return False
    changes = {"area": area, "before": told(row), "after": None}
    audit.record("lifted", "boundary", row.id, child=child_of(part), part=str(part), **changes)
    happened.tell("lifted", part, today)
    keep(row, today)
    db.session.delete(row)
    return True


def keep(row: Boundary, today: date) -> None:
    """The days before today on which it was in force."""
    until = min(row.until or today, today - timedelta(days=1))
    if until >= row.since:
        days = {"since": row.since, "until": until}
        db.session.add(BoundaryPast(involvement_id=row.involvement_id, area=row.area, level=row.level, **days))
