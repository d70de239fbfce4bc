"""Limits. A boundary can only take away."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.people.models import now
from tenants.db import Moment, TenantModel, TimedTenantModel, belongs_to

AREAS = ("sessions", "updates", "practice", "goals", "progress", "messages", "people")
LEVELS = ("therapist-led", "closed")
REASONS = ("court-order", "safety", "young-person", "clinical", "other")


def one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    return CheckConstraint(f"{column} in {values}", name=column)


class Boundary(TenantModel):
    """A limit on one involvement and one area. Its reason is the staff's alone; every change is an audit row (must 7)."""

    __tablename__ = "boundary"
    __table_args__ = (
        belongs_to("involvement", "involvement_id"),
        UniqueConstraint("clinic_id", "involvement_id", "area"),
        one_of("area", AREAS),
        one_of("level", LEVELS),
        one_of("reason_class", REASONS),
        CheckConstraint("since between '2000-01-01' and '2200-01-01'", name="since"),
        CheckConstraint("until is null or until between since and '2200-01-01'", name="until"),
    )

    involvement_id: Mapped[UUID]
    area: Mapped[str] = mapped_column(String(20))
    level: Mapped[str] = mapped_column(String(20))
    reason_class: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(1000), default="")
    since: Mapped[date]
    until: Mapped[date | None]
    """The last day it holds. Not set: it holds until somebody lifts it."""
    review_on: Mapped[date | None]
    """A passed one alerts, it never opens access (must 8)."""
    at: Mapped[datetime] = mapped_column(Moment, default=now)


class BoundaryPast(TimedTenantModel):
    """The days on which a limit was in force before it was changed or lifted: what was expected then does not change."""

    __tablename__ = "boundary_past"
    __table_args__ = (
        belongs_to("involvement", "involvement_id"),
        CheckConstraint("until >= since", name="dates"),
        Index("ix_boundary_past_part", "clinic_id", "involvement_id", "area"),
    )

    involvement_id: Mapped[UUID]
    area: Mapped[str] = mapped_column(String(20))
    level: Mapped[str] = mapped_column(String(20))
    since: Mapped[date]
    until: Mapped[date]
