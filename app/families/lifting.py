"""Taking back what a caregiver said of her phone or inbox: by her therapist, with her in the room (musts 15, 17 and 18)."""

from uuid import UUID

from app import audit, notices
from app.families.changing import cares_elsewhere, ways_in_end
from app.involvement.care_team import members
from app.involvement.models import Involvement
from app.involvement.same_person import hers
from app.people.sensitive import SharedUseEnd
from tenants import scope as scopes
from tenants.db import db, stored
from tenants.holding import today


def lift(id: UUID, part: Involvement, owner: UUID, reason: str) -> bool:
    """By the person of the open scope, for every part of hers. False: this very form was sent before.

    Every link, session and device of hers ends with it: one of them may be on the phone that somebody else used, and mail
    lets a device in from now on. She comes in anew by a slip, while she is in the room. The care teams are told.
    """
    me = scopes.current().person
    row = SharedUseEnd(id=id, caregiver_id=owner, staff_id=me, involvement_id=part.id, reason=reason)
    if not stored("pk_shared_use_end", lambda: db.session.add(row)):
        return False
    ways_in_end(owner, beside=cares_elsewhere(owner))
    audit.record("shared-use-ended", "involvement", part.id, child=part.child_id)
    day = today()
    children = db.select(Involvement.child_id).where(hers(owner), Involvement.ended_at.is_(None)).distinct()
    for child in db.session.scalars(children).all():
        for reader in {one.staff_id for one in members(child, day)} - {me}:
            notices.tell(reader, "shared-use-ended", child=child, about=owner, by=me)
    return True
