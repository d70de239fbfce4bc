"""The check-in's questions: the clinic's, in its order, then the child's own, in our words where they have none."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from flask import g
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import and_, or_, select

from app.updates.models import Question, QuestionLeftOut
from app.web.language import IN_ENGLISH
from tenants.db import db

LONGEST = 300
"""Characters of a question as it is put, with the child's name in it."""


@dataclass(frozen=True)
class Asked:
    """One question as it is put to one caregiver about one child."""

    id: UUID
    kind: str
    text: str
    options: tuple[tuple[str, str], ...]
    """(value, words), best last; none for a text."""
    faces: bool
    in_force: bool = True
    """False: it was switched off while a check-in with it was under way."""


def asked(child: UUID, name: str, also: Collection[UUID] = ()) -> list[Asked]:
    """The questions about this child, in order: those in force, and the ones of a check-in that is under way (`also`)."""
    out = select(QuestionLeftOut.question_id).where(QuestionLeftOut.child_id == child)
    in_force = and_(Question.active, Question.id.not_in(out))
    rows = db.session.execute(
        select(Question.id, Question.kind, Question.wording, in_force)
        .where(or_(Question.child_id.is_(None), Question.child_id == child), or_(in_force, Question.id.in_(also)))
        .order_by(Question.child_id.is_not(None), Question.position, Question.id)
    )
    return [put(name, *row) for row in rows]


def put(name: str, id: UUID, kind: str, wording: str | None, in_force: bool = True) -> Asked:
    """A stored question as it is put about the child of that name, in the clinic's language: so it is stored, and read by
    the care team; her pages show what is ours in hers (the filter `ours`)."""
    with force_locale(g.clinic.locale if g.get("clinic") else IN_ENGLISH):
        text = (wording or wordings(kind)).replace("{child}", name)[:LONGEST]
        return Asked(id, kind, text, options(kind), kind == "day", in_force)


def wordings(kind: str) -> str:
    return {
        "day": _("How was today with {child}?"),
        "sleep": _("How did {child} sleep?"),
        "text": _("Anything you want to add?"),
    }[kind]


def options(kind: str) -> tuple[tuple[str, str], ...]:
    words: dict[str, list[str]] = {
        "day": [_("Very hard"), _("Hard"), _("Mixed"), _("Good"), _("Great")],
        "sleep": [_("Very little"), _("Restless"), _("OK"), _("Well"), _("I don't know")],
        "text": [],
    }
    return tuple((str(value), word) for value, word in enumerate(words[kind], start=1))
