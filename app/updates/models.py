"""What caregivers tell, and what became of it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.people.models import now
from tenants.db import Moment, TenantModel, belongs_to

UPDATE_KINDS = ("checkin", "note", "question")
TOPICS = ("behaviour", "sleep", "mood", "school", "family", "other")
LONGEST = 4000
"""Characters of one text."""


def in_her_own(column: str) -> Computed:
    """The circle of one part's own words. Kept by the database, so that no code can put a row into the wrong one."""
    return Computed(f"md5('own' || {column}::text)::uuid", persisted=True)


def in_area(area: str, column: str = "shared_with") -> Computed:
    """The circle of one area of one party."""
    return Computed(f"md5('{area}' || {column}::text)::uuid", persisted=True)


def of_her_part(column: str) -> ForeignKeyConstraint:
    return belongs_to("involvement", column, "child_id", to=("id", "child_id"))


class Question(TenantModel):
    """A check-in question: the clinic's, or one child's own. Without wording it is asked in our words for its kind."""

    __tablename__ = "checkin_question"
    __table_args__ = (
        belongs_to("child", "child_id"),
        CheckConstraint("kind in ('day', 'sleep', 'text')", name="kind"),
        Index("ix_checkin_question_order", "clinic_id", "child_id", "position"),
    )

    child_id: Mapped[UUID | None]
    kind: Mapped[str] = mapped_column(String(20))
    wording: Mapped[str | None] = mapped_column(String(200))
    position: Mapped[int]
    active: Mapped[bool] = mapped_column(default=True)


class QuestionLeftOut(TenantModel):
    """One of the clinic's questions that is not asked about this child."""

    __tablename__ = "question_left_out"
    __table_args__ = (
        belongs_to("child", "child_id"),
        belongs_to("checkin_question", "question_id"),
        UniqueConstraint("clinic_id", "child_id", "question_id"),
    )

    child_id: Mapped[UUID]
    question_id: Mapped[UUID]


class Update(TenantModel):
    """Something a caregiver tells the clinic: a check-in, a note, a question. In her own circle, always; only she writes it."""

    __tablename__ = "update"
    __table_args__ = (
        of_her_part("author_id"),
        UniqueConstraint("clinic_id", "id", "author_id", "child_id"),
        CheckConstraint(f"kind in {UPDATE_KINDS}", name="kind"),
        CheckConstraint(f"topic is null or topic in {TOPICS}", name="topic"),
        Index("ix_update_child", "clinic_id", "child_id", "at"),
        Index("ix_update_author", "clinic_id", "author_id", "at"),
        Index("ix_update_circle", "clinic_id", "circle", "at"),
    )

    author_id: Mapped[UUID]
    child_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(String(10))
    topic: Mapped[str | None] = mapped_column(String(20))
    body: Mapped[str] = mapped_column(String(LONGEST), default="")
    corrects: Mapped[UUID | None]
    """An earlier one of hers that this one corrects: a correction adds (must 20)."""
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    day: Mapped[date]
    """The clinic's local day, computed once, when told."""
    circle: Mapped[UUID] = mapped_column(in_her_own("author_id"))


class Waiting(TenantModel):
    """That an update (it has the same id) waits for the clinic. The row goes when somebody answers or its author withdraws
    it, so that what waits is found without looking at all that was ever told."""

    __tablename__ = "waiting"
    __table_args__ = (
        belongs_to("update", "id", "author_id", "child_id", to=("id", "author_id", "child_id")),
        Index("ix_waiting_child", "clinic_id", "child_id", "at"),
    )

    author_id: Mapped[UUID]
    child_id: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    circle: Mapped[UUID] = mapped_column(in_her_own("author_id"))
    """She may take it away: withdrawn, it waits no more."""


class Answer(TenantModel):
    """One answered question of a check-in."""

    __tablename__ = "answer"
    __table_args__ = (
        belongs_to("update", "update_id", "author_id", "child_id", to=("id", "author_id", "child_id")),
        belongs_to("checkin_question", "question_id"),
        UniqueConstraint("clinic_id", "update_id", "question_id"),
        CheckConstraint("value is null or value between 1 and 5", name="value"),
    )

    update_id: Mapped[UUID]
    author_id: Mapped[UUID]
    child_id: Mapped[UUID]
    question_id: Mapped[UUID]
    asked: Mapped[str] = mapped_column(String(300))
    """The question as it was put; its wording may change later."""
    value: Mapped[int | None]
    words: Mapped[str] = mapped_column(String(LONGEST), default="")
    """The answer as it was chosen or written."""
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    circle: Mapped[UUID] = mapped_column(in_her_own("author_id"))


class Draft(TenantModel):
    """What she tapped or typed and has not sent: her login's alone, in no staff view or count, gone after 7 days (must 20)."""

    __tablename__ = "draft"
    __table_args__ = (
        belongs_to("caregiver", "caregiver_id", on_delete="CASCADE"),
        belongs_to("involvement", "author_id", "child_id", to=("id", "child_id"), on_delete="CASCADE"),
        CheckConstraint("private", name="private"),
        CheckConstraint("length(content::text) <= 400000", name="length"),
        Index("ix_draft_author", "clinic_id", "author_id", "kind", "at"),
    )

    caregiver_id: Mapped[UUID]
    author_id: Mapped[UUID]
    child_id: Mapped[UUID]
    private: Mapped[bool] = mapped_column(default=True)
    kind: Mapped[str] = mapped_column(String(10))
    content: Mapped[dict[str, str]] = mapped_column(JSONB)
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    until: Mapped[date]


class Outcome(TenantModel):
    """What became of something she told, besides an answer: seen, kept for the session, changed the plan. In her own circle."""

    __tablename__ = "outcome"
    __table_args__ = (
        belongs_to("update", "update_id", "author_id", "child_id", to=("id", "author_id", "child_id")),
        belongs_to("staff_member", "staff_id"),
        CheckConstraint("kind in ('seen', 'kept', 'changed')", name="kind"),
        CheckConstraint("(kind = 'changed') = (words <> '')", name="words"),
        Index("ix_outcome_update", "clinic_id", "update_id"),
        Index("ix_outcome_circle", "clinic_id", "circle", "at"),
    )

    update_id: Mapped[UUID]
    author_id: Mapped[UUID]
    """Whose words it is about."""
    child_id: Mapped[UUID]
    staff_id: Mapped[UUID]
    by: Mapped[str] = mapped_column(String(120))
    """The name shown then."""
    kind: Mapped[str] = mapped_column(String(10))
    words: Mapped[str] = mapped_column(String(400), default="")
    """What changed in the plan, in one line."""
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    day: Mapped[date]
    """The clinic's local day of the answer, computed once."""
    circle: Mapped[UUID] = mapped_column(in_her_own("author_id"))


class Reply(TenantModel):
    """The clinic's answer to something she told, in its own words: for the party named, in the area of messages."""

    __tablename__ = "reply"
    __table_args__ = (
        belongs_to("update", "update_id"),
        belongs_to("party", "shared_with", "child_id", to=("id", "child_id")),
        belongs_to("staff_member", "staff_id"),
        CheckConstraint("length(body) > 0", name="body"),
        Index("ix_reply_update", "clinic_id", "update_id"),
        Index("ix_reply_circle", "clinic_id", "circle", "at"),
    )

    update_id: Mapped[UUID]
    child_id: Mapped[UUID]
    shared_with: Mapped[UUID]
    staff_id: Mapped[UUID]
    by: Mapped[str] = mapped_column(String(120))
    body: Mapped[str] = mapped_column(String(LONGEST))
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    circle: Mapped[UUID] = mapped_column(in_area("messages"))
