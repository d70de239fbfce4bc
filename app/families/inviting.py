"""Inviting a caregiver, taking it back, and correcting the address of somebody who has not come in."""

from uuid import UUID

from app import audit
from app.families import addressing
from app.families.addressing import Written
from app.involvement import involving
from app.involvement.models import Child, Involvement
from app.involvement.same_person import hers, is_invited, person_of
from app.mail.events import address_gone
from app.mail.sending import to_be_sent
from app.people import links
from app.people.models import PortalLink
from app.people.sensitive import is_sensitive
from tenants import scope as scopes
from tenants.db import db
from tenants.holding import one_after_another


class CannotInvite(ValueError):
    """Why no invitation leaves; the message is for the therapist."""


def invite(part: Involvement, texts_confirmed: bool, id: UUID | None = None) -> PortalLink:
    """Sends an invitation under the id its form carried; one that was sent before opens nothing any more. Raises CannotInvite.

    The owner of an address that is known here gets the same mail, into her own portal, and is asked there (must 1).
    """
    begin(part)
    sent = db.session.get(PortalLink, (scopes.current().clinic, id)) if id else None
    if sent is not None:
        return sent
    address = addressing.of(part)
    if part.ended_at is not None:
        raise CannotInvite("ended")
    if db.session.get_one(Child, (part.clinic_id, part.child_id)).ended_at is not None:
        raise CannotInvite("care-ended")
    if not texts_confirmed:
        raise CannotInvite("unconfirmed")
    if part.sensitive or is_sensitive(person_of(part)):
        raise CannotInvite("sensitive")
    if address is None or not address.safe or address.bounced:
        raise CannotInvite("no-address")
    if address.asks and (addressing.was_denied(address.asks) or cares_for_it_too(part, address.owner)):
        raise CannotInvite("not-me")
    address = with_owner(part, address)
    revoke(part, "invitation")
    link = links.new_link("invitation", caregiver=address.owner, part=part.id, id=id)
    involving.invited(part)
    if address.asks:
        addressing.ask(address.asks)
    db.session.flush()
    to_be_sent("invitation", caregiver=address.owner, link=link.id)
    audit.record("invited", "involvement", part.id, child=part.child_id)
    return link


def cares_for_it_too(part: Involvement, owner: UUID) -> bool:
    """Whether the owner of the address has another part around the same child: then this one is somebody else's. An address
    that was changed at another child of hers comes here unseen."""
    other = Involvement.child_id == part.child_id, Involvement.id != part.id, hers(owner)
    return db.session.scalar(db.select(Involvement.id).where(*other).limit(1)) is not None


def begin(part: Involvement) -> None:
    """One after the other, on the part as it is now."""
    one_after_another()
    db.session.refresh(part)


def with_owner(part: Involvement, address: Written) -> Written:
    """A record that nobody invited does not become somebody's account: the address goes to the part that is invited."""
    if not address.asks or is_invited(address.owner) or links.has_entered(address.owner):
        return address
    first = db.session.scalars(db.select(Involvement).where(Involvement.caregiver_id == address.owner)).one()
    had = addressing.of(first)
    assert had is not None
    addressing.forget(first, heir=part.id)
    addressing.write_down(first, had.address, had.safe)
    return addressing.of(part) or address


def take_back(part: Involvement) -> bool:
    """Every unused way in to this part ends, and the part opens to nobody. False: its caregiver has come in before."""
    begin(part)
    return close(part)


def close(part: Involvement) -> bool:
    """`take_back`, inside a change that has begun."""
    revoke(part, "invitation", "slip", "phone")
    audit.record("uninvited", "involvement", part.id, child=part.child_id)
    if part.entered_at is not None:
        return False
    part.invited_at = None
    address = addressing.of(part)
    if address and address.asks:
        address.asks.asked_at = None
    db.session.flush()
    if not is_invited(part.caregiver_id):  # nor by a sign-in link or a code that was asked for meanwhile
        links.revoke(PortalLink.caregiver_id == part.caregiver_id)
    return True


def revoke(part: Involvement, *purposes: str) -> None:
    links.revoke(PortalLink.involvement_id == part.id, PortalLink.purpose.in_(purposes))


class CameIn(ValueError):
    """Somebody who has come in: the address is not corrected any more, it is changed in the room (must 1)."""


def correct_address(part: Involvement, address: str, safe: bool) -> None:
    """Another address for somebody who has not come in; an invitation that went to the old one ends. Raises CameIn."""
    begin(part)
    addressing.hold_questions(part)
    if part.entered_at is not None or addressing.recognised(part) or links.has_entered(part.caregiver_id):
        raise CameIn
    close(part)
    links.revoke(PortalLink.caregiver_id == part.caregiver_id)
    address_gone(part.caregiver_id)
    for stranded in addressing.forget(part):
        close(stranded)
        audit.record("address-asked-anew", "involvement", stranded.id, child=stranded.child_id)
    addressing.write_down(part, address, safe)
    audit.record("address-corrected", "involvement", part.id, child=part.child_id)
