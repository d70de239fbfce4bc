"""The families that a therapist lets the office invite for."""

from uuid import UUID

from app import audit
from app.team.models import DeskOpening
from tenants import scope as scopes
from tenants.db import db, marked, stored


def is_open(child: UUID) -> bool:
    opening = db.select(DeskOpening.id).where(DeskOpening.child_id == child, DeskOpening.ended_at.is_(None))
    return db.session.scalar(opening) is not None


def open_up(child: UUID) -> bool:
    """False: it is open already."""
    row = DeskOpening(child_id=child, by_id=scopes.current().person)
    if not stored("ix_desk_opening_child", lambda: db.session.add(row)):
        return False
    audit.record("opened-to-desk", "child", child)
    return True


def close(child: UUID) -> bool:
    if not marked(DeskOpening.ended_at, DeskOpening.child_id == child):
        return False
    audit.record("closed-to-desk", "child", child)
    return True
