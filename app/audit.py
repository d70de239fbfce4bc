"""Who did what, when: plain rows in the transaction they describe, that no login of the app changes (trust.md 5)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from tenants import scope as scopes
from tenants.db import Moment, TimedTenantModel, db


class AuditEvent(TimedTenantModel):
    """One deed. `detail` holds ids, dates and levels; never a word anyone wrote, never an address."""

    __tablename__ = "audit_event"
    __table_args__ = (
        Index("ix_audit_event_subject", "clinic_id", "subject_id", "at"),
        Index("ix_audit_event_at", "clinic_id", "at", "id"),
        Index("ix_audit_event_actor", "clinic_id", "actor_id", "at", "id"),
        Index("ix_audit_event_action", "clinic_id", "action", "at", "id"),
        Index("ix_audit_event_child", "clinic_id", "child_id", "at", "id"),
    )

    at: Mapped[datetime] = mapped_column(Moment, default=lambda: scopes.current().now)
    login: Mapped[str] = mapped_column(String(10), default=lambda: str(scopes.current().audience))
    actor_id: Mapped[UUID] = mapped_column(default=lambda: scopes.current().person)
    """The pinned person; nobody (nil) for jobs, and at the door, where nobody is known yet."""
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[UUID]
    child_id: Mapped[UUID | None]
    """The child it is about, so that "who saw what of this child" is found. It outlives the child's own row."""
    detail: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)


OF_A_CHILD = ("child", "people", "waiting", "hints")
"""Subjects whose id is the child's."""


def record(action: str, subject: str, subject_id: UUID, *, child: UUID | str | None = None, **detail: Any) -> None:
    """Adds one row to the open transaction. `child`: whom it is about, where the subject does not say so itself.

    A new action needs its words in `app/clinic/deed_words.py`.
    """
    about = UUID(str(child)) if child else subject_id if subject in OF_A_CHILD else None
    row = AuditEvent(action=action, subject=subject, subject_id=subject_id, child_id=about, detail=detail)
    db.session.add(row)


def last_change(subject: UUID, *actions: str) -> AuditEvent | None:
    """The newest of these deeds about a subject: who changed meanwhile what somebody else was about to save."""
    about = db.select(AuditEvent).where(AuditEvent.subject_id == subject, AuditEvent.action.in_(actions))
    found: AuditEvent | None = db.session.scalar(about.order_by(AuditEvent.at.desc()).limit(1))
    return found
