"""The check-in's questions: the clinic's, in its order, in our words where it has none of its own."""

from dataclasses import dataclass
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import or_, select

from app.updates.models import Question
from tenants.db import db


@dataclass(frozen=True)
class Asked:
    """One question as it is put to one caregiver about one child."""

    id: UUID
    kind: str
    text: str
    options: tuple[tuple[str, str], ...]
    """(value, words), best last; none for a text."""
    faces: bool


def asked(child: UUID, name: str) -> list[Asked]:
    """The questions about this child, in order. A child's own stand beside the clinic's."""
    rows = db.session.execute(
        select(Question.id, Question.kind, Question.wording)
        .where(or_(Question.child_id.is_(None), Question.child_id == child), Question.active)
        .order_by(Question.position, Question.id)
    )
    return [put(name, *row) for row in rows]


def put(name: str, id: UUID, kind: str, wording: str | None) -> Asked:
    """A stored question as it is put about the child of that name."""
    return Asked(id, kind, (wording or wordings(kind)).replace("{child}", name), options(kind), kind == "day")


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
