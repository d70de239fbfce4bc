"""Members of staff: adding one, and what others ask about them."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from app.addresses import address_key, sort_name
from app.people.models import StaffLogin, StaffMember, StaffRole
from tenants import scope as scopes
from tenants.db import changed, db
from tenants.models import Clinic


def owner_confirmed() -> bool:
    """Whether an owner of the clinic has confirmed an e-mail address."""
    owners = db.select(StaffRole.staff_id).where(StaffRole.role == "owner", StaffRole.until.is_(None))
    confirmed = db.select(StaffLogin.id).where(StaffLogin.staff_id.in_(owners), StaffLogin.confirmed_at.is_not(None))
    return db.session.scalar(confirmed.limit(1)) is not None


def owners_addresses() -> dict[UUID, tuple[str, bool]]:
    """Of everybody who owns the clinic today: the address, and whether it is confirmed."""
    owners = db.select(StaffRole.staff_id).where(StaffRole.role == "owner", StaffRole.until.is_(None))
    rows = db.select(StaffLogin.staff_id, StaffLogin.address, StaffLogin.confirmed_at)
    found = db.session.execute(rows.where(StaffLogin.staff_id.in_(owners)))
    return {id: (address, confirmed is not None) for id, address, confirmed in found}


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


def owners_address_keys() -> set[str]:
    """Of everybody who owns the clinic today, as the directory of owners keeps them."""
    owners = db.select(StaffRole.staff_id).where(StaffRole.role == "owner", StaffRole.until.is_(None))
    return set(db.session.scalars(db.select(StaffLogin.address_key).where(StaffLogin.staff_id.in_(owners))))


def add_staff(id: UUID, name: str, address: str, password_hash: str, roles: Iterable[str]) -> None:
    """Adds a member of staff with a login. `name`: as families read it. Raises IntegrityError for an address in use here."""
    db.session.add(StaffMember(id=id, name=name, shown=name, sort_name=sort_name(name)))
    db.session.flush()
    db.session.add(
        StaffLogin(staff_id=id, address=address, address_key=address_key(address), password_hash=password_hash)
    )
    db.session.add_all(StaffRole(staff_id=id, role=role) for role in roles)
    db.session.flush()
