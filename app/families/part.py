"""One caregiver's part in one child's therapy: homes, a pause, sensitive or not, its end."""

from datetime import date
from uuid import UUID

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import DateField, SelectField
from wtforms.validators import Optional, ValidationError

from app import audit
from app.boundaries import offering
from app.families import agreed, guarded
from app.families.children import on_team
from app.involvement import homes, involving
from app.involvement.models import HouseholdMember, Involvement
from app.people.forms import choices, required, sensible_day
from app.permissions import Permission
from app.updates.handed_words import to_be_told
from app.web.dates import now_here
from app.web.door import Portal, Staff, loads
from app.web.page import page
from app.web.person import Person
from tenants.db import db
from tenants.holding import one_after_another
from tenants.scope import Audience

portal = Portal("part", __name__)
MY_PART = Staff.may(Permission.CASELOAD, "part")


class HomeForm(FlaskForm):
    home = SelectField(_l("Which home?"), [required(_l("Choose a home."))])
    since = DateField(_l("From"), [required(_l("Write the first day.")), sensible_day])
    until = DateField(_l("Last day, if there is one"), [Optional(), sensible_day])

    def validate_until(self, field: DateField) -> None:
        if field.data and self.since.data and field.data < max(self.since.data, now_here().date()):
            raise ValidationError(_("Write a day to come, not before the first one."))


@loads(Audience.STAFF, "stay")
def stay_of_my_child(person: Person, stay: UUID) -> HouseholdMember | None:
    return db.session.scalar(
        db.select(HouseholdMember).where(HouseholdMember.id == stay, on_team(person, HouseholdMember.child_id))
    )


def form_for(part: Involvement, known: list[str]) -> HomeForm:
    form = HomeForm(data={"since": now_here().date()})
    words = [(label, _("Home %(home)s", home=label)) for label in known[:-1]]
    form.home.choices = choices([*words, (known[-1], _("A new home (%(home)s)", home=known[-1]))])
    return form


def ask(part: Involvement, form: HomeForm | None = None, status: int = 200, problem: str = "") -> Response:
    rows, today = homes.rows(part), now_here().date()
    guard = guarded.of(part.id, today, agreed.before(part))
    return page(
        "families/part.html", guard.who, status, part=part, who=guard.who, stays=homes.stays(rows), today=today,
        form=form or form_for(part, homes.labels(rows)), guard=guard, problem=problem,
        agreed=None if part.professional else agreed.of(part, guard.agreed),
    )  # fmt: skip


@portal.get("/parts/<uuid:part>", access=MY_PART)
def show(part: Involvement) -> Response:
    audit.record("opened", "part", part.id, child=part.child_id)
    return ask(part)


def back(part: UUID, done: bool, words: str) -> Response:
    """Pressed twice, it was done the first time."""
    flash(words if done else _("It was so already."))
    return redirect(url_for("part.show", part=part), 303)


@portal.post("/parts/<uuid:part>/pause", access=MY_PART.always())
def pause(part: Involvement) -> Response:
    done = involving.pause(part, now_here().date())
    return back(part.id, done, _("Paused. Nothing is asked, and nothing is sent. Reading stays as it is."))


@portal.post("/parts/<uuid:part>/pause/delete", access=MY_PART.always())
def resume(part: Involvement) -> Response:
    return back(part.id, involving.resume(part, now_here().date()), _("What you agreed holds again."))


@portal.post("/parts/<uuid:part>/sensitive", access=MY_PART.always())
def mark(part: Involvement) -> Response:
    """What was ticked before does not hold for it."""
    done = involving.mark_sensitive(part, True)
    if done:
        offering.take_back(part)
        to_be_told()
    return back(part.id, done, _("Marked as sensitive."))


@portal.post("/parts/<uuid:part>/sensitive/delete", access=MY_PART)
def unmark(part: Involvement) -> Response:
    return back(part.id, involving.mark_sensitive(part, False), _("Not marked as sensitive any more."))


@portal.post("/parts/<uuid:part>/end", access=MY_PART.always())
def end(part: Involvement) -> Response:
    one_after_another()
    done = involving.end(part, now_here().date())
    return back(part.id, done, _("Ended. From the next page on this person reads only the own words."))


@portal.post("/parts/<uuid:part>/end/delete", access=MY_PART)
def reopen(part: Involvement) -> Response:
    one_after_another()
    done = involving.come_back(part, now_here().date())
    return back(part.id, done, _("Reopened. What was shared meanwhile stays with those it was shared with."))


@portal.post("/parts/<uuid:part>/homes", access=MY_PART.always())
def move_in(part: Involvement) -> Response:
    one_after_another()
    form = form_for(part, homes.labels(homes.rows(part)))
    if not form.validate():
        return ask(part, form, 422)
    since: date = form.since.data or now_here().date()
    try:
        household = involving.home(part.child_id, form.home.data)
        done = homes.move_in(part, household, since, form.until.data, now_here().date())
    except homes.ByOffice:
        form.home.errors = [_("Whoever comes by office lives in no home.")]
        return ask(part, form, 422)
    if not done:
        form.home.errors = [_("It says so for some of these days already.")]
        return ask(part, form, 422)
    return back(part.id, True, _("Saved. What this home was told before stays with those who were there."))


@portal.post("/stays/<uuid:stay>/delete", access=Staff.may(Permission.CASELOAD, "stay").always())
def move_out(stay: HouseholdMember) -> Response:
    done = homes.move_out(stay, now_here().date())
    return back(stay.involvement_id, done, _("Saved. What that home is told is closed from the next page on."))
