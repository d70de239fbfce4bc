"""Which child's record a member of staff may open now, and by what right: a care team, a review, broken glass."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ScalarSelect
from sqlalchemy.orm import InstrumentedAttribute

from app.involvement.care_team import is_on_team
from app.involvement.closed import children_closed_to
from app.involvement.models import Child
from app.people.models import now
from app.permissions import Permission
from app.sight.models import Glass, Review
from app.sight.supervising import supervised
from app.web.dates import now_here
from app.web.door import loads
from app.web.person import Person
from tenants.db import db
from tenants.scope import Audience


@dataclass(frozen=True)
class Record:
    """A child's record that is open to somebody."""

    child: Child
    by: str
    """team, review or glass. By the last two one reads and changes nothing."""
    of: UUID | None = None
    """The review, or the broken glass."""
    until: datetime | None = None


@loads(Audience.STAFF, "record")
def record_of(person: Person, id: UUID) -> Record | None:
    """In one statement: the child, and the first right that opens it. Whoever the child is closed to by name has none."""
    today = now_here().date()
    found = db.session.execute(
        db.select(
            Child,
            is_on_team(person.id, Child.id, today),
            supervised(person.id, Child.id, today),
            *(of_newest(column, person.id, id) for column in (Review.id, Review.until, Glass.id, Glass.until)),
        ).where(Child.id == id, Child.id.not_in(children_closed_to(person.id)))
    ).one_or_none()
    if found is None:
        return None
    child, on_team, is_supervised, review_id, review_until, glass_id, glass_until = found
    if on_team and person.may(Permission.CASELOAD):
        return Record(child, "team")
    if review_id and is_supervised and person.may(Permission.SUPERVISE):
        return Record(child, "review", review_id, review_until)
    if glass_id and person.may(Permission.BREAK_GLASS):
        return Record(child, "glass", glass_id, glass_until)
    return None


def of_newest(column: InstrumentedAttribute[Any], staff: UUID, child: UUID) -> ScalarSelect[Any]:
    """This column of the review, or of the broken glass, that opens a child's record to somebody for longest."""
    table = column.class_
    still = (table.closed_at.is_(None), table.until > now())
    rows = db.select(column).where(table.staff_id == staff, table.child_id == child, *still)
    return rows.order_by(table.until.desc()).limit(1).scalar_subquery()
