"""Password and code, as they are proved at the door: to sign in, and again before what must be sure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from flask import request, session
from sqlalchemy import ColumnElement, and_, case

from app import audit
from app.addresses import address_key, keyed
from app.people import devices, guessing, limits, links, losing, second_step
from app.people.models import Device, StaffLogin, StaffMember, now
from app.people.passwords import matches
from app.web.headers import limiter
from app.web.person import Person, signed_in
from tenants.db import db, transaction
from tenants.scope import NOBODY, moment

SURE_FOR = timedelta(minutes=10)
HALF_FOR = timedelta(minutes=10)


@dataclass(frozen=True)
class Somebody:
    """Who has given a right password. `stays`: changes when the password does."""

    id: UUID
    second_step: bool
    stays: str


class Login(NamedTuple):
    staff: UUID
    address_key: str
    stored: str
    """The password's hash; empty for somebody who has not joined, or not again."""
    device: UUID | None
    """This browser's, if it is theirs beyond question."""


def login_of(whose: ColumnElement[bool]) -> Login | None:
    """In one statement, whether there is one or not."""
    member = and_(StaffMember.clinic_id == StaffLogin.clinic_id, StaffMember.id == StaffLogin.staff_id)
    here = and_(
        Device.clinic_id == StaffLogin.clinic_id, Device.staff_id == StaffLogin.staff_id, Device.denied_at.is_(None),
        Device.asked.is_(False), Device.id.in_(devices.this_browsers() or [NOBODY]),
    )  # fmt: skip
    stored = case((links.invited(StaffLogin.staff_id), ""), else_=StaffLogin.password_hash)
    found = (
        db.select(StaffLogin.staff_id, StaffLogin.address_key, stored, Device.id)
        .join(StaffMember, member)
        .outerjoin(Device, here)
        .where(whose, StaffMember.ended_at.is_(None))
        .limit(1)
    )
    row = db.session.execute(found).one_or_none()
    return Login(*row) if row else None


def by_password(address: str, password: str) -> Somebody | None:
    """Who this is. The same statements and the same work for an unknown address, a wrong password and one too many.

    Ten wrong ones at an address end all comparing there for a while, in silence; but for a browser that is the person's
    own, which counts by itself: nobody locks anybody else out.
    """
    typed = address_key(address)
    return compared(login_of(StaffLogin.address_key == typed), typed, password)


def compared(login: Login | None, typed: str, password: str) -> Somebody | None:
    """Whether this is the password of a login. `typed`: the key of the address that was typed, where there is none."""
    device = login.device if login else None
    tries = guessing.counted("device" if device else "address", device or typed, guessing.PASSWORDS)
    if not matches(password, login.stored if login and tries.allowed else None) or login is None:
        return None
    if not still_holds(login):
        return None
    tries.forgive()
    return Somebody(login.staff, second_step.is_on(login.staff), stays(login.stored))


def stays(stored: str) -> str:
    return keyed(stored, "stays")


def still_holds(login: Login) -> bool:
    """Whether the password is still the one that was read, which nobody changes then until this transaction ends: who
    proves the old one while a new one is chosen is too late, or is signed out with all the others."""
    row = db.select(StaffLogin.password_hash).where(StaffLogin.staff_id == login.staff)
    return db.session.scalar(row.with_for_update()) == login.stored


def is_own(person: Person, password: str) -> bool:
    """Whether this is the signed-in person's password. Counted like signing in."""
    login = login_of(StaffLogin.staff_id == person.id)
    return compared(login, login.address_key if login else "", password) is not None


def by_code(staff: UUID, typed: str) -> bool:
    """Whether this is the person's code of now, or a recovery code that was not used. The same answer for one too many.

    A browser that is the person's own counts by itself: whoever has the password alone locks nobody out there.
    """
    own = devices.own_here(staff)
    tries = guessing.counted("code-here" if own else "code", own or staff, guessing.CODES)
    if not tries.allowed:
        return False
    if second_step.code_is_right(staff, typed):
        how = "app"
    elif second_step.recovery_code_is_right(staff, typed):
        how = "recovery-code"
    else:
        return False
    tries.forgive()
    audit.record("second-step", "staff_member", staff, how=how)
    return True


def is_sure(person: Person) -> bool:
    """Whether this device has proved who uses it within the last minutes, or does so with this very request."""
    at = person.proof.sure_at
    if at is not None and at > moment() - SURE_FOR:
        return True
    if "sure_password" not in request.form:
        return False
    with transaction(person.at_the_door()):
        return prove_again(person)


@limiter.shared_limit("20 per 10 minutes", scope="sure", key_func=limits.person)
def prove_again(person: Person) -> bool:
    """Compares what the question's form holds, and marks the device. Counted like signing in."""
    if not is_own(person, request.form.get("sure_password", "")):
        return False
    if person.proof.second_step and not by_code(person.id, request.form.get("sure_code", "")):
        return False
    db.session.execute(db.update(Device).where(Device.id == person.device).values(sure_at=now()))
    audit.record("sure", "staff_member", person.id, device=str(person.device))
    return True


def half_way(somebody: Somebody) -> None:
    """The password was right, the code is to come: known to this browser alone, and nothing is signed in."""
    session["half"] = [str(somebody.id), now().isoformat(), somebody.stays]


def half() -> Somebody | None:
    """Who is half-way in this browser: for ten minutes, and until the password changes."""
    try:
        staff, at, was = session.get("half", ())
    except ValueError:
        return None
    login = login_of(StaffLogin.staff_id == UUID(staff))
    late = datetime.fromisoformat(at) < now() - HALF_FOR
    if login is None or late or stays(login.stored) != was or not still_holds(login):
        return None
    return Somebody(login.staff, True, was)


def chosen_by_link(staff: UUID, stored: str) -> None:
    """A link out of the person's own inbox has set this password in this browser: signing in with it here proves both."""
    session["inbox"] = [str(staff), stays(stored)]


def enter(somebody: Somebody) -> None:
    """Signs somebody in who has proved all that there is to prove. Whoever was signed in here is no longer.

    A device in question becomes theirs by a password that was chosen on it by a link out of their inbox.
    """
    staff, inbox = somebody.id, session.get("inbox")
    losing.end_own(staff)
    if (before := signed_in()) is not None:
        devices.sign_out(before.device)
    device = devices.enter(staff=staff)
    if inbox == [str(staff), somebody.stays]:
        device.asked = False
