"""When a therapist is away, and who stands in."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.people.models import now
from tenants.db import Moment, TenantModel, belongs_to, db


class Absence(TenantModel):
    """A therapist is away from a day until a day, both included; a deputy stands in for every family of theirs."""

    __tablename__ = "absence"
    __table_args__ = (
        belongs_to("staff_member", "staff_id"),
        belongs_to("staff_member", "deputy_id"),
        CheckConstraint("staff_id <> deputy_id", name="two_people"),
        CheckConstraint("until >= since", name="days"),
        Index("ix_absence_staff", "clinic_id", "staff_id", "until"),
    )

    staff_id: Mapped[UUID]
    deputy_id: Mapped[UUID]
    since: Mapped[date]
    until: Mapped[date]
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    """Taken back, or come back early."""


def absences(staff: UUID, today: date) -> list[Absence]:
    """Those that are under way or still to come, soonest first."""
    rows = db.select(Absence).where(Absence.staff_id == staff, Absence.until >= today, Absence.ended_at.is_(None))
    return list(db.session.scalars(rows.order_by(Absence.since)))
