"""The clinic's day never goes back: what began or ended today would not hold any more in a zone where it is yesterday."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from babel.dates import format_time
from flask_babel import get_locale
from flask_babel import gettext as _


def goes_back(old: str, new: str, now: datetime) -> bool:
    """Whether the clinic's local day would be an earlier one in the new zone."""
    return now.astimezone(ZoneInfo(new)).date() < now.astimezone(ZoneInfo(old)).date()


def opens_at(old: str, new: str, now: datetime) -> datetime | None:
    """From when on, in the old zone, today has begun in the new one. None: never before today is over in the old one."""
    day = now.astimezone(ZoneInfo(old)).date()
    begins = datetime.combine(day, time(), ZoneInfo(new)).astimezone(UTC).astimezone(ZoneInfo(old))
    return begins if begins.date() == day else None


def refusal(old: str, new: str, now: datetime) -> str | None:
    """Why another zone cannot be saved at this moment, and when it can. None: it can."""
    if not goes_back(old, new, now):
        return None
    here, there = old.replace("_", " "), new.replace("_", " ")
    begins = opens_at(old, new, now)
    if begins is None:
        return _(
            "In %(there)s it is always an earlier day than in %(here)s, so limits set today would not hold there. Save a "
            "zone between the two first.",
            there=there, here=here,
        )  # fmt: skip
    return _(
        "In %(there)s it is still yesterday, so what begins or ends today, such as a limit, would not hold there yet. "
        "Save it between %(time)s and midnight, %(here)s time.",
        there=there, here=here, time=format_time(begins.replace(tzinfo=None), "short", locale=str(get_locale() or "en")),
    )  # fmt: skip
