"""A supervisor opens a family of hers, for one of four reasons; it holds for that review (must 27)."""

from datetime import timedelta
from uuid import UUID

from app import audit
from app.people.models import now
from app.sight.models import REASONS, Review
from tenants import scope as scopes
from tenants.db import changed, db, marked
from tenants.holding import one_after_another

LASTS = timedelta(hours=12)
"""A review that nobody ends lapses with the sign-in it was begun in."""


def begin(child: UUID, reason: str) -> Review:
    """Opens the record to the person of the open scope. Pressed twice, it is one review; another reason begins another.

    Raises ValueError for a reason that is none of the four.
    """
    if reason not in REASONS:
        raise ValueError(reason)
    one_after_another()
    me = scopes.current().person
    stands = db.select(Review).where(
        Review.staff_id == me, Review.child_id == child, Review.closed_at.is_(None), Review.until > now()
    )
    for row in list(db.session.scalars(stands)):
        if row.reason == reason:
            return row
        finish(row)
    row = Review(staff_id=me, child_id=child, reason=reason, until=now() + LASTS)
    db.session.add(row)
    db.session.flush()
    audit.record("began-review", "child", child, reason=reason)
    return row


def sign_off(review: Review) -> bool:
    """It is over, and its supervisor says so. False: it was over, or had lapsed, and is signed off by nobody."""
    still = db.update(Review).where(Review.id == review.id, Review.closed_at.is_(None), Review.until > now())
    if not changed(still.values(closed_at=now(), signed_off_at=now())):
        return False
    finish(review)
    audit.record("signed-off", "child", review.child_id)
    return True


def finish(review: Review) -> bool:
    """From the next request on the record is closed, whatever else this person had begun for it. False: it was."""
    if not marked(Review.closed_at, Review.staff_id == review.staff_id, Review.child_id == review.child_id):
        return False
    audit.record("ended-review", "child", review.child_id)
    return True
