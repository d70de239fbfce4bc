"""Which questions a check-in about one child asks: the clinic's without those left out, and the child's own."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import RadioField, SelectMultipleField, StringField

from app import audit
from app.families import queries
from app.involvement.models import Child
from app.people import colleagues
from app.people.forms import at_most, choices, one_line, required
from app.permissions import Permission
from app.updates import arranging
from app.updates.arranging import LONGEST_WORDING, NoneLeft, TooMany
from app.updates.models import Question
from app.updates.questions import put
from app.web import meanwhile
from app.web.dates import now_here
from app.web.door import Portal, Staff
from app.web.once import filled_in, row_again
from app.web.page import page
from tenants.holding import one_after_another

portal = Portal("child_asking", __name__)
MY_CHILD = Staff.may(Permission.CASELOAD, "child")
KINDS = (
    ("text", _l("In their own words")),
    ("day", _l("Five faces, from very hard to great")),
    ("sleep", _l("Five steps, from very little to well")),
)


class ChosenForm(FlaskForm):
    questions = SelectMultipleField(_l("Ask about this child"), validate_choice=False)


class OwnForm(FlaskForm):
    wording = StringField(
        _l("Another question"), [required(_l("Write the question.")), at_most(LONGEST_WORDING)], [one_line]
    )
    kind = RadioField(_l("How it is answered"), choices=choices(KINDS), default="text")


def state(rows: list[tuple[Question, bool]]) -> tuple[object, ...]:
    return tuple((one.id, active) for one, active in rows)


def ask(
    child: Child, chosen: ChosenForm | None = None, own: OwnForm | None = None, status: int = 200, who: str = ""
) -> Response:
    rows = arranging.about(child.id)
    form = chosen or ChosenForm(formdata=None, data={"questions": [str(one.id) for one, active in rows if active]})
    form.questions.choices = choices(
        (one.id, put(child.name, one.id, one.kind, one.wording).text) for one, active in rows
    )
    readers = [person["name"] for person in queries.people(child.id, now_here().date()) if not person["ended_at"]]
    return page(
        "families/questions.html", child.name, status, child=child, form=form, own=own or OwnForm(formdata=None),
        rows=rows, readers=readers, who=who, was=meanwhile.shown(child.id, *state(rows)),
        now=[put(child.name, one.id, one.kind, one.wording).text for one, active in rows if active],
        row=row_again(f"question/{child.id}"),
    )  # fmt: skip


def back(child: Child, words: str) -> Response:
    flash(words)
    return redirect(url_for("child_asking.show", child=child.id), 303)


@portal.get("/families/<uuid:child>/questions", access=MY_CHILD)
def show(child: Child) -> Response:
    return ask(child)


@portal.post("/families/<uuid:child>/questions", access=MY_CHILD)
def choose(child: Child) -> Response:
    """Which are asked, of all there are."""
    form = ChosenForm()
    one_after_another()
    rows = arranging.about(child.id)
    ticked = set(form.questions.data or ())
    wanted = {one.id for one, active in rows if str(one.id) in ticked}
    if wanted != {one.id for one, active in rows if active} and not meanwhile.unchanged(child.id, *state(rows)):
        return ask(child, form, status=409, who=who_changed(child.id))
    try:
        arranging.ask_about(child.id, wanted)
    except NoneLeft:
        form.form_errors.append(_("Leave at least one, so that a check-in asks something."))
    except TooMany:
        form.form_errors.append(full())
    if form.form_errors:
        return ask(child, form, status=422)
    return back(child, _("Saved. It holds from the next check-in on."))


@portal.post("/families/<uuid:child>/questions/own", access=MY_CHILD)
def add(child: Child) -> Response:
    form = OwnForm()
    row = filled_in(form, f"question/{child.id}")
    if row is None:
        return ask(child, own=form, status=422)
    one_after_another()
    try:
        arranging.add(row, form.wording.data or "", form.kind.data, child.id)
    except TooMany:
        form.form_errors.append(full())
        return ask(child, own=form, status=422)
    return back(child, _("Added. It is asked from the next check-in on."))


def full() -> str:
    return _("At most %(most)s questions of a child's own. Leave another one out first.", most=arranging.MOST_OWN)


def who_changed(child: UUID) -> str:
    """Of the child's own choice, or of the clinic's list behind it."""
    return colleagues.who_changed(audit.last_change(child, "changed-questions"))
