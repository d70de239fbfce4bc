"""Where the clinic is: its time zone, its country, and the crisis lines every caregiver reads."""

from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from flask import flash, g, redirect, request
from flask_babel import get_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.clinic import day
from app.clinic.forms import PlaceForm
from app.clinic.settings import RUNS_IT, confirm, confirmed, held, overtaken, save, sheet, was
from app.digests.making import SWEEP
from app.jobs import due
from app.people.forms import choices
from app.signup import countries
from app.web.door import Portal
from app.web.reply import hours_of
from tenants import scope as scopes
from tenants.db import db
from tenants.models import Clinic

portal = Portal("place", __name__)
NAMES = ("time_zone", "country", "crisis_lines")
PATH = "/clinic/settings/place"


def form(**data: object) -> PlaceForm:
    made = PlaceForm(**data)
    made.country.choices = choices(countries.countries(str(get_locale() or "en")))
    made.time_zone.choices = choices(countries.zones())
    return made


def ask(clinic: Clinic, filled: PlaceForm, status: int = 200, **more: Any) -> Response:
    told = clinic.lines_confirmed_at is not None or clinic.texts_confirmed_at is not None
    return sheet("place", filled, status, was=was(clinic, *NAMES), told=told, **more)


@portal.get(PATH, access=RUNS_IT)
def show() -> Response:
    clinic = db.session.get_one(Clinic, g.clinic.id)
    data = {name: getattr(clinic, name) for name in NAMES} | {"lines": [*clinic.crisis_lines, {}, {}, {}][:3]}
    return ask(clinic, form(data=data))


@portal.post(PATH, access=RUNS_IT.always())
def store() -> Response:
    sent, clinic = form(), held()
    if not sent.validate():
        return ask(clinic, sent, 422)
    values = {"time_zone": sent.time_zone.data, "country": sent.country.data, "crisis_lines": sent.chosen()}
    theirs = countries.lines_for(values["country"])
    if request.form.get("lines_of") == "country":
        values["crisis_lines"] = theirs
    if meanwhile := overtaken(clinic, values, in_words(clinic)):
        return ask(clinic, sent, 409, overtaken=meanwhile)
    if why := day.refusal(clinic.time_zone, values["time_zone"], scopes.current().now):
        sent.time_zone.errors = [why]
        return ask(clinic, sent, 422)
    if not request.form.get("confirmed") and (rows := moved(clinic, values)):
        offered = theirs if values["country"] != clinic.country else None
        own = clinic.crisis_lines != countries.lines_for(clinic.country) or sent.chosen() != clinic.crisis_lines
        return confirm(
            PATH, _("Before it is saved"), rows, effects(clinic, values), lines=offered, kept=sent.chosen(), own=own
        )
    if "time_zone" in save(clinic, values, **confirmed(clinic, "lines")):
        due(SWEEP)  # by the new clock it may be later than when they were to be looked for
    flash(_("Saved. Every family page shows it from now on."))
    return redirect("/clinic/settings", 303)


def in_words(clinic: Clinic) -> list[tuple[str, str]]:
    lines = "; ".join(f"{line['label']} {line['number']}" for line in clinic.crisis_lines)
    return [
        (_("Time zone"), place_name(clinic.time_zone)),
        (_("Country"), country_name(clinic.country)),
        (_("Crisis lines"), lines),
    ]


def country_name(code: str) -> str:
    return dict(countries.countries(str(get_locale() or "en"))).get(code, code)


def place_name(zone: str) -> str:
    return zone.replace("_", " ")


def moved(clinic: Clinic, values: dict[str, Any]) -> list[tuple[str, str, str]]:
    """(setting, old, new) of what asks once more before it is saved."""
    pairs = {"time_zone": (_("Time zone"), place_name), "country": (_("Country"), country_name)}
    return [
        (title, said(getattr(clinic, name)), said(values[name]))
        for name, (title, said) in pairs.items()
        if getattr(clinic, name) != values[name]
    ]


def effects(clinic: Clinic, values: dict[str, Any]) -> list[str]:
    """What a family notices of another time zone."""
    old, new = clinic.time_zone, values["time_zone"]
    if old == new:
        return []
    said = [
        _(
            "Now it is %(before)s at the clinic. Once saved it is %(after)s.",
            before=moment_in(old),
            after=moment_in(new),
        ),
        _(
            "“Today” then ends at midnight in %(zone)s, for families, too. What they told before keeps its day.",
            zone=place_name(new),
        ),
    ]
    hours = hours_of(g.clinic)
    return [*said, _("Your hours (%(hours)s) are then read in the new zone.", hours=hours)] if hours else said


def moment_in(zone: str) -> str:
    here = scopes.current().now.astimezone(ZoneInfo(zone))
    return format_datetime(here.replace(tzinfo=None), "EEEE h:mm a", locale=str(get_locale() or "en"))
