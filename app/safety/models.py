"""Somebody worries about someone's safety: what was told, and every step that followed (must 10)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.people.models import now
from app.updates.models import LONGEST, in_her_own, of_her_part
from tenants.db import Moment, TenantModel, TimedTenantModel, belongs_to

WAYS = ("here", "mail", "call")
"""How she may be answered."""
KINDS = ("told", "read", "taken", "answered", "called", "escalated", "closed")
SHE_READS = ("taken", "answered")
STOPS_THE_CLOCK = ("taken", "answered", "called", "closed")


class Worry(TenantModel):
    """In her own circle, always: no setting shares it (must 4)."""

    __tablename__ = "safety_worry"
    __table_args__ = (
        of_her_part("author_id"),
        UniqueConstraint("clinic_id", "id", "author_id", "child_id"),
        CheckConstraint(f"way in {WAYS}", name="way"),
        CheckConstraint("(way = 'call') = (phone is not null)", name="phone"),
        Index("ix_safety_worry_child", "clinic_id", "child_id", "at"),
        Index("ix_safety_worry_author", "clinic_id", "author_id", "at"),
    )

    author_id: Mapped[UUID]
    child_id: Mapped[UUID]
    body: Mapped[str] = mapped_column(String(LONGEST))
    way: Mapped[str] = mapped_column(String(10))
    phone: Mapped[str | None] = mapped_column(String(30))
    """Where she may be called about this, as she wrote it here."""
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    day: Mapped[date]
    circle: Mapped[UUID] = mapped_column(in_her_own("author_id"))


class Step(TimedTenantModel):
    """Nothing of it is ever changed: who was told, who read, took it on, answered, closed it, and when."""

    __tablename__ = "safety_step"
    __table_args__ = (
        belongs_to("safety_worry", "worry_id", "author_id", "child_id", to=("id", "author_id", "child_id")),
        belongs_to("staff_member", "staff_id"),
        CheckConstraint(f"kind in {KINDS}", name="kind"),
        Index("ix_safety_step_worry", "clinic_id", "worry_id", "at"),
    )

    worry_id: Mapped[UUID]
    author_id: Mapped[UUID]
    child_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(String(10))
    staff_id: Mapped[UUID]
    """Who was told, or who did it."""
    by: Mapped[str] = mapped_column(String(120))
    """That person's name as it was shown then."""
    words: Mapped[str] = mapped_column(String(LONGEST), default="")
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    circle: Mapped[UUID] = mapped_column(in_her_own("author_id"))
