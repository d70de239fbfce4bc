"""Making a slip: a way in on paper or on a screen, for one part, in the room (must 17)."""

from datetime import datetime, time, timedelta
from uuid import UUID

from app import audit
from app.families.inviting import CannotInvite, begin
from app.involvement import involving
from app.involvement.models import Child, Involvement
from app.involvement.same_person import person_of
from app.people import links
from app.people.models import PortalLink
from tenants import scope as scopes
from tenants.db import db


def end_of_day(here: datetime) -> datetime:
    """When the clinic's day ends. `here`: a moment in the clinic's zone."""
    return datetime.combine(here.date() + timedelta(days=1), time(), here.tzinfo)


def make(part: Involvement, texts_confirmed: bool, until: datetime, id: UUID | None) -> PortalLink:
    """A new slip under the id its form carried; an older one of this person opens nothing any more. Raises CannotInvite.

    It is the invitation of somebody who had none. Nobody is asked for an address.
    """
    begin(part)
    made = db.session.get(PortalLink, (scopes.current().clinic, id)) if id else None
    if made is not None:
        return made
    if part.ended_at is not None:
        raise CannotInvite("ended")
    if part.entered_at is None and db.session.get_one(Child, (part.clinic_id, part.child_id)).ended_at is not None:
        raise CannotInvite("care-ended")
    if not texts_confirmed:
        raise CannotInvite("unconfirmed")
    whose = person_of(part)
    links.revoke(PortalLink.caregiver_id == whose, PortalLink.purpose == "slip")
    by = scopes.current().person
    link = links.new_link("slip", caregiver=whose, part=part.id, by=by, id=id, until=until)
    if part.invited_at is None:
        involving.invited(part)
    audit.record("made-slip", "involvement", part.id, child=part.child_id)
    db.session.flush()
    return link
