"""What a supervisor writes in a review of hers: a note, an agreed action. Pressed twice, each is one."""

from datetime import date
from uuid import UUID

from app import audit
from app.sight.models import Review
from app.sight.supervision import AgreedAction, SupervisionNote
from tenants import scope as scopes
from tenants.db import db, stored


def note(row: UUID, review: Review, therapist: UUID, body: str) -> bool:
    """About this therapist's work. False: it was stored before."""
    me = scopes.current().person
    new = SupervisionNote(
        id=row, review_id=review.id, child_id=review.child_id, staff_id=me, therapist_id=therapist, body=body
    )
    if not stored("pk_supervision_note", lambda: db.session.add(new)):
        return False
    audit.record("noted", "supervision", review.child_id, child=review.child_id)
    return True


def agree(row: UUID, review: Review, what: str, who: UUID, due: date) -> bool:
    """Somebody does this until a day. False: it was stored before."""
    me = scopes.current().person
    new = AgreedAction(
        id=row, review_id=review.id, child_id=review.child_id, staff_id=me, what=what, who_id=who, due=due
    )
    if not stored("pk_agreed_action", lambda: db.session.add(new)):
        return False
    audit.record("agreed", "action", row, child=review.child_id, staff=str(who), due=str(due))
    return True
