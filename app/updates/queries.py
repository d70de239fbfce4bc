"""What she told and what came back, read in her own scope."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, desc, literal, or_, select, true, union_all

from app.updates.models import Outcome, Reply, Update
from tenants import scope as scopes
from tenants.db import db
from tenants.scope import Audience


@dataclass(frozen=True)
class Told:
    """Something she told, with what became of it."""

    id: UUID
    child: UUID
    kind: str
    topic: str | None
    body: str
    at: datetime
    came_back: Sequence["CameBack"]


@dataclass(frozen=True)
class CameBack:
    update: UUID
    kind: str
    """reply, seen, kept or changed"""
    by: str
    words: str
    at: datetime


def open_here(table: Any) -> ColumnElement[bool]:
    """The family wall's Python half, for a table with `circle` and `at`: a caregiver reads in her open circles. Staff have no circles, but a clinic."""
    scope = scopes.current()
    if scope.audience is not Audience.FAMILY:
        return true()
    assert scope.family is not None
    return and_(table.circle.in_(scope.family.circles), table.at >= scope.family.since)


def came_back(updates: Sequence[UUID]) -> dict[UUID, list[CameBack]]:
    """Replies and outcomes of these updates, oldest first: what a closed area hides is not among them."""
    found: dict[UUID, list[CameBack]] = {}
    if not updates:
        return found
    both = union_all(
        select(Reply.update_id, literal("reply").label("what"), Reply.by, Reply.body, Reply.at.label("at")).where(
            Reply.update_id.in_(updates), open_here(Reply)
        ),
        select(Outcome.update_id, Outcome.kind, Outcome.by, Outcome.words, Outcome.at).where(
            Outcome.update_id.in_(updates), open_here(Outcome)
        ),
    ).order_by("at", desc("what"))
    for row in db.session.execute(both):
        found.setdefault(row[0], []).append(CameBack(*row))
    return found


def told(*which: Any, limit: int, before: tuple[datetime, UUID] | None = None) -> list[Told]:
    """Her own words, newest first, `limit` of them, from the cursor on."""
    query = select(Update.id, Update.child_id, Update.kind, Update.topic, Update.body, Update.at)
    query = query.where(open_here(Update), *which)
    if before:
        query = query.where(or_(Update.at < before[0], and_(Update.at == before[0], Update.id < before[1])))
    rows = db.session.execute(query.order_by(Update.at.desc(), Update.id.desc()).limit(limit)).all()
    back = came_back([row[0] for row in rows])
    return [Told(*row, back.get(row[0], [])) for row in rows]


def uuid(value: str) -> UUID:
    return UUID(value)


def moment(value: str) -> datetime:
    """A time as Postgres writes it into JSON."""
    return datetime.fromisoformat(value)
