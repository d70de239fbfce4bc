"""When the week at home goes to families: a weekday and an hour of the clinic."""

from typing import Any

from flask import flash, g, redirect
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import SelectField

from app.clinic.settings import RUNS_IT, held, overtaken, save, sheet, was
from app.digests.making import SWEEP, begin_runs, coming
from app.jobs import due
from app.people.forms import choices
from app.people.models import now
from app.web.dates import now_here
from app.web.door import Portal
from app.web.reply import clock, days_in_words
from tenants.db import db
from tenants.models import Clinic

portal = Portal("digest_time", __name__)
PATH = "/clinic/settings/digests"
NAMES = ("digest_day", "digest_minute")


class DigestForm(FlaskForm):
    digest_day = SelectField(
        _l("Day"), coerce=int, choices=lambda: choices((one, days_in_words(str(one))) for one in range(1, 8))
    )
    digest_minute = SelectField(
        _l("Hour"), coerce=int, choices=lambda: choices((one * 30, clock(one * 30)) for one in range(48))
    )


def ask(clinic: Clinic, form: DigestForm, status: int = 200, **more: Any) -> Response:
    _week, goes = coming(g.clinic, now_here())
    return sheet("digests", form, status, was=was(clinic, *NAMES), goes=goes, **more)


@portal.get(PATH, access=RUNS_IT)
def show() -> Response:
    clinic = db.session.get_one(Clinic, g.clinic.id)
    return ask(clinic, DigestForm(data={name: getattr(clinic, name) for name in NAMES}))


@portal.post(PATH, access=RUNS_IT)
def store() -> Response:
    """What would have been due at the new hour before now is not made after the fact; what was due at the old one, is."""
    form, clinic = DigestForm(), held()
    if not form.validate():
        return ask(clinic, form, 422)
    values = {name: form[name].data for name in NAMES}
    if meanwhile := overtaken(clinic, values, [(_("Goes"), in_words(clinic.digest_day, clinic.digest_minute))]):
        return ask(clinic, form, 409, overtaken=meanwhile)
    if values != {name: getattr(clinic, name) for name in NAMES}:
        begin_runs(g.clinic)
        save(clinic, values, digests_from=now())
        due(SWEEP)
    flash(_("Saved. It counts from the next one on."))
    return redirect("/clinic/settings", 303)


def in_words(day: int, minute: int) -> str:
    return _("%(day)s, %(time)s", day=days_in_words(str(day)), time=clock(minute))
