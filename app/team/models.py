"""Handing a family over, and the families that the office may see."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.people.models import now
from app.updates.models import in_area
from tenants.db import Moment, TenantModel, belongs_to


class Handover(TenantModel):
    """A family went from one therapist to another."""

    __tablename__ = "handover"
    __table_args__ = (
        belongs_to("child", "child_id"),
        belongs_to("staff_member", "from_id"),
        belongs_to("staff_member", "to_id"),
        belongs_to("staff_member", "by_id"),
        UniqueConstraint("clinic_id", "id", "child_id"),
        CheckConstraint("from_id <> to_id", name="two_people"),
        Index("ix_handover_child", "clinic_id", "child_id", "at"),
    )

    child_id: Mapped[UUID]
    from_id: Mapped[UUID]
    to_id: Mapped[UUID]
    by_id: Mapped[UUID]
    day: Mapped[date]
    at: Mapped[datetime] = mapped_column(Moment, default=now)


class HandoverNote(TenantModel):
    """What one caregiver reads of it: one row a part, so that no home learns of another."""

    __tablename__ = "handover_note"
    __table_args__ = (
        belongs_to("handover", "handover_id", "child_id", to=("id", "child_id")),
        belongs_to("party", "shared_with", "child_id", to=("id", "child_id")),
        belongs_to("staff_member", "staff_id"),
        UniqueConstraint("clinic_id", "handover_id", "shared_with"),
        Index("ix_handover_note_circle", "clinic_id", "circle", "at"),
    )

    handover_id: Mapped[UUID]
    child_id: Mapped[UUID]
    shared_with: Mapped[UUID]
    """The part's own party."""
    staff_id: Mapped[UUID]
    by: Mapped[str] = mapped_column(String(120))
    """The name shown then."""
    words: Mapped[str] = mapped_column(String(1000))
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    circle: Mapped[UUID] = mapped_column(in_area("messages"))


class DeskOpening(TenantModel):
    """A therapist lets the office invite for this family: names, homes, and whether a way in works; no word anyone wrote."""

    __tablename__ = "desk_opening"
    __table_args__ = (
        belongs_to("child", "child_id"),
        belongs_to("staff_member", "by_id"),
        Index("ix_desk_opening_child", "clinic_id", "child_id", unique=True, postgresql_where="ended_at is null"),
    )

    child_id: Mapped[UUID]
    by_id: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
