"""The check-in's questions: their order, their words, and which are asked."""

from typing import Any
from uuid import UUID

from flask import flash, g, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clinic.forms import KINDS, NewQuestionForm, WordingForm
from app.clinic.settings import RUNS_IT, Overtaken, sheet, who_changed
from app.permissions import Permission
from app.updates import arranging
from app.updates.arranging import NoneLeft, TooMany
from app.updates.models import Question
from app.updates.questions import wordings
from app.web import meanwhile
from app.web.door import Portal, Staff, loads
from app.web.once import filled_in, row_again
from app.web.person import Person
from tenants.db import db
from tenants.holding import one_after_another
from tenants.scope import Audience

portal = Portal("asking", __name__)
PATH = "/clinic/settings/questions"
THIS = Staff.may(Permission.RUN_CLINIC, "question")


@loads(Audience.STAFF, "question")
def clinics_question(person: Person, question: UUID) -> Question | None:
    return db.session.scalar(db.select(Question).where(Question.id == question, arranging.whose(None)))


def shown(question: Question) -> tuple[object, ...]:
    return question.wording, question.active


def wording(question: Question, **data: Any) -> WordingForm:
    return WordingForm(prefix=f"q-{question.id}-", **data)


def order(questions: Any) -> tuple[object, ...]:
    return tuple(one.id for one in questions)


def ask(
    new: NewQuestionForm | None = None,
    wrong: tuple[UUID, WordingForm] | None = None,
    status: int = 200,
    changed: Overtaken | None = None,
) -> Response:
    """The list; `new` and `wrong`: forms that were sent and could not be taken, in their places."""
    questions = arranging.listed()
    forms = {one.id: wording(one, formdata=None, obj=one) for one in questions}
    if wrong:
        forms[wrong[0]] = wrong[1]
    return sheet(
        "questions", new or NewQuestionForm(formdata=None), status, questions=questions, forms=forms, overtaken=changed,
        was={one.id: meanwhile.shown(one.id, *shown(one)) for one in questions}, ours=wordings, kinds=dict(KINDS),
        order=meanwhile.shown(g.clinic.id, *order(questions)), row=row_again("question"),
        wrong=wrong[1] if wrong else None,
    )  # fmt: skip


@portal.get(PATH, access=RUNS_IT)
def show() -> Response:
    return ask()


def done(words: str) -> Response:
    flash(words)
    return redirect(PATH, 303)


@portal.post(PATH, access=RUNS_IT)
def add() -> Response:
    form = NewQuestionForm()
    row = filled_in(form, "question")
    if row is None:
        return ask(form, status=422)
    one_after_another()
    try:
        arranging.add(row, form.wording.data or "", form.kind.data)
    except TooMany:
        form.form_errors.append(full())
        return ask(form, status=422)
    return done(_("Added. It is asked from the next check-in on."))


def full() -> str:
    return _("A check-in stays short: %(most)s questions at most. Switch another one off first.", most=arranging.MOST)


@portal.post(f"{PATH}/<uuid:question>", access=THIS)
def change(question: Question) -> Response:
    one_after_another()
    db.session.refresh(question)
    form = wording(question)
    if not form.validate():
        return ask(wrong=(question.id, form), status=422)
    wanted = (form.wording.data or None, bool(form.active.data))
    if wanted != shown(question) and not meanwhile.unchanged(question.id, *shown(question)):
        stored = [
            (_("Wording"), question.wording or wordings(question.kind)),
            (_("Asked"), _("yes") if question.active else _("no")),
        ]
        return ask(wrong=(question.id, form), status=409, changed=Overtaken(who_changed("questions"), stored))
    try:
        arranging.change(question, *wanted)
    except TooMany:
        form.form_errors.append(full())
    except NoneLeft:
        form.form_errors.append(_("One question stays switched on, so that a check-in asks something."))
    if form.form_errors:
        return ask(wrong=(question.id, form), status=422)
    return done(_("Saved. It holds from the next check-in on."))


@portal.post(f"{PATH}/<uuid:question>/place", access=THIS)
def move(question: Question) -> Response:
    """Up or down: the button says the place, so that pressed twice it moves once."""
    one_after_another()
    place = request.form.get("to", type=int)
    if place is None:
        return ask(status=422)
    questions = arranging.listed()
    if order(questions).index(question.id) != place:
        if not meanwhile.unchanged(g.clinic.id, *order(questions)):
            stored = [(str(n), one.wording or wordings(one.kind)) for n, one in enumerate(questions, start=1)]
            return ask(status=409, changed=Overtaken(who_changed("questions"), stored))
        arranging.put(question, place)
    return done(_("Moved."))
