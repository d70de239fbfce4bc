"""What the engagement pages read: weekly facts of each part, and where it stands. Never shown to a caregiver."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, SmallInteger, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.people.models import now
from tenants.db import Moment, TimedTenantModel, belongs_to

STATUSES = ("reach-out", "look", "on-track", "not-expected", "too-early")


class Week(TimedTenantModel):
    """One part's week: what was expected, what came, and what became of it. Written by `folding` alone, from the records.

    What she told, and what became of it, counts in the week of the day it was told on; a correction is the same item.
    """

    __tablename__ = "engagement_week"
    __table_args__ = (
        belongs_to("involvement", "involvement_id"),
        UniqueConstraint("clinic_id", "involvement_id", "week"),
        CheckConstraint("extract(isodow from week) = 1", name="monday"),
        CheckConstraint("expected = (expected_days > 0)", name="expected"),
        Index("ix_engagement_week_week", "clinic_id", "week"),
    )

    involvement_id: Mapped[UUID]
    week: Mapped[date]
    """Its Monday."""
    expected: Mapped[bool]
    expected_days: Mapped[int] = mapped_column(SmallInteger)
    agreed: Mapped[int] = mapped_column(SmallInteger)
    """Check-ins: the least that was agreed on one of its expected days. "Less for now" counts at once, more from next week."""
    checkins: Mapped[int] = mapped_column(SmallInteger)
    """Days with one that stands."""
    notes: Mapped[int] = mapped_column(SmallInteger)
    questions: Mapped[int] = mapped_column(SmallInteger)
    told: Mapped[int] = mapped_column(SmallInteger)
    """Items of all three kinds."""
    seen: Mapped[int] = mapped_column(SmallInteger)
    answered: Mapped[int] = mapped_column(SmallInteger)
    changed: Mapped[int] = mapped_column(SmallInteger)
    owed: Mapped[int] = mapped_column(SmallInteger)
    oldest_owed: Mapped[datetime | None] = mapped_column(Moment)
    reply_minutes: Mapped[list[int]] = mapped_column(JSONB)
    """To the first answer of any kind, of each item that has one, sorted."""
    last_told: Mapped[date | None]
    last_exchange: Mapped[date | None]
    """The clinic's day of the newest answer to something of this week."""


class Standing(TimedTenantModel):
    """Where a part stands by the rules, and why. A professional has none."""

    __tablename__ = "standing"
    __table_args__ = (
        belongs_to("involvement", "involvement_id"),
        UniqueConstraint("clinic_id", "involvement_id"),
        CheckConstraint(f"status in {STATUSES}", name="status"),
        Index("ix_standing_status", "clinic_id", "status"),
    )

    involvement_id: Mapped[UUID]
    status: Mapped[str] = mapped_column(String(20))
    reasons: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    """[{"code", …}]: numbers and dates, never a word; `words.sentence` makes sentences of them."""
    since: Mapped[date]
    computed_at: Mapped[datetime] = mapped_column(Moment, default=now)
