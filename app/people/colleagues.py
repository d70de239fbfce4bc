"""Who works here: names, roles and who of them could act today."""

from collections.abc import Iterable
from uuid import UUID

from flask_babel import gettext as _

from app import audit
from app.audit import AuditEvent
from app.people import links
from app.people.models import StaffLogin, StaffMember, StaffRole
from app.permissions import Permission, who_may
from tenants import scope as scopes
from tenants.db import db


def shown(ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """The names as families read them."""
    wanted = {id for id in ids if id}
    rows = db.session.execute(db.select(StaffMember.id, StaffMember.shown).where(StaffMember.id.in_(wanted)))
    return {row.id: row.shown for row in rows}


def own_name() -> str:
    """Of the member of staff whose scope is open, as it is shown now."""
    return db.session.scalar(db.select(StaffMember.shown).where(StaffMember.id == scopes.current().person)) or ""


def who_changed(deed: AuditEvent | None) -> str:
    """Who was quicker, for a page that was about to save over it. `deed`: the change, if one was recorded."""
    name = shown([deed.actor_id]).get(deed.actor_id) if deed else None
    return name or _("Somebody else")


def meanwhile_said(subject: UUID, *actions: str) -> str:
    """Who was quicker, for a page that shows what is stored now and keeps what was sent."""
    who = who_changed(audit.last_change(subject, *actions))
    return _(
        "%(who)s changed this meanwhile. Look at what is stored now; press the button again to save yours.", who=who
    )


def roles_of(staff: UUID) -> frozenset[str]:
    """The roles a person has today."""
    rows = db.select(StaffRole.role).where(StaffRole.staff_id == staff, StaffRole.until.is_(None))
    return frozenset(db.session.scalars(rows))


def may(staff: UUID, permission: Permission) -> bool:
    """Whether somebody who works here has a role today that may do this. An invitation that waits is no work yet."""
    role = db.select(StaffRole.id).join(
        StaffMember, (StaffMember.clinic_id == StaffRole.clinic_id) & (StaffMember.id == StaffRole.staff_id)
    )
    here = StaffMember.ended_at.is_(None), ~links.invited(StaffMember.id)
    mine = (StaffRole.staff_id == staff, StaffRole.until.is_(None), *here)
    return db.session.scalar(role.where(*mine, StaffRole.role.in_(who_may(permission))).limit(1)) is not None


def who_can(permission: Permission, but: Iterable[UUID] = ()) -> list[tuple[UUID, str]]:
    """Everybody who has joined and may do this, by name: whom one can choose for it."""
    holders = db.select(StaffRole.staff_id).where(StaffRole.role.in_(who_may(permission)), StaffRole.until.is_(None))
    confirmed = StaffLogin.confirmed_at.is_not(None)
    joined = db.select(StaffLogin.staff_id).where(confirmed, ~links.invited(StaffLogin.staff_id))
    people = db.select(StaffMember.id, StaffMember.shown).where(
        StaffMember.ended_at.is_(None),
        StaffMember.id.in_(holders),
        StaffMember.id.in_(joined),
        StaffMember.id.not_in([*but]),
    )
    return [(id, name) for id, name in db.session.execute(people.order_by(StaffMember.sort_name, StaffMember.id))]
