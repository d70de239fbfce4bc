"""Which child's record a member of staff may open now, and by what right: a care team, a review, broken glass."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.involvement.care_team import is_on_team
from app.involvement.closed import ClosedTo
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
    today, at = now_here().date(), now()
    caseload = person.may(Permission.CASELOAD)
    review = db.select(Review.id).where(
        Review.staff_id == person.id, Review.child_id == id, Review.closed_at.is_(None), Review.until > at
    )
    glass = db.select(Glass.id).where(
        Glass.staff_id == person.id, Glass.child_id == id, Glass.closed_at.is_(None), Glass.until > at
    )
    closed = db.select(ClosedTo.child_id).where(ClosedTo.staff_id == person.id, ClosedTo.ended_at.is_(None))
    found = db.session.execute(
        db.select(
            Child,
            is_on_team(person.id, Child.id, today),
            supervised(person.id, Child.id, today),
            review.order_by(Review.until.desc()).limit(1).scalar_subquery(),
            review.with_only_columns(Review.until).order_by(Review.until.desc()).limit(1).scalar_subquery(),
            glass.order_by(Glass.until.desc()).limit(1).scalar_subquery(),
            glass.with_only_columns(Glass.until).order_by(Glass.until.desc()).limit(1).scalar_subquery(),
        ).where(Child.id == id, Child.id.not_in(closed))
    ).one_or_none()
    if found is None:
        return None
    child, on_team, is_supervised, review_id, review_until, glass_id, glass_until = found
    if on_team and caseload:
        return Record(child, "team")
    if review_id and is_supervised and person.may(Permission.SUPERVISE):
        return Record(child, "review", review_id, review_until)
    if glass_id and person.may(Permission.BREAK_GLASS):
        return Record(child, "glass", glass_id, glass_until)
    return None
