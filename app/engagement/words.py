"""Reasons as sentences, in the reader's language, each with its next step. About fit, never about effort."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from babel.dates import format_date
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from tenants import scope as scopes

MONTHS = timedelta(days=300)
Reason = dict[str, Any]


def on(value: str) -> str:
    """A day of a reason as one says it: 2 November; with the year, where it is another one than most would think."""
    day = date.fromisoformat(value)
    near = abs(scopes.moment().date() - day) < MONTHS
    return str(format_date(day, "d MMMM" if near else "d MMMM y", locale=str(get_locale() or "en")))


def unopened(reason: Reason) -> str:
    days = reason["days"]
    return ngettext(
        "The link was never opened: it was sent %(num)s day ago",
        "The link was never opened: it was sent %(num)s days ago",
        days,
    )


def owed(reason: Reason) -> str:
    days = reason["days"]
    match reason["kind"]:
        case "question":
            return ngettext(
                "A question has waited %(num)s day: this one is ours",
                "A question has waited %(num)s days: this one is ours",
                days,
            )
        case "note":
            return ngettext(
                "A note has waited %(num)s day: this one is ours",
                "A note has waited %(num)s days: this one is ours",
                days,
            )
    return ngettext(
        "A check-in has waited %(num)s day: this one is ours",
        "A check-in has waited %(num)s days: this one is ours",
        days,
    )


def quiet(reason: Reason) -> str:
    return _("Was weekly, nothing since %(day)s", day=on(reason["last"]))


def missed(reason: Reason) -> str:
    return ngettext(
        "%(num)s check-in was agreed for the week of %(day)s, and none came",
        "%(num)s check-ins were agreed for the week of %(day)s, and none came",
        reason["agreed"],
        day=on(reason["week"]),
    )


SENTENCES: dict[str, Callable[[Reason], str]] = {
    "unopened": unopened,
    "owed": owed,
    "quiet": quiet,
    "missed": missed,
    "not-in-yet": lambda reason: _("Invited on %(day)s, has not come in yet", day=on(reason["since"])),
    "new": lambda reason: _(
        "First came in on %(day)s: too early to say before %(until)s",
        day=on(reason["since"]),
        until=on(reason["until"]),
    ),
    "not-invited": lambda reason: _("Not invited yet"),
    "paused": lambda reason: _("Paused since %(day)s", day=on(reason["since"])),
    "ended": lambda reason: _("This part ended on %(day)s", day=on(reason["since"])),
    "care-ended": lambda reason: _("The child’s care ended on %(day)s", day=on(reason["since"])),
    "closed": lambda reason: _("Updates are closed since %(day)s: nothing is expected", day=on(reason["since"])),
}
STEPS: dict[str, Callable[[], str]] = {
    "unopened": lambda: _("Ask in the room whether the mail came, or make a slip together."),
    "owed": lambda: _("Answer it, or say when you will."),
    "quiet": lambda: _("Ask what would make it fit their week again."),
    "missed": lambda: _("Ask whether what you agreed still fits; less is fine."),
    "not-invited": lambda: _("Invite them when you are ready."),
    "paused": lambda: _("Ask at the next visit whether to begin again."),
}


def sentence(reason: Reason) -> str:
    """A reason of newer code, during a deploy, says nothing."""
    made = SENTENCES.get(reason["code"])
    return made(reason) if made else ""


def next_step(reason: Reason) -> str:
    """Empty where nothing is to be done."""
    made = STEPS.get(reason["code"])
    return made() if made else ""


def status(value: str) -> str:
    return {
        "reach-out": _("Reach out"),
        "look": _("Take a look"),
        "on-track": _("On track"),
        "not-expected": _("Not expected"),
        "too-early": _("Too early to say"),
    }[value]
