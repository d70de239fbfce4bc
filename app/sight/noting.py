"""What a supervisor writes in a review of hers: a note, an agreed action.

Sent twice, each is one; sent once more with anything else in it, from the page one went back to, it is another one beside it.
"""

from datetime import date
from uuid import UUID, uuid5

from app import audit
from app.sight.models import Review
from app.sight.supervision import AgreedAction, SupervisionNote
from tenants import scope as scopes
from tenants.db import db, stored


def keep(table: type[SupervisionNote] | type[AgreedAction], id: UUID, told: dict[str, object]) -> UUID | None:
    """The id it has now. None: it was stored before."""
    if stored(f"pk_{table.__tablename__}", lambda: db.session.add(table(id=id, **told))):
        return id
    before = db.session.get_one(table, (scopes.current().clinic, id))
    if all(getattr(before, name) == value for name, value in told.items()):
        return None
    return keep(table, uuid5(id, repr(sorted(told.items()))), told)


def of(review: Review) -> dict[str, object]:
    return {"review_id": review.id, "child_id": review.child_id, "staff_id": scopes.current().person}


def note(row: UUID, review: Review, therapist: UUID, body: str) -> bool:
    """About this therapist's work. False: it was stored before."""
    if keep(SupervisionNote, row, of(review) | {"therapist_id": therapist, "body": body}) is None:
        return False
    audit.record("noted", "supervision", review.child_id, child=review.child_id)
    return True


def agree(row: UUID, review: Review, what: str, who: UUID, due: date) -> bool:
    """Somebody does this until a day. False: it was stored before."""
    id = keep(AgreedAction, row, of(review) | {"what": what, "who_id": who, "due": due})
    if id is None:
        return False
    audit.record("agreed", "action", id, child=review.child_id, staff=str(who), due=str(due))
    return True
