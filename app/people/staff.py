"""Members of staff: adding one, and what others ask about them."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from app.addresses import address_key, sort_name
from app.people.models import StaffLogin, StaffMember, StaffRole
from tenants import scope as scopes
from tenants.db import changed, db
from tenants.models import Clinic


@dataclass(frozen=True)
class OwnersAddress:
    """`key`: as the directory of owners keeps it."""

    address: str
    key: str
    confirmed: bool


def owners_addresses() -> dict[UUID, OwnersAddress]:
    """Of everybody who owns the clinic today."""
    owners = db.select(StaffRole.staff_id).where(StaffRole.role == "owner", StaffRole.until.is_(None))
    rows = db.select(StaffLogin.staff_id, StaffLogin.address, StaffLogin.address_key, StaffLogin.confirmed_at)
    found = db.session.execute(rows.where(StaffLogin.staff_id.in_(owners)))
    return {id: OwnersAddress(address, key, at is not None) for id, address, key, at in found}


def owner_confirmed() -> bool:
    """Whether an owner of the clinic has confirmed an e-mail address."""
    return any(owner.confirmed for owner in owners_addresses().values())


def texts_confirmed() -> bool:
    """Whether crisis lines and reply time are confirmed. Asked afresh: what is kept of a clinic may be seconds old."""
    clinic = scopes.current().clinic
    return db.session.scalar(db.select(Clinic.texts_confirmed_at).where(Clinic.id == clinic)) is not None


class Confirmed(ValueError):
    """The address is confirmed: it is not corrected any more."""


class InUse(ValueError):
    """Somebody else at the clinic has this address."""


def correct_own_address(staff: UUID, address: str) -> None:
    """One's own address, while it is not confirmed. Raises Confirmed, or InUse."""
    mine = StaffLogin.staff_id == staff
    new = db.update(StaffLogin).where(mine, StaffLogin.confirmed_at.is_(None))
    try:
        with db.session.begin_nested():
            if not changed(new.values(address=address, address_key=address_key(address))):
                raise Confirmed
    except IntegrityError:
        raise InUse from None


def own_address(staff: UUID) -> str | None:
    """Where one is written to, and what one signs in with."""
    return db.session.scalar(db.select(StaffLogin.address).where(StaffLogin.staff_id == staff))


def add_staff(id: UUID, name: str, address: str, password_hash: str, roles: Iterable[str]) -> None:
    """Adds a member of staff with a login. `name`: as families read it. Raises IntegrityError for an address in use here."""
    db.session.add(StaffMember(id=id, name=name, shown=name, sort_name=sort_name(name)))
    db.session.flush()
    db.session.add(
        StaffLogin(staff_id=id, address=address, address_key=address_key(address), password_hash=password_hash)
    )
    db.session.add_all(StaffRole(staff_id=id, role=role) for role in roles)
    db.session.flush()
