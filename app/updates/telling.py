"""Notes and questions: writing them, and what became of each."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from flask import flash, g, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import RadioField, TextAreaField

from app.people.forms import at_most, choices, required, stripped, unix_lines
from app.portal import frame
from app.portal.frame import Part
from app.updates import drafts, queries
from app.updates.at_home import wanted as at_home_wanted
from app.updates.models import LONGEST, Update
from app.updates.queries import Told
from app.updates.tell import tell
from app.web.cursor import decoded, encoded
from app.web.dates import now_here
from app.web.door import Caregiver, Portal, loads
from app.web.once import row_again, sent_row
from app.web.page import page
from app.web.person import Person, me
from tenants.db import db
from tenants.scope import Audience

portal = Portal("telling", __name__)
ABOUT = Caregiver.of(about="child").also_by_notice().to_be_read()
PAGE = 10
TOPIC_WORDS = {
    "behaviour": _l("Behaviour"),
    "sleep": _l("Sleep"),
    "mood": _l("Mood"),
    "school": _l("School"),
    "family": _l("Family news"),
    "other": _l("Something else"),
}


class QuestionForm(FlaskForm):
    body = TextAreaField(
        _l("Your question"), [required(_l("Write your question first.")), at_most(LONGEST)], [unix_lines, stripped]
    )


class NoteForm(FlaskForm):
    topic = RadioField(_l("What is it about?"), choices=choices(TOPIC_WORDS.items()), default="other")
    body = TextAreaField(
        _l("Your note"), [required(_l("Write your note first.")), at_most(LONGEST)], [unix_lines, stripped]
    )


FORMS: dict[str, type[FlaskForm]] = {"note": NoteForm, "question": QuestionForm}


@loads(Audience.FAMILY, "update")
def her_update(person: Person, update: UUID) -> Told | None:
    """One of her own: of nobody else's does the scope hold a row."""
    return next(iter(queries.told(Update.id == update, limit=1)), None)


def listed(template: str, title: str, *which: Any) -> Response:
    """A page of her own words, newest first."""
    before = decoded(request.args.get("before"), me(), template)
    cursor = (datetime.fromisoformat(before[0]), UUID(before[1])) if before else None
    told = queries.told(*which, limit=PAGE + 1, before=cursor)
    earlier = (
        encoded([told[PAGE - 1].at.isoformat(), str(told[PAGE - 1].id)], me(), template) if len(told) > PAGE else None
    )
    shown = frame.of(me())
    return page(
        template,
        title,
        told=told[:PAGE],
        earlier=earlier,
        first=before is None,
        parts=[part for part in shown.parts if not part.ended],
        children=shown.children,
    )


@portal.get("/updates", access=Caregiver.any())
def updates() -> Response:
    return listed("updates/list.html", _("Tell us"))


@portal.get("/questions", access=Caregiver.any())
def questions() -> Response:
    return listed("updates/questions.html", _("Questions"), Update.kind == "question")


@portal.get("/updates/<uuid:update>", access=Caregiver.of("update").also_by_notice())
def show(update: Told) -> Response:
    beside = queries.beside(update)
    shown = frame.of(me())
    part = next((part for part in shown.parts if part.child == update.child), None)
    return page(
        "updates/show.html", _("Notes"), update=update, **vars(beside), part=part, child=shown.children.get(update.child, ""),
        thanks="thanks" in request.args, topic=TOPIC_WORDS.get(update.topic or ""),
    )  # fmt: skip


def write(part: Part, kind: str, form: FlaskForm, status: int = 200, kept: bool = False) -> Response:
    row = row_again(f"{kind}/{part.child}")
    clinic_only = bool(request.form.get("clinic_only"))
    return page(
        f"updates/write_{kind}.html",
        _("Notes"),
        status,
        part=part,
        form=form,
        row=row,
        clinic_only=clinic_only,
        kept=kept,
        save=url_for(f"telling.save_{kind}", child=part.child),
        others=others(part) if kind == "note" else [],
        also=request.form.getlist("also"),
    )


def others(part: Part) -> list[Part]:
    """Her other children here about whom she may tell the same news: one record each."""
    return [one for one in frame.of(me()).parts if one.child != part.child and not one.ended]


def sent(part: Part, kind: str) -> Response:
    form, row = FORMS[kind](), sent_row(f"{kind}/{part.child}")
    if not form.validate():
        return write(part, kind, form, 422)
    if row is None:
        form.form_errors.append(_("This page was open for too long. Press the button once more."))
        return write(part, kind, form, 422)
    day = now_here().date()
    topic = form.topic.data if kind == "note" else None
    at_home = at_home_wanted(part, frame.of(me()).name)
    update = tell(row, part.id, part.child, kind, day, topic=topic, body=form.body.data or "", at_home=at_home)
    also, open_to_her = set(request.form.getlist("also")), others(part) if kind == "note" else []
    if also - {str(other.child) for other in open_to_her}:
        flash(_("About one child nothing was sent: nobody here reads about that child any more."))
    for other in open_to_her:
        if str(other.child) in also:
            at_home = at_home_wanted(other, frame.of(me()).name, f"shared-{other.child}")
            own = uuid5(row, str(other.child))
            tell(own, other.id, other.child, kind, day, topic=topic, body=form.body.data or "", at_home=at_home)
    drafts.drop(part.id, kind)
    return redirect(url_for("telling.show", update=update, thanks=1), 303)


def begun(part: Part, kind: str) -> Response:
    """The form, with what she typed here before and did not send."""
    kept = {name: words for name, words in drafts.written(part.id, kind).items() if words}
    return write(part, kind, FORMS[kind](data=kept or None), kept=bool(kept))


def save(part: Part, kind: str) -> Response:
    """While she types: hers alone, and nothing is sent. What was sent meanwhile is no draft any more; an empty box keeps none."""
    body, row = request.form.get("body", ""), sent_row(f"{kind}/{part.child}")
    gone = row is not None and db.session.get(Update, (g.clinic.id, row)) is not None
    fits = bool(body.strip()) and len(body) <= LONGEST and "\x00" not in body
    if fits and not gone:
        content = {"body": body} | ({"topic": request.form.get("topic", "")} if kind == "note" else {})
        drafts.keep(me().id, part.id, part.child, kind, content)
    elif gone or not body.strip():
        drafts.drop(part.id, kind)
    return page("updates/kept.html", _("Notes"), block="kept", saved=fits and not gone)


@portal.post("/updates/about/<uuid:child>/draft", access=ABOUT)
def save_note(about: Part) -> Response:
    return save(about, "note")


@portal.post("/questions/about/<uuid:child>/draft", access=ABOUT)
def save_question(about: Part) -> Response:
    return save(about, "question")


@portal.get("/updates/about/<uuid:child>", access=ABOUT)
def write_note(about: Part) -> Response:
    return begun(about, "note")


@portal.post("/updates/about/<uuid:child>", access=ABOUT)
def send_note(about: Part) -> Response:
    return sent(about, "note")


@portal.get("/questions/about/<uuid:child>", access=ABOUT)
def write_question(about: Part) -> Response:
    return begun(about, "question")


@portal.post("/questions/about/<uuid:child>", access=ABOUT)
def send_question(about: Part) -> Response:
    return sent(about, "question")
