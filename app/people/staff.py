"""Members of staff: adding one, and what others ask about them."""

from collections.abc import Iterable
from uuid import UUID

from app.addresses import address_key, sort_name
from app.people.models import StaffLogin, StaffMember, StaffRole
from tenants import scope as scopes
from tenants.db import db
from tenants.models import Clinic


def owner_confirmed() -> bool:
    """Whether an owner of the clinic has confirmed an e-mail address."""
    owners = db.select(StaffRole.staff_id).where(StaffRole.role == "owner", StaffRole.until.is_(None))
    confirmed = db.select(StaffLogin.id).where(StaffLogin.staff_id.in_(owners), StaffLogin.confirmed_at.is_not(None))
    return db.session.scalar(confirmed.limit(1)) is not None


def texts_confirmed() -> bool:
    """Whether crisis lines and reply time are confirmed. Asked afresh: what is kept of a clinic may be seconds old."""
    clinic = scopes.current().clinic
    return db.session.scalar(db.select(Clinic.texts_confirmed_at).where(Clinic.id == clinic)) is not None


def add_staff(id: UUID, name: str, address: str, password_hash: str, roles: Iterable[str]) -> None:
    """Adds a member of staff with a login. `name`: as families read it. Raises IntegrityError for an address in use here."""
    db.session.add(StaffMember(id=id, name=name, shown=name, sort_name=sort_name(name)))
    db.session.flush()
    db.session.add(
        StaffLogin(staff_id=id, address=address, address_key=address_key(address), password_hash=password_hash)
    )
    db.session.add_all(StaffRole(staff_id=id, role=role) for role in roles)
    db.session.flush()
