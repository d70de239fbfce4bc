"""Inviting a colleague: a mail with a link to choose a password by. The link signs nobody in."""

from uuid import UUID

from app import audit
from app.addresses import address_key, sort_name
from app.colleagues import roles
from app.mail.sending import to_be_sent
from app.people import links
from app.people.models import PortalLink, StaffLogin, StaffMember
from app.people.staff import InUse, add_staff
from app.sight.models import Widening
from tenants import scope as scopes
from tenants.db import changed, db, stored
from tenants.holding import one_after_another


class Joined(ValueError):
    """The person has joined: there is no invitation any more."""


def invite(id: UUID, name: str, address: str, wanted: frozenset[str]) -> tuple[UUID, list[Widening]]:
    """Adds a colleague under the id the form carried and sends the link; somebody who left and has this address comes back.

    Pressed twice it is the same person. Raises InUse for an address somebody works here with.
    """
    one_after_another()
    if db.session.get(StaffMember, (scopes.current().clinic, id)) is not None:
        return id, []
    before = db.session.execute(
        db.select(StaffMember.id, StaffMember.ended_at)
        .join(StaffLogin, (StaffLogin.clinic_id == StaffMember.clinic_id) & (StaffLogin.staff_id == StaffMember.id))
        .where(StaffLogin.address_key == address_key(address))
    ).one_or_none()
    if before is not None:
        if before.ended_at is None:
            raise InUse
        id = before.id
        roles.come_back(id)
        rename(id, name)
    elif not stored("uq_staff_login", lambda: add_staff(id, name, address, "", [])):
        raise InUse
    audit.record("invited-colleague", "staff_member", id)
    send(id)
    return id, roles.set_roles(id, wanted)


def rename(staff: UUID, name: str) -> None:
    """As families read it."""
    values = {"name": name, "shown": name, "sort_name": sort_name(name)}
    if changed(db.update(StaffMember).where(StaffMember.id == staff, StaffMember.shown != name).values(**values)):
        audit.record("renamed", "staff_member", staff)


def has_joined(staff: UUID) -> bool:
    """Somebody who came back has joined when the new invitation is answered."""
    answered = StaffLogin.confirmed_at.is_not(None), ~links.invited(StaffLogin.staff_id)
    joined = db.select(StaffLogin.id).where(StaffLogin.staff_id == staff, *answered)
    return db.session.scalar(joined) is not None


def send(staff: UUID) -> None:
    """A new link; an older one opens nothing any more."""
    links.revoke(PortalLink.staff_id == staff, PortalLink.purpose == "join")
    link = links.new_link("join", staff=staff)
    db.session.flush()
    to_be_sent("join", staff=staff, link=link.id)


def send_again(staff: UUID) -> None:
    """Raises Joined."""
    one_after_another()
    if has_joined(staff):
        raise Joined
    send(staff)
    audit.record("invited-colleague", "staff_member", staff)


def take_back(staff: UUID) -> None:
    """Somebody who has not joined leaves again, and the link opens nothing. Raises Joined."""
    one_after_another()
    if has_joined(staff):
        raise Joined
    links.revoke(PortalLink.staff_id == staff, PortalLink.purpose == "join")
    roles.leave(staff)
