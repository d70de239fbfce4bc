"""A notice: something one member of staff is told once, on the pages where their day begins."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.people.models import now
from tenants.db import Moment, TimedTenantModel, belongs_to


class Notice(TimedTenantModel):
    """One row for each reader, so that one may read it and another not. Its words are made when it is shown."""

    __tablename__ = "notice"
    __table_args__ = (
        belongs_to("staff_member", "staff_id"),
        belongs_to("child", "child_id"),
        belongs_to("staff_member", "by_id"),
        CheckConstraint("length(detail::text) <= 2000", name="detail"),
        Index("ix_notice_unread", "clinic_id", "staff_id", "at", postgresql_where="read_at is null"),
    )

    staff_id: Mapped[UUID]
    """The reader."""
    kind: Mapped[str] = mapped_column(String(40))
    child_id: Mapped[UUID | None]
    about_id: Mapped[UUID | None]
    """The row it is about, of whatever table its kind says."""
    by_id: Mapped[UUID | None]
    """The member of staff who did it; nobody, where a job did."""
    detail: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    """Ids, dates and numbers only; never a word anyone wrote, never an address."""
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    read_at: Mapped[datetime | None] = mapped_column(Moment)
