"""A child's care ends, or begins again: what was shared is read for 30 more days, then own words alone (must 26)."""

from datetime import date
from uuid import UUID

from app import audit, happened
from app.involvement.involving import end_uninvited
from app.involvement.models import Child, Involvement
from app.involvement.same_person import ask_no_more
from app.people import links
from app.people.models import PortalLink, now
from tenants.db import db


def end_care(child: Child, today: date) -> bool:
    """From the next request on nobody tells anything new about the child. False: it had ended."""
    db.session.refresh(child, with_for_update=True)
    if child.ended_at is not None:
        return False
    child.ended_at = now()
    parts = told_of_each_part(child, "care-ended", today)
    links.revoke(PortalLink.purpose == "invitation", PortalLink.involvement_id.in_(parts))
    for part in db.session.scalars(db.select(Involvement).where(Involvement.id.in_(parts)).order_by(Involvement.id)):
        ask_no_more(part.id)
        end_uninvited(part.caregiver_id)
    audit.record("ended-care", "child", child.id)
    return True


def begin_again(child: Child, today: date) -> bool:
    """Everything is as it was. False: it had not ended."""
    db.session.refresh(child, with_for_update=True)
    if child.ended_at is None:
        return False
    child.ended_at = None
    told_of_each_part(child, "care-began-again", today)
    audit.record("began-again", "child", child.id)
    return True


def told_of_each_part(child: Child, what: str, today: date) -> list[UUID]:
    """One `happened` row for each part that has not ended. Their ids."""
    rows = db.select(Involvement.id).where(Involvement.child_id == child.id, Involvement.ended_at.is_(None))
    parts = list(db.session.scalars(rows.order_by(Involvement.id)))
    for part in parts:
        happened.tell(what, part, today)
    return parts
