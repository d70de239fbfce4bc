"""A supervisor opens a family of hers, for one of four reasons; it holds for that review (must 27)."""

from datetime import timedelta
from uuid import UUID

from app import audit
from app.people.models import now
from app.sight.models import REASONS, Review
from tenants import scope as scopes
from tenants.db import db, marked

LASTS = timedelta(hours=12)
"""A review that nobody ends lapses with the sign-in it was begun in."""


def begin(child: UUID, reason: str) -> Review:
    """Opens the record to the person of the open scope. Raises ValueError for a reason that is none of the four."""
    if reason not in REASONS:
        raise ValueError(reason)
    row = Review(staff_id=scopes.current().person, child_id=child, reason=reason, until=now() + LASTS)
    db.session.add(row)
    db.session.flush()
    audit.record("began-review", "child", child, reason=reason)
    return row


def finish(review: Review) -> bool:
    """From the next request on the record is closed. False: it was."""
    if not marked(Review.closed_at, Review.id == review.id):
        return False
    audit.record("ended-review", "child", review.child_id)
    return True
