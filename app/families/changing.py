"""Another address for somebody who has come in: by the clinic alone, after asking the person (must 1)."""

from uuid import UUID

from app import audit, notices
from app.families import addressing
from app.families.inviting import begin
from app.involvement.care_team import is_on_team, members
from app.involvement.models import Involvement
from app.involvement.same_person import hers, person_of
from app.mail.events import address_gone
from app.people import links
from app.people.devices import NEW_FOR
from app.people.models import CaregiverAddress, PortalLink, now
from app.portal import words
from tenants import scope as scopes
from tenants.db import db
from tenants.holding import today

WAYS = ("room", "device", "called")
"""In the room; she asked from a signed-in device of hers; the clinic called back the number on record."""


def change_address(part: Involvement, address: str, safe: bool, how: str) -> None:
    """With it old links, devices and queued mail end; the old address hears nothing, and the care teams are told.

    An address that is known here is answered like a new one: its owner is asked. Raises ValueError for an unknown `how`.
    """
    if how not in WAYS:
        raise ValueError(how)
    begin(part)
    addressing.hold_questions(part)
    owner = person_of(part)
    own = db.session.scalar(db.select(CaregiverAddress).where(CaregiverAddress.caregiver_id == owner))
    if own is not None:
        db.session.delete(own)
        db.session.flush()
    ways_in_end(owner, beside=cares_elsewhere(owner))
    addressing.give(base_of(part, owner), address, safe)
    audit.record("address-changed", "involvement", part.id, child=part.child_id, how=how)
    tell_the_teams(owner)


def base_of(part: Involvement, owner: UUID) -> Involvement:
    """The part by which the owner's address is kept: her own one, where she said yes to this."""
    if owner == part.caregiver_id:
        return part
    own = db.select(Involvement).where(Involvement.caregiver_id == owner).order_by(Involvement.made_at, Involvement.id)
    return db.session.scalars(own.limit(1)).one()


def cares_elsewhere(owner: UUID) -> bool:
    """Whether the account opens a child on whose care team whoever changes the address is not. Her next device is new then,
    for a day: that team is told, and nobody reads another's family by an address of one's own (must 25)."""
    elsewhere = hers(owner), ~is_on_team(scopes.current().person, Involvement.child_id, today())
    return db.session.scalar(db.select(Involvement.id).where(*elsewhere).limit(1)) is not None


def ways_in_end(caregiver: UUID, beside: bool) -> None:
    """Every link, used or not, with the session and the device that came in by it; what she asked to take along and has
    not fetched; and every mail that has not left.

    A used link is taken back as of a day before it was made: her next device is then beside none, and in no question.
    `beside`: it is beside one, for a day.
    """
    links.revoke(PortalLink.caregiver_id == caregiver)
    used = PortalLink.caregiver_id == caregiver, PortalLink.used_at.is_not(None)
    db.session.execute(
        db.update(PortalLink).where(*used).values(revoked_at=now() if beside else PortalLink.made_at - NEW_FOR)
    )
    words.end_asked(caregiver)
    address_gone(caregiver)


def tell_the_teams(caregiver: UUID) -> None:
    """Of every child she cares for here, on Today; but for whoever did it."""
    me, day = scopes.current().person, today()
    children = db.select(Involvement.child_id).where(hers(caregiver), Involvement.ended_at.is_(None)).distinct()
    for child in db.session.scalars(children).all():
        for reader in {one.staff_id for one in members(child, day)} - {me}:
            notices.tell(reader, "address-changed", child=child, by=me)
