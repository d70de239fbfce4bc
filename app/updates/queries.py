"""What she told and what came back, read in her own scope."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, desc, literal, or_, select, text, true, union_all

from app.updates.models import Outcome, Reply, Update
from app.updates.withdrawing import Withdrawal
from tenants import scope as scopes
from tenants.db import db
from tenants.scope import Audience

BESIDE = text("""
select
  (select coalesce(jsonb_agg(jsonb_build_array(a.asked, a.words) order by q.position, q.id), '[]')
     from answer a join checkin_question q on q.clinic_id = a.clinic_id and q.id = a.question_id
    where a.clinic_id = :clinic and a.update_id = :update and a.circle = any(cast(:circles as uuid[]))) as answers,
  (select coalesce(jsonb_agg(jsonb_build_array(u.id, case when w.id is null then u.body else '' end, u.at, w.at) order by u.at, u.id), '[]')
     from "update" u left join withdrawal w on w.clinic_id = u.clinic_id and w.id = u.id
    where u.clinic_id = :clinic and u.corrects = :update and u.circle = any(cast(:circles as uuid[])) and u.at >= :since) as corrections,
  exists (select 1 from share s where s.clinic_id = :clinic and s.item_id = :update and s.own = any(cast(:circles as uuid[]))) as shared
""")


@dataclass(frozen=True)
class Correction:
    """What she said later about something she told. Its words are nothing, where she withdrew it."""

    id: UUID
    body: str
    at: datetime
    withdrawn: datetime | None


@dataclass(frozen=True)
class Told:
    """Something she told, with what became of it."""

    id: UUID
    part: UUID
    child: UUID
    kind: str
    topic: str | None
    body: str
    """Nothing, where she withdrew it."""
    at: datetime
    corrects: UUID | None
    withdrawn: datetime | None
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
    gone = (Withdrawal.clinic_id == Update.clinic_id) & (Withdrawal.id == Update.id)
    body = case((Withdrawal.id.is_(None), Update.body), else_="").label("body")
    whose = Update.author_id.label("part"), Update.child_id.label("child")
    what = Update.id, *whose, Update.kind, Update.topic, body, Update.at, Update.corrects
    query = select(*what, Withdrawal.at.label("withdrawn")).outerjoin(Withdrawal, gone).where(open_here(Update), *which)
    if before:
        query = query.where(or_(Update.at < before[0], and_(Update.at == before[0], Update.id < before[1])))
    rows = db.session.execute(query.order_by(Update.at.desc(), Update.id.desc()).limit(limit)).all()
    back = came_back([row.id for row in rows])
    return [Told(**row._asdict(), came_back=back.get(row.id, [])) for row in rows]


@dataclass(frozen=True)
class Beside:
    """What her page of one thing shows besides its words."""

    answers: list[list[str]]
    """Of a check-in, as asked and answered; nothing, where she withdrew it."""
    corrections: list[Correction]
    """Oldest first."""
    shared: bool
    """Somebody at home reads a copy."""


def beside(update: Told) -> Beside:
    scope = scopes.current()
    assert scope.family is not None
    values = {"clinic": scope.clinic, "update": update.id, "circles": list(scope.family.circles)}
    row = db.session.execute(BESIDE, values | {"since": scope.family.since}).one()
    corrections = [
        Correction(uuid(id), body, moment(at), moment(gone) if gone else None) for id, body, at, gone in row.corrections
    ]
    return Beside([] if update.withdrawn else row.answers, corrections, row.shared)


def uuid(value: str) -> UUID:
    return UUID(value)


def moment(value: str) -> datetime:
    """A time as Postgres writes it into JSON."""
    return datetime.fromisoformat(value)
