"""A supervisor's page of one family: a note, what is agreed, and the sign-off that ends the review (must 27)."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import DateField, SelectField, TextAreaField
from wtforms.validators import ValidationError

from app import audit
from app.engagement import twelve, words
from app.engagement.reviews import REASONS
from app.engagement.said import kind, next_step, sentences
from app.involvement.models import Child
from app.people.forms import at_most, choices, required, sensible_day, stripped, unix_lines
from app.people.models import now
from app.permissions import Permission
from app.sight import family, noting, reviewing
from app.sight.family import Family
from app.sight.models import Review
from app.sight.supervising import supervised as is_supervised
from app.sight.supervision import LONGEST
from app.web.cursor import decoded, encoded
from app.web.dates import now_here
from app.web.door import Portal, Staff, loads
from app.web.once import filled_in, new_row, row_again
from app.web.page import page
from app.web.person import Person, me
from tenants.db import db
from tenants.scope import Audience

portal = Portal("supervised_family", __name__)
IN_REVIEW = Staff.may(Permission.SUPERVISE, under_way="review")
A_YEAR = timedelta(days=365)


class NoteForm(FlaskForm):
    therapist = SelectField(_l("About whose work?"), [required(_l("Choose one."))])
    body = TextAreaField(
        _l("Your note"), [required(_l("Write your note first.")), at_most(LONGEST)], [unix_lines, stripped]
    )


class ActionForm(FlaskForm):
    what = TextAreaField(
        _l("What is agreed"), [required(_l("Write what is agreed.")), at_most(400)], [unix_lines, stripped]
    )
    who = SelectField(_l("Who does it?"), [required(_l("Choose who does it."))])
    due = DateField(_l("Until"), [required(_l("Write the day.")), sensible_day])

    def validate_due(self, field: DateField) -> None:
        today = now_here().date()
        if field.data and not today <= field.data <= today + A_YEAR:
            raise ValidationError(_("Write a day from today on, within a year."))


@loads(Audience.STAFF, "under_way")
def my_open_review(person: Person, id: UUID) -> Review | None:
    """It stays open until this request is over: who closes it meanwhile waits."""
    still = Review.closed_at.is_(None), Review.until > now()
    mine = Review.id == id, Review.staff_id == person.id, is_supervised(person.id, Review.child_id, now_here().date())
    return db.session.scalar(db.select(Review).where(*mine, *still).with_for_update())


def note_form(known: Family, **data: object) -> NoteForm:
    form = NoteForm(**data)
    form.therapist.choices = choices((one.id, one.name) for one in known.therapists)
    return form


def action_form(known: Family, **data: object) -> ActionForm:
    """By somebody of the care team, or the supervisor."""
    form = ActionForm(**data)
    mine = [] if any(one.id == me().id for one in known.team) else [(me().id, _("I do it myself"))]
    form.who.choices = choices([*((one.id, one.name) for one in known.team), *mine])
    return form


def known_of(child: UUID) -> Family:
    """With the twelve weeks, in one statement."""
    today = now_here().date()
    return family.of(child, today, twelve.PARTS, **twelve.bound(today))


def whole(child: Child, known: Family, status: int = 200, **sent: FlaskForm) -> Response:
    """The page; a form that could not be taken stands in its place, with what was typed."""
    today, listing = now_here().date(), f"supervised:{child.id}"
    place = decoded(request.args.get("before"), me(), listing)
    before = (datetime.fromisoformat(place[0]), UUID(place[1])) if place else None
    notes = family.notes(child.id, today, before) if known.review else []
    shown = notes[: family.PAGE]
    earlier = encoded([shown[-1].at.isoformat(), str(shown[-1].id)], me(), listing) if len(notes) > len(shown) else None
    audit.record("opened", "supervision", child.id, child=child.id, notes=[str(one.id) for one in shown])
    forms: dict[str, Any] = {}
    if known.review:
        forms = {"note": note_form(known, formdata=None), "action": action_form(known, formdata=None)} | sent
        forms["rows"] = {
            name: row_again(f"{name}/{known.review.id}") if name in sent else new_row(f"{name}/{known.review.id}")
            for name in ("note", "action")
        }
    return page(
        "engagement/family.html", child.name, status, child=child, known=known, notes=shown, agreed=known.open[: family.PAGE],
        more=len(known.open) > family.PAGE, earlier=earlier, first=before is None, reasons=REASONS, today=today,
        weeks=twelve.of_rows(known.beside), standing=words.status, kind=kind, sentences=sentences,
        next_step=next_step, **forms,
    )  # fmt: skip


def again(review: Review, known: Family, **sent: FlaskForm) -> Response:
    return whole(db.session.get_one(Child, (review.clinic_id, review.child_id)), known, 422, **sent)


def back(child: UUID) -> Response:
    return redirect(url_for("supervised_family.show", child=child), 303)


@portal.get("/engagement/families/<uuid:child>", access=Staff.may(Permission.SUPERVISE, supervised="child"))
def show(supervised: Child) -> Response:
    """What was agreed, at any time; the notes in a review alone: they speak of the record."""
    return whole(supervised, known_of(supervised.id))


@portal.post("/reviews/<uuid:review>/notes", access=IN_REVIEW)
def note(under_way: Review) -> Response:
    known = known_of(under_way.child_id)
    form = note_form(known)
    row = filled_in(form, f"note/{under_way.id}")
    if row is None:
        return again(under_way, known, note=form)
    noting.note(row, under_way, UUID(form.therapist.data), form.body.data or "")
    flash(_("Your note is kept. No caregiver and no export shows it."))
    return back(under_way.child_id)


@portal.post("/reviews/<uuid:review>/actions", access=IN_REVIEW)
def agree(under_way: Review) -> Response:
    known = known_of(under_way.child_id)
    form = action_form(known)
    row = filled_in(form, f"action/{under_way.id}")
    if row is None:
        return again(under_way, known, action=form)
    due: date = form.due.data or now_here().date()
    noting.agree(row, under_way, form.what.data or "", UUID(form.who.data), due)
    flash(_("It is agreed. The care team reads it, and whoever does it finds it on their own page."))
    return back(under_way.child_id)


@portal.post("/reviews/<uuid:review>/sign-off", access=Staff.may(Permission.SUPERVISE, "review"))
def sign_off(review: Review) -> Response:
    done = reviewing.sign_off(review)
    flash(_("Signed off. The record is closed.") if done else _("It was over already."))
    return redirect(url_for("engagement.show"), 303)
