"""How soon and when somebody answers, and whom families may call where one person alone reads."""

from datetime import time
from typing import Any

from flask import flash, g, redirect
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.clinic.forms import AnsweringForm
from app.clinic.settings import RUNS_IT, confirmed, held, overtaken, save, sheet, was
from app.people.alone import reads_alone
from app.web.dates import now_here
from app.web.door import Portal
from app.web.reply import hours_of, reply_time
from tenants.db import db
from tenants.models import Clinic

portal = Portal("answering", __name__)
NAMES = ("reply_days", "answers_on", "answers_from", "answers_until", "cover_name", "cover_phone", "safety_hours")
PATH = "/clinic/settings/answering"
USUAL = ("12345", 9 * 60, 17 * 60)
"""What the form says before the clinic has said anything."""


def ask(clinic: Clinic, form: AnsweringForm, status: int = 200, **more: Any) -> Response:
    told = clinic.reply_confirmed_at is not None or clinic.texts_confirmed_at is not None
    alone = reads_alone(now_here().date())
    return sheet("answering", form, status, was=was(clinic, *NAMES), told=told, alone=alone, now=said(clinic), **more)


@portal.get(PATH, access=RUNS_IT)
def show() -> Response:
    clinic = db.session.get_one(Clinic, g.clinic.id)
    days, start, end = clinic.answers_on or USUAL[0], clinic.answers_from, clinic.answers_until
    data = {
        "reply_days": clinic.reply_days,
        "days": list(days),
        "start": clock(USUAL[1] if start is None else start),
        "end": clock(USUAL[2] if end is None else end),
        "cover_name": clinic.cover_name,
        "cover_phone": clinic.cover_phone,
        "safety_hours": clinic.safety_hours,
    }
    return ask(clinic, AnsweringForm(data=data))


@portal.post(PATH, access=RUNS_IT.answers())
def store() -> Response:
    form, clinic = AnsweringForm(), held()
    if not form.validate():
        return ask(clinic, form, 422)
    values = {
        "reply_days": form.reply_days.data,
        "answers_on": "".join(sorted(form.days.data)),
        "answers_from": minutes(form.start.data),
        "answers_until": minutes(form.end.data) or 24 * 60,
        "cover_name": form.cover_name.data or None,
        "cover_phone": form.cover_phone.data or None,
        "safety_hours": form.safety_hours.data,
    }
    if meanwhile := overtaken(clinic, values, stored(clinic)):
        return ask(clinic, form, 409, overtaken=meanwhile)
    save(clinic, values, **confirmed(clinic, "reply"))
    flash(_("Saved. Families read it before every box from now on."))
    return redirect("/clinic/settings", 303)


def clock(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)


def minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def stored(clinic: Clinic) -> list[tuple[str, str]]:
    cover = f"{clinic.cover_name}, {clinic.cover_phone}" if clinic.cover_name else _("nobody")
    return [
        (_("Usual answer"), reply_time(clinic.reply_days)),
        (_("Hours"), hours_of(clinic) or _("not said")),
        (_("Covering colleague"), cover),
        (_("Worries about safety go on after"), ngettext("one hour", "%(num)s hours", clinic.safety_hours)),
    ]


def said(clinic: Clinic) -> str:
    """What families read at this moment."""
    usual = _("The usual answer comes %(reply)s.", reply=reply_time(clinic.reply_days))
    when = hours_of(clinic)
    return f"{usual} {_('We answer %(hours)s.', hours=when)}" if when else usual
