"""A new family: the child, the homes, the people, the care team; and the invitations."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app import audit
from app.addresses import address_key, sort_name
from app.involvement import involving, parties
from app.involvement.models import CareTeamMember, Child, Involvement
from app.mail.sending import to_be_sent
from app.people import links
from app.people.models import Caregiver, CaregiverAddress, PortalLink, now
from tenants import scope as scopes
from tenants.db import db, new_id


@dataclass(frozen=True)
class Told:
    """One caregiver as told at the first call; the rest is "not told yet", which keeps the least open (must 2)."""

    name: str
    relation: str
    home: str
    address: str | None = None
    safe: bool = False


def add_family(id: UUID, name: str, age: int, caregivers: list[Told], therapist: UUID, today: date) -> UUID:
    """Adds a child under the id its form carried, with its caregivers and care team. Sent twice, it is the same child."""
    if db.session.get(Child, (scopes.current().clinic, id)) is not None:
        return id
    db.session.add(Child(id=id, name=name, sort_name=sort_name(name), age_told=age, age_on=today))
    db.session.flush()
    db.session.add(CareTeamMember(child_id=id, staff_id=therapist, since=today))
    audit.record("added", "child", id)
    for told in caregivers:
        add_caregiver(id, told, today)
    parties.renew(id, today)
    return id


def add_caregiver(child: UUID, told: Told, today: date) -> Involvement:
    person = Caregiver(id=new_id(), name=told.name, sort_name=sort_name(told.name))
    db.session.add(person)
    db.session.flush()
    if told.address:
        key = address_key(told.address)
        db.session.add(CaregiverAddress(caregiver_id=person.id, address=told.address, address_key=key, safe=told.safe))
    part = involving.join(child, person.id, told.relation, involving.home(child, told.home), today)
    involving.agree(part.id, 2, "", today)
    return part


class CannotInvite(ValueError):
    """Why no invitation leaves; the message is for the therapist."""


def invite(part: Involvement, texts_confirmed: bool) -> PortalLink:
    """Sends an invitation; one that was sent before opens nothing any more. Raises CannotInvite."""
    address = db.session.scalar(db.select(CaregiverAddress).where(CaregiverAddress.caregiver_id == part.caregiver_id))
    if part.ended_at is not None:
        raise CannotInvite("ended")
    if not texts_confirmed:
        raise CannotInvite("unconfirmed")
    if address is None or not address.safe or address.bounced_at is not None:
        raise CannotInvite("no-address")
    take_back(part)
    link = links.new_link("invitation", caregiver=part.caregiver_id, part=part.id)
    db.session.flush()
    to_be_sent("invitation", caregiver=part.caregiver_id, link=link.id)
    audit.record("invited", "involvement", part.id)
    return link


def take_back(part: Involvement) -> None:
    """Every unused invitation to this part ends."""
    links.revoke(PortalLink.involvement_id == part.id, PortalLink.purpose == "invitation")
    audit.record("uninvited", "involvement", part.id, at=now().isoformat())
