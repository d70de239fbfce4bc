"""Which questions a check-in asks: the clinic's in its order, left out for a child or not, and a child's own after them.

Nothing is deleted: an answer keeps its question. One that is switched off is not asked any more.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_

from app import audit
from app.updates.models import Question, QuestionLeftOut
from tenants import scope as scopes
from tenants.db import db, stored

LONGEST_WORDING = 200
MOST = 8
"""Switched on at a time, of the clinic's; a child's own come on top."""
MOST_OWN = 4


class TooMany(ValueError):
    """A check-in stays short: first switch another off."""


class NoneLeft(ValueError):
    """A check-in asks something: one question stays switched on."""


def whose(child: UUID | None) -> ColumnElement[bool]:
    return Question.child_id.is_(None) if child is None else Question.child_id == child


def listed(child: UUID | None = None) -> Sequence[Question]:
    """The clinic's questions, or one child's own, in order, switched off or not."""
    mine = db.select(Question).where(whose(child)).order_by(Question.position, Question.id)
    return db.session.scalars(mine.execution_options(populate_existing=True)).all()


def add(id: UUID, wording: str, kind: str, child: UUID | None = None) -> bool:
    """A question of one's own, at the end, under the id its form carried. False: it was there. Raises TooMany."""
    there = listed(child)
    if any(one.id == id for one in there):
        return False
    if sum(one.active for one in there) >= (MOST if child is None else MOST_OWN):
        raise TooMany
    last = max((one.position for one in there), default=0)
    row = Question(id=id, child_id=child, kind=kind, wording=wording, position=last + 1)
    if not stored("pk_checkin_question", lambda: db.session.add(row)):
        return False
    record(child, id, "added")
    return True


def change(question: Question, wording: str | None, active: bool) -> None:
    """Words and whether it is asked. Raises TooMany or NoneLeft."""
    others = sum(one.active for one in listed(question.child_id) if one.id != question.id)
    if active and not question.active and others >= MOST:
        raise TooMany
    if not active and others == 0:
        raise NoneLeft
    if (question.wording, question.active) != (wording, active):
        question.wording, question.active = wording, active
        record(question.child_id, question.id, "changed")


def put(question: Question, place: int) -> None:
    """To a place in the clinic's order, counted from 0. There already: nothing happens."""
    order = [one for one in listed() if one.id != question.id]
    order.insert(max(0, min(place, len(order))), question)
    if [one.position for one in order] != list(range(1, len(order) + 1)):
        for position, one in enumerate(order, start=1):
            one.position = position
        record(None, question.id, "moved")


def about(child: UUID) -> list[tuple[Question, bool]]:
    """Every question that may be asked about a child, the clinic's that are asked at all and its own; and whether it is."""
    out = db.select(QuestionLeftOut.question_id).where(QuestionLeftOut.child_id == child)
    clinics = and_(Question.child_id.is_(None), Question.active)
    asked = and_(Question.active, Question.id.not_in(out))
    rows = db.select(Question, asked).where(or_(clinics, Question.child_id == child))
    order = Question.child_id.is_not(None), Question.position, Question.id
    found = db.session.execute(rows.order_by(*order).execution_options(populate_existing=True))
    return [(question, bool(is_asked)) for question, is_asked in found]


def ask_about(child: UUID, wanted: set[UUID]) -> bool:
    """Of the questions that may be asked about the child, only these are.

    Returns whether that changed anything. Raises TooMany or NoneLeft.
    """
    rows = about(child)
    if not wanted & {one.id for one, asked in rows}:
        raise NoneLeft
    own = [one for one, asked in rows if one.child_id]
    if sum(one.id in wanted for one in own) > MOST_OWN:
        raise TooMany
    clinics = {one.id: asked for one, asked in rows if one.child_id is None}
    new = {id for id, asked in clinics.items() if asked and id not in wanted}
    back = {id for id, asked in clinics.items() if not asked and id in wanted}
    changed = [one.id for one in own if one.active != (one.id in wanted)]
    for one in own:
        one.active = one.id in wanted
    db.session.add_all(QuestionLeftOut(child_id=child, question_id=id) for id in new)
    here = QuestionLeftOut.child_id == child
    db.session.execute(db.delete(QuestionLeftOut).where(here, QuestionLeftOut.question_id.in_(back)))
    changed += [*new, *back]
    if changed:
        record(child, child, "chosen", questions=sorted(map(str, changed)))
    return bool(changed)


def record(child: UUID | None, question: UUID, what: str, **detail: Any) -> None:
    """Of the clinic's questions the clinic's settings changed; of a child's, the child's."""
    clinic = scopes.current().clinic
    assert clinic is not None
    if child is None:
        audit.record("changed-settings", "clinic", clinic, what=["questions"], question=str(question), how=what)
    else:
        audit.record("changed-questions", "child", child, question=str(question), how=what, **detail)
