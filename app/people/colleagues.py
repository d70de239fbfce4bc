"""Who works here: names, roles and who of them could act today."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import ColumnElement

from app.people.models import StaffLogin, StaffMember, StaffRole
from app.permissions import Permission, who_may
from tenants.db import db


def shown(ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """The names as families read them."""
    wanted = {id for id in ids if id}
    rows = db.session.execute(db.select(StaffMember.id, StaffMember.shown).where(StaffMember.id.in_(wanted)))
    return {row.id: row.shown for row in rows}


def roles_of(staff: UUID) -> frozenset[str]:
    """The roles a person has today."""
    rows = db.select(StaffRole.role).where(StaffRole.staff_id == staff, StaffRole.until.is_(None))
    return frozenset(db.session.scalars(rows))


def works_here(*permissions: Permission) -> list[ColumnElement[bool]]:
    """That somebody has joined, has not left, and may do one of these today."""
    roles = {role for permission in permissions for role in who_may(permission)}
    holders = db.select(StaffRole.staff_id).where(StaffRole.role.in_(roles), StaffRole.until.is_(None))
    joined = db.select(StaffLogin.staff_id).where(StaffLogin.confirmed_at.is_not(None))
    return [StaffMember.ended_at.is_(None), StaffMember.id.in_(holders), StaffMember.id.in_(joined)]


def who_can(permission: Permission, but: Iterable[UUID] = ()) -> list[tuple[UUID, str]]:
    """Everybody who has joined and may do this, by name: whom one can choose for it."""
    people = db.select(StaffMember.id, StaffMember.shown).where(*works_here(permission), StaffMember.id.not_in([*but]))
    return [(id, name) for id, name in db.session.execute(people.order_by(StaffMember.sort_name, StaffMember.id))]
