"""When a family is noticed: after how much silence, and how often a therapist is asked for a word."""

from typing import Any

from flask import flash, g, redirect
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

from app.clinic.settings import RUNS_IT, held, overtaken, save, sheet, was
from app.web.door import Portal
from tenants.db import db
from tenants.models import Clinic

portal = Portal("noticing", __name__)
PATH = "/clinic/settings/noticing"
NAMES = ("quiet_days", "steady_weeks", "unopened_days", "early_weeks", "alerts_a_week")


def number(label: str, least: int, most: int) -> IntegerField:
    said = _l("Write a number from %(least)s to %(most)s.", least=least, most=most)
    return IntegerField(label, [InputRequired(said), NumberRange(least, most, said)])


class NoticingForm(FlaskForm):
    quiet_days = number(_l("Days of silence before we say “Reach out”"), 7, 60)
    steady_weeks = number(_l("… after so many weeks with something in each"), 2, 12)
    unopened_days = number(_l("Days before an unopened link is worth a word"), 2, 30)
    early_weeks = number(_l("Weeks from the first visit in which it is too early to say"), 1, 8)
    alerts_a_week = number(_l("Families a therapist is asked to write to in a week, at most"), 1, 20)


def ask(clinic: Clinic, form: NoticingForm, status: int = 200, **more: Any) -> Response:
    return sheet("noticing", form, status, was=was(clinic, *NAMES), **more)


@portal.get(PATH, access=RUNS_IT)
def show() -> Response:
    clinic = db.session.get_one(Clinic, g.clinic.id)
    return ask(clinic, NoticingForm(data={name: getattr(clinic, name) for name in NAMES}))


@portal.post(PATH, access=RUNS_IT)
def store() -> Response:
    """Standings follow with the clinic's next day, or as soon as something happens."""
    form, clinic = NoticingForm(), held()
    if not form.validate():
        return ask(clinic, form, 422)
    values = {name: form[name].data for name in NAMES}
    if meanwhile := overtaken(clinic, values, stored(clinic)):
        return ask(clinic, form, 409, overtaken=meanwhile)
    save(clinic, values)
    flash(_("Saved. It counts from tomorrow on."))
    return redirect("/clinic/settings", 303)


def stored(clinic: Clinic) -> list[tuple[str, str]]:
    return [
        (_("Silence"), ngettext("%(num)s day", "%(num)s days", clinic.quiet_days)),
        (_("Steady before"), ngettext("%(num)s week", "%(num)s weeks", clinic.steady_weeks)),
        (_("Unopened link"), ngettext("%(num)s day", "%(num)s days", clinic.unopened_days)),
        (_("Too early"), ngettext("%(num)s week", "%(num)s weeks", clinic.early_weeks)),
        (_("Asked a week"), ngettext("%(num)s family", "%(num)s families", clinic.alerts_a_week)),
    ]
