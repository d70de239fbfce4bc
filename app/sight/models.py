"""What opens a record to staff besides a care team: supervision and its reviews, broken glass; and who signed for it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.people.models import now
from tenants.db import Moment, TenantModel, belongs_to

REASONS = ("due", "slipping", "asked", "concern")
"""Why a supervisor opens a record (must 27)."""
KINDS = ("role", "supervision", "caseload")


class Supervision(TenantModel):
    """Who supervises whom, from a day until a day. Nobody supervises herself."""

    __tablename__ = "supervision"
    __table_args__ = (
        belongs_to("staff_member", "supervisor_id"),
        belongs_to("staff_member", "therapist_id"),
        CheckConstraint("supervisor_id <> therapist_id", name="two_people"),
        Index(
            "ix_supervision_pair", "clinic_id", "supervisor_id", "therapist_id", unique=True,
            postgresql_where="until is null",
        ),
        Index("ix_supervision_therapist", "clinic_id", "therapist_id"),
    )  # fmt: skip

    supervisor_id: Mapped[UUID]
    therapist_id: Mapped[UUID]
    since: Mapped[date]
    until: Mapped[date | None]


class Review(TenantModel):
    """A supervisor has opened a family of hers, for one of four reasons. It holds for this review."""

    __tablename__ = "review"
    __table_args__ = (
        belongs_to("staff_member", "staff_id"),
        belongs_to("child", "child_id"),
        CheckConstraint(f"reason in {REASONS}", name="reason"),
        CheckConstraint("signed_off_at is null or closed_at is not null", name="signed_off"),
        Index("ix_review_open", "clinic_id", "staff_id", "child_id", postgresql_where="closed_at is null"),
        Index(
            "ix_review_signed_off", "clinic_id", "child_id", "signed_off_at",
            postgresql_where="signed_off_at is not null",
        ),
    )  # fmt: skip

    staff_id: Mapped[UUID]
    child_id: Mapped[UUID]
    reason: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    until: Mapped[datetime] = mapped_column(Moment)
    """It lapses by itself, should nobody end it."""
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    signed_off_at: Mapped[datetime | None] = mapped_column(Moment)
    """Ended by its supervisor as done; what lapsed, or was only closed, was signed off by nobody."""


class Glass(TenantModel):
    """Somebody broke the glass: asked for a record by name and birth year, with a reason. A miss is a row, too."""

    __tablename__ = "glass"
    __table_args__ = (
        belongs_to("staff_member", "staff_id"),
        belongs_to("child", "child_id"),
        CheckConstraint("birth_year between 1900 and 2200", name="birth_year"),
        Index("ix_glass_open", "clinic_id", "staff_id", "child_id"),
    )

    staff_id: Mapped[UUID]
    looked_for: Mapped[str] = mapped_column(String(120))
    """The name as it was typed."""
    birth_year: Mapped[int]
    reason: Mapped[str] = mapped_column(String(400))
    child_id: Mapped[UUID | None]
    """Nothing: no record of this name and year opened."""
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    until: Mapped[datetime] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)


class Widening(TenantModel):
    """Somebody asks for what would widen their own sight: it waits for a second signature, or for a day (must 25)."""

    __tablename__ = "widening"
    __table_args__ = (
        belongs_to("staff_member", "staff_id"),
        belongs_to("staff_member", "therapist_id"),
        belongs_to("staff_member", "to_id"),
        belongs_to("staff_member", "outcome_by"),
        CheckConstraint(f"kind in {KINDS}", name="kind"),
        CheckConstraint("outcome in ('signed', 'waited', 'refused', 'withdrawn')", name="outcome"),
        CheckConstraint("(outcome is null) = (outcome_at is null)", name="outcome_at"),
        CheckConstraint("outcome is null or outcome <> 'signed' or outcome_by <> staff_id", name="second"),
        Index("ix_widening_open", "clinic_id", "at", postgresql_where="outcome is null"),
    )

    staff_id: Mapped[UUID]
    """Who asks, and would see more."""
    kind: Mapped[str] = mapped_column(String(20))
    role: Mapped[str | None] = mapped_column(String(20))
    therapist_id: Mapped[UUID | None]
    """Whom to supervise, or whose caseload to take."""
    words: Mapped[str] = mapped_column(String(1000), default="")
    """The note that the families will read."""
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    to_id: Mapped[UUID | None]
    """Who takes that caseload: whoever asks, or somebody whose families are open to whoever asks."""
    children: Mapped[list[str] | None] = mapped_column(JSONB)
    """The ids of that caseload when it was asked for: what came to it since is not signed for."""
    outcome: Mapped[str | None] = mapped_column(String(10))
    outcome_by: Mapped[UUID | None]
    outcome_at: Mapped[datetime | None] = mapped_column(Moment)


class Widened(TenantModel):
    """That what was signed for (it has the same id), or had waited its day, was carried out: there is one."""

    __tablename__ = "widened"
    __table_args__ = (belongs_to("widening", "id"),)

    at: Mapped[datetime] = mapped_column(Moment, default=now)
