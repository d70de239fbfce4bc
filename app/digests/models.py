"""The weekly line, what a digest holds by ids alone, and how far a week's digests of one kind have got."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.people.models import now
from app.updates.models import in_area
from tenants.db import Moment, TenantModel, TimedTenantModel, belongs_to

LONGEST_LINE = 300
KINDS = ("home", "supervision")
STATES = ("made", "nothing", "failed")
RUN_STATES = ("open", "done", "stuck")


class WeeklyLine(TenantModel):
    """One sentence with one thing to try, for the people of one home. Hidden until its week's digests are made, and then as
    it is: whoever writes it may change it until then."""

    __tablename__ = "weekly_line"
    __table_args__ = (
        belongs_to("party", "shared_with", "child_id", to=("id", "child_id")),
        belongs_to("staff_member", "staff_id"),
        UniqueConstraint("clinic_id", "shared_with", "week"),
        CheckConstraint("length(body) > 0", name="body"),
        Index("ix_weekly_line_circle", "clinic_id", "circle", "week"),
        Index("ix_weekly_line_week", "clinic_id", "week", "child_id"),
    )

    child_id: Mapped[UUID]
    shared_with: Mapped[UUID]
    staff_id: Mapped[UUID]
    by: Mapped[str] = mapped_column(String(120))
    """The name shown then."""
    week: Mapped[date]
    """The Monday of the week in which it goes."""
    body: Mapped[str] = mapped_column(String(LONGEST_LINE))
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    told_at: Mapped[datetime | None] = mapped_column(Moment)
    circle: Mapped[UUID] = mapped_column(in_area("messages"))


class Digest(TenantModel):
    """What one person's digest of one week holds: ids of items, no text. Its page loads them in that person's own scope, so
    that a limit set in between wins."""

    __tablename__ = "digest"
    __table_args__ = (
        belongs_to("caregiver", "caregiver_id"),
        belongs_to("staff_member", "staff_id"),
        belongs_to("portal_link", "link_id"),
        UniqueConstraint("clinic_id", "kind", "period", "caregiver_id"),
        UniqueConstraint("clinic_id", "kind", "period", "staff_id"),
        CheckConstraint("(caregiver_id is null) <> (staff_id is null)", name="one_person"),
        CheckConstraint(f"kind in {KINDS}", name="kind"),
        CheckConstraint(f"state in {STATES}", name="state"),
        Index("ix_digest_caregiver", "clinic_id", "caregiver_id", "period"),
        Index("ix_digest_staff", "clinic_id", "staff_id", "period"),
        Index("ix_digest_link", "clinic_id", "link_id"),
    )

    kind: Mapped[str] = mapped_column(String(15))
    period: Mapped[date]
    """The Monday of its week, in the clinic's calendar."""
    caregiver_id: Mapped[UUID | None]
    staff_id: Mapped[UUID | None]
    state: Mapped[str] = mapped_column(String(10), default="nothing")
    """nothing: there was nothing to say, and nothing went."""
    quiet: Mapped[bool] = mapped_column(default=False)
    """One warm sentence, because silence would tell (product.md, Digests)."""
    items: Mapped[list[list[str]]] = mapped_column(JSONB, default=list)
    """[[kind, id, child's id], …]"""
    since: Mapped[datetime] = mapped_column(Moment, default=now)
    """The moment of the oldest item: what the page shows where nothing older may be read."""
    link_id: Mapped[UUID | None]
    """The way in that its mail holds (must 17)."""
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    error: Mapped[str | None] = mapped_column(String(60))
    """The class of what went wrong, never its words."""


class Run(TimedTenantModel):
    """One kind's digests of one week of one clinic: the next try and its backoff stand here."""

    __tablename__ = "digest_run"
    __table_args__ = (
        UniqueConstraint("clinic_id", "kind", "period"),
        CheckConstraint(f"kind in {KINDS}", name="kind"),
        CheckConstraint(f"state in {RUN_STATES}", name="state"),
        Index("ix_digest_run_open", "clinic_id", "next_try_at", postgresql_where="state = 'open'"),
    )

    kind: Mapped[str] = mapped_column(String(15))
    period: Mapped[date]
    due_at: Mapped[datetime] = mapped_column(Moment)
    """The moment the clinic chose; what comes after it belongs to the next week's."""
    state: Mapped[str] = mapped_column(String(10), default="open")
    tries: Mapped[int] = mapped_column(default=0)
    """Tries in a row that ended with an error."""
    next_try_at: Mapped[datetime] = mapped_column(Moment, default=now)
    begun_at: Mapped[datetime] = mapped_column(Moment, default=now)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    error: Mapped[str | None] = mapped_column(String(60))
