"""How soon and when somebody usually answers, as it stands before every box one can write in (must 9)."""

from dataclasses import dataclass
from datetime import time

from babel.dates import format_time, get_day_names
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from tenants.models import Clinic
from tenants.resolve import ThisClinic


@dataclass(frozen=True)
class Reply:
    """In a sentence it reads "within 2 working days"."""

    within: str
    hours: str
    """"Monday to Friday, 9:00 AM to 5:00 PM", in the clinic's zone; nothing where the clinic has not said."""
    cover: tuple[str, str] | None
    """Name and phone of a covering colleague, for whom one person alone reads."""
    alone: bool
    """Whether one person alone reads, in the whole clinic."""

    def __str__(self) -> str:
        return self.within


def reply_of(clinic: ThisClinic, alone: bool) -> Reply:
    cover = (clinic.cover_name, clinic.cover_phone) if clinic.cover_name and clinic.cover_phone else None
    return Reply(reply_time(clinic.reply_days), hours_of(clinic), cover if alone else None, alone)


def reply_time(days: int) -> str:
    """The usual reply time, in the clinic's working days."""
    return ngettext("within one working day", "within %(num)s working days", days)


def hours_of(clinic: ThisClinic | Clinic) -> str:
    if clinic.answers_on is None or clinic.answers_from is None or clinic.answers_until is None:
        return ""
    days, start, end = days_in_words(clinic.answers_on), clock(clinic.answers_from), clock(clinic.answers_until)
    return _("%(days)s, %(start)s to %(end)s", days=days, start=start, end=end)


def days_in_words(days: str) -> str:
    """ "Monday to Friday" for three or more in a row; otherwise one by one."""
    names = get_day_names("wide", locale=str(get_locale() or "en"))
    said = [names[int(day) - 1] for day in days]
    if len(said) > 2 and days in "1234567":
        return _("%(first)s to %(last)s", first=said[0], last=said[-1])
    if len(said) == 1:
        return said[0]
    return _("%(names)s and %(last)s", names=", ".join(said[:-1]), last=said[-1])


def clock(minutes: int) -> str:
    """The time of day as people here write it; the end of the day is midnight."""
    return format_time(time(minutes // 60 % 24, minutes % 60), "short", locale=str(get_locale() or "en"))
