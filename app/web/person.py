"""Who is asking, as plain values: what the door found out, before the scope for the work opens."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from flask import g
from flask_login import UserMixin, current_user

from app.permissions import Permission, Role, grants
from tenants.scope import Audience, Family, Scope


@dataclass(frozen=True)
class StandIn:
    """A deputy answers for a therapist who is away, until a local day of the clinic, which is included."""

    deputy: UUID
    therapist: UUID
    until: date


@dataclass(frozen=True)
class CameIn:
    """A device that came in as this caregiver, beside one she has."""

    id: UUID
    kind: str
    at: datetime


@dataclass(frozen=True)
class AtHome:
    """Those who live with a caregiver today, as one party; or, no more as they were, those she once chose to share with."""

    part: UUID
    """Hers."""
    party: UUID
    size: int
    others: tuple[UUID, ...]
    """Caregivers. None of a party that is not who lives there today."""
    since: datetime | None
    """When they became this party."""
    offered: bool
    """Whether she may choose to share with them: while her part is sensitive, only where a therapist ticked it."""
    choice: UUID | None
    """Her choice to share with them."""
    chosen_at: datetime | None
    holds: bool
    """What she writes today is shared with them."""


@dataclass(frozen=True)
class Proof:
    """How sure we are of a person on this device, and, of staff, what the person is to be told of the own sign-in."""

    sure_at: datetime | None = None
    """When password, and code where there is one, were given here last."""
    second_step: bool = False
    second_step_by: datetime | None = None
    """Until when one must be set up; None where there is one, or none is asked for."""
    overdue: bool = False
    """That moment is over."""
    new_device: bool = False
    """Another device is new, and nobody has said yet whether that was this person."""
    in_question: bool = False
    """This device is new, and whether that was this person is not answered; of a caregiver, for a day at most."""
    said_lost: bool = False
    """Somebody with the password says that this person's phone is lost; told on a device beyond question."""
    colleague_lost: bool = False
    """Somebody's lost phone waits for a yes of this person."""


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
    away: Mapping[UUID, tuple[StandIn, ...]] = field(default_factory=dict)
    """For each of a caregiver's children, who of them is away today, and who answers meanwhile."""
    care_ended: Mapping[UUID, date] = field(default_factory=dict)
    """For each child whose care has ended, the clinic's local day on which it did."""
    levels: Mapping[UUID, str] = field(default_factory=dict)
    """For each of a caregiver's parts that has not ended, how far each area is open, a digit an area."""
    homes: tuple[AtHome, ...] = ()
    """Of a caregiver: whom she lives with, and whom she shares with."""
    sensitive: bool = False
    """Of a caregiver: whether any part of hers is. Downloads are then handed over by the clinic (must 15)."""
    proof: Proof = Proof()
    """Of staff; of a caregiver, whether this device is in question."""
    came_in: tuple[CameIn, ...] = ()
    """On a caregiver's own device: others that came in and wait for her word."""
    without_address: bool = False
    """Of a caregiver: no mail can reach her."""
    only: UUID | None = None
    """Of a caregiver who came in by a digest's mail on a browser that is not hers: the digest whose page is all that opens."""
    language: str | None = None
    """Of a caregiver: what she reads, once she came in with another than the clinic's or chose one."""
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

    def at_the_door(self) -> Scope:
        """For work on the person's own credentials, which no other login reads."""
        return Scope(self.clinic, Audience.DOOR, self.id)


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
