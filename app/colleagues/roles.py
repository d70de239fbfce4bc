"""What each colleague may do, from a moment until a moment. Nobody can lock the clinic out of itself."""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement

from app import audit, notices
from app.billing import room
from app.involvement import care_team
from app.jobs import due, soon
from app.people import devices
from app.people.colleagues import may, roles_of, who_can
from app.people.models import StaffMember, StaffRole, now
from app.permissions import Permission, Role
from app.sight import supervising, widening
from app.sight.leaving import leaving
from app.sight.models import Supervision, Widening
from app.sight.signing import ROLES as SIGN
from app.sight.supervising import holds
from app.sight.widening import does, take
from app.signup import mails
from app.team.handing import leave_deputies
from tenants import scope as scopes
from tenants.db import changed, db, marked
from tenants.holding import one_after_another, today

OPENS = {Role.THERAPIST, Role.SUPERVISOR, Role.OFFICE}
"""Roles that open records: given to oneself they need a second signature (must 25)."""


class LastOwner(ValueError):
    """Nobody else who has joined owns the clinic."""


class HasFamilies(ValueError):
    """A caseload is handed over first."""


def set_roles(staff: UUID, wanted: frozenset[str]) -> list[Widening]:
    """Gives and takes roles until a person has just these; whoever's roles somebody else changes signs in anew.

    Answers with what waits for a second signature.

    Raises LastOwner, HasFamilies; then nothing is changed.
    """
    one_after_another()
    before, day = roles_of(staff), today()
    for role in before - wanted:
        may_be_taken(staff, role, day)
    for role in before - wanted:
        take_role(staff, role, day)
    if Role.OWNER in before - wanted:
        widening.drop(staff)
    waits = [row for role in sorted(wanted - before) if (row := give(staff, role)) is not None]
    if (roles_of(staff) ^ before) & set(SIGN):
        widening.signers_changed()
    if wanted != before and staff != scopes.current().person:
        devices.end_all(staff)
    return waits


def give(staff: UUID, role: str) -> Widening | None:
    if role in OPENS:
        return take("role", staff, role=role)
    add_role(staff, role)
    return None


def add_role(staff: UUID, role: str) -> None:
    if role in roles_of(staff):
        return
    db.session.add(StaffRole(staff_id=staff, role=role))
    db.session.flush()
    audit.record("gave-role", "staff_member", staff, role=role)
    seats_changed(role)
    if role == Role.OWNER:
        owners_changed()
    if role in (Role.OWNER, Role.SUPERVISOR):
        for reader, _name in who_can(Permission.COUNTERSIGN, but=[staff, scopes.current().person]):
            notices.tell(reader, f"role-{role}", about=staff, by=scopes.current().person)


@does("role")
def given_role(row: Widening) -> None:
    """What was signed for, or needs no signature. Raises ValueError where its seat is gone meanwhile."""
    assert row.role is not None
    if row.role == Role.THERAPIST and row.outcome and room.is_gone():
        raise ValueError("there is no seat for it any more")
    add_role(row.staff_id, row.role)


def may_be_taken(staff: UUID, role: str, day: date) -> None:
    me = scopes.current().person
    mine = me != staff and may(me, Permission.RUN_CLINIC)  # the first owner counts before confirming the address
    if role == Role.OWNER and not mine and not who_can(Permission.RUN_CLINIC, but=[staff]):
        raise LastOwner
    if role == Role.THERAPIST and care_team.from_day_on(staff, day):
        raise HasFamilies


def take_role(staff: UUID, role: str, day: date) -> None:
    """From the next request on."""
    held = db.update(StaffRole).where(StaffRole.staff_id == staff, StaffRole.role == role, StaffRole.until.is_(None))
    if not changed(held.values(until=now())):
        return
    audit.record("took-role", "staff_member", staff, role=role)
    seats_changed(role)
    if role == Role.OWNER:
        owners_changed()
    if role == Role.THERAPIST:
        leave_deputies(staff, day)
        end_pairs(Supervision.therapist_id == staff, day)
    if role == Role.SUPERVISOR:
        end_pairs(Supervision.supervisor_id == staff, day)


def end_pairs(whose: ColumnElement[bool], day: date) -> None:
    for pair in list(db.session.scalars(db.select(Supervision).where(whose, holds(day)))):
        supervising.part(pair, day)


def seats_changed(role: str) -> None:
    if role == Role.THERAPIST:
        soon("seats", "keep_seats")


def owners_changed() -> None:
    """Sign-up's directory of owners' addresses follows."""
    due("owners")
    mails.file_owners.later()


def leave(staff: UUID) -> None:
    """Somebody stops working here: open pages end at the next request. Raises LastOwner, HasFamilies."""
    set_roles(staff, frozenset())
    if marked(StaffMember.ended_at, StaffMember.id == staff):
        devices.end_ways_in(staff)
        leaving(staff)
        audit.record("left-clinic", "staff_member", staff)


def come_back(staff: UUID) -> bool:
    """With no role; a new link to choose a password by is still to be sent. False: the person has not left."""
    back = db.update(StaffMember).where(StaffMember.id == staff, StaffMember.ended_at.is_not(None))
    if not changed(back.values(ended_at=None)):
        return False
    audit.record("came-back-to-clinic", "staff_member", staff)
    return True
