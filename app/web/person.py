"""Who is asking, as plain values: what the door found out, before the scope for the work opens."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from flask import g
from flask_login import UserMixin, current_user

from app.permissions import Permission, Role, grants
from tenants.scope import Audience, Family, Scope


@dataclass(frozen=True)
class Person(UserMixin):
    """A signed-in member of staff or caregiver of one clinic, on one device."""

    id: UUID
    clinic: UUID
    audience: Audience
    device: UUID
    roles: frozenset[Role] = frozenset()
    family: Family | None = None
    """A caregiver's open circles and the like; None for staff."""
    readers: Mapping[UUID, tuple[UUID, ...]] = field(default_factory=dict)
    """For each of a caregiver's children, the staff who read what she writes about that child today."""
    alone: bool = False
    """Of a caregiver: whether one person alone reads in her whole clinic."""

    @property
    def permissions(self) -> frozenset[Permission]:
        return grants(self.roles)

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions

    def scope(self) -> Scope:
        """The scope this person's work runs in."""
        return Scope(self.clinic, self.audience, self.id, self.family)


def me() -> Person:
    """The signed-in person, for what only a signed-in person reaches."""
    person = signed_in()
    assert person is not None
    return person


def signed_in() -> Person | None:
    """The signed-in person of this request, or None; None, too, once the database that knows is away."""
    if g.get("database_away"):
        return None
    return current_user if current_user.is_authenticated else None
