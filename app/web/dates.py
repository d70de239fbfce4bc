"""Times as people say them, in the clinic's zone and the person's language."""

from datetime import date as calendar_day
from datetime import datetime, time, timedelta

from flask import Flask, g
from flask_babel import Babel, format_date, format_datetime, format_time
from flask_babel import gettext as _

from app.web.language import of_page, offered, ours
from tenants import scope as scopes
from tenants.resolve import ThisClinic


def install(app: Flask, translations: str) -> None:
    Babel(app, default_translation_directories=translations, locale_selector=of_page, timezone_selector=zone)
    app.jinja_env.globals["offered_languages"] = offered
    app.jinja_env.filters.update(ours=ours, when=when, day=day, date=date, on=on, stamp=stamp, last_day=last_day)


def zone() -> str:
    return g.clinic.time_zone if g.get("clinic") else "UTC"


def now_here() -> datetime:
    """The moment of the open scope, in the clinic's zone; its date is the clinic's local day."""
    return scopes.current().now.astimezone(g.clinic.zone)


def midnight(local: datetime) -> datetime:
    """When the day of this local moment began."""
    return datetime.combine(local.date(), time(), local.tzinfo)


def monday(of: calendar_day) -> calendar_day:
    """When the week of this day began."""
    return of - timedelta(days=of.weekday())


def day(at: datetime) -> str:
    """Today, yesterday, or "Tue 3 Nov"; with the year when it is not this one."""
    return on(at.astimezone(g.clinic.zone).date())


def on(local: calendar_day) -> str:
    """The same for a day of the clinic's own calendar."""
    today = today_here()
    near = {0: _("today"), -1: _("yesterday"), 1: _("tomorrow")}.get((local - today).days)
    if near:
        return near
    return format_date(local, _("EEE d MMM") if local.year == today.year else _("d MMM y"), rebase=False)


def last_day(until: datetime) -> str:
    """The day that ends with this midnight."""
    return day(until - timedelta(seconds=1))


def days_until(midnight: datetime) -> int:
    """Whole days from today until then, today among them."""
    return (midnight.astimezone(g.clinic.zone).date() - today_here()).days


def today_here() -> calendar_day:
    """The clinic's day, also where no scope is open."""
    return scopes.moment().astimezone(g.clinic.zone).date()


def date(at: datetime) -> str:
    """The whole day, as over a page: "Tuesday 24 November"."""
    return whole_day(at, g.clinic)


def whole_day(at: datetime, clinic: ThisClinic) -> str:
    """The same in a mail, outside every request: "Tuesday 24 November"."""
    return format_date(at.astimezone(clinic.zone).date(), _("EEEE d MMMM"), rebase=False)


def stamp(at: datetime) -> str:
    """The day with its year, and the time: for what is read much later."""
    return format_datetime(at, _("d MMM y, HH:mm"))


def when(at: datetime) -> str:
    """The day and the time."""
    return _("%(day)s, %(time)s", day=day(at), time=format_time(at, "short"))
