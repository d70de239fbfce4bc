"""What a supervisor writes down in a review, and what is agreed there: for staff alone (musts 22 and 27)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.people.models import now
from tenants.db import Moment, TenantModel, belongs_to

LONGEST = 4000


class SupervisionNote(TenantModel):
    """About one therapist's work with one family. Nobody changes it; that therapist's own supervisors read it, in a review."""

    __tablename__ = "supervision_note"
    __table_args__ = (
        belongs_to("review", "review_id"),
        belongs_to("child", "child_id"),
        belongs_to("staff_member", "staff_id"),
        belongs_to("staff_member", "therapist_id"),
        CheckConstraint("length(body) > 0", name="body"),
        Index("ix_supervision_note_child", "clinic_id", "child_id", "at", "id"),
    )

    review_id: Mapped[UUID]
    child_id: Mapped[UUID]
    staff_id: Mapped[UUID]
    """Who wrote it."""
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    therapist_id: Mapped[UUID]
    """Whose work it is about: whoever supervises another therapist of the child reads nothing of it."""
    body: Mapped[str] = mapped_column(String(LONGEST))


class AgreedAction(TenantModel):
    """What somebody does until a day. The care team, its supervisors and that person read it."""

    __tablename__ = "agreed_action"
    __table_args__ = (
        belongs_to("review", "review_id"),
        belongs_to("child", "child_id"),
        belongs_to("staff_member", "staff_id"),
        belongs_to("staff_member", "who_id"),
        belongs_to("staff_member", "done_by"),
        belongs_to("staff_member", "taken_back_by"),
        CheckConstraint("length(what) > 0", name="what"),
        CheckConstraint("(done_at is null) = (done_by is null)", name="done"),
        CheckConstraint("(taken_back_at is null) = (taken_back_by is null)", name="taken_back"),
        Index("ix_agreed_action_child", "clinic_id", "child_id", "at", "id"),
        Index("ix_agreed_action_who", "clinic_id", "who_id", "due"),
    )

    review_id: Mapped[UUID]
    child_id: Mapped[UUID]
    staff_id: Mapped[UUID]
    """The supervisor who agreed it."""
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    who_id: Mapped[UUID]
    """Who does it."""
    what: Mapped[str] = mapped_column(String(400))
    due: Mapped[date]
    done_at: Mapped[datetime | None] = mapped_column(Moment)
    done_by: Mapped[UUID | None]
    taken_back_at: Mapped[datetime | None] = mapped_column(Moment)
    taken_back_by: Mapped[UUID | None]
