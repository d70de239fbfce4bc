"""Where a part stands, and why: all rules, in their order. Rules, not a model; nothing here reads a word anyone wrote.

Quiet is a signal about fit, not effort. A pause, an end or a limit asks nothing, and restarts every clock.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

DAY, WEEK = timedelta(days=1), timedelta(days=7)
Reason = dict[str, Any]


@dataclass(frozen=True)
class Thresholds:
    """A clinic's settings."""

    quiet_days: int = 14
    steady_weeks: int = 4
    unopened_days: int = 7
    early_weeks: int = 3


@dataclass(frozen=True)
class Week:
    """What the rules read of one weekly row."""

    monday: date
    expected_days: int
    agreed: int
    checkins: int
    told: int
    last_told: date | None = None


@dataclass(frozen=True)
class Part:
    """One part today, as the records have it. Not a professional's: of them nothing is expected, and they stand nowhere."""

    invited: bool = True
    invited_on: date | None = None
    entered_on: date | None = None
    gap: tuple[str, date] | None = None
    """Why nothing is expected today, and since when: paused, ended, care-ended, closed."""
    resumed_on: date | None = None
    """The first day after the last such gap."""
    link_on: date | None = None
    """When the newest link was mailed to an address that can get it, or the newest slip made. None: there is none."""
    owed: tuple[str, date] | None = None
    """What waits longest for the clinic, and the day it was told on."""
    weeks: Sequence[Week] = ()
    """The newest last; this week's is not over."""

    def begun_on(self) -> date | None:
        return self.entered_on or self.invited_on


@dataclass(frozen=True)
class Stands:
    status: str
    reasons: list[Reason]
    since: date


def judge(part: Part, today: date, limits: Thresholds, promised: Callable[[date], date]) -> Stands:
    """The first rule that holds. Whatever else holds stands beside it, in the order of the rules.

    `promised`: the last day on which an answer to something told on a day keeps what families read.
    """
    if why := not_expected(part, today):
        return Stands("not-expected", [why], of(why, today))
    unopened, owed = link_unopened(part, today, limits), answer_owed(part, today, promised)
    early = too_early(part, today, limits)
    settled = () if early else (quiet(part, today, limits), week_missed(part, today))
    alerts = [reason for reason in (unopened, owed, *settled) if reason]
    first = next(iter(alerts), None)
    if first is None:
        return Stands("too-early", [early], of(early, today)) if early else Stands("on-track", [], today)
    status = "reach-out" if first["code"] in ("unopened", "quiet") else "look"
    return Stands(status, alerts, of(first, today))


def of(reason: Reason, today: date) -> date:
    """Since when the reason holds."""
    return min(date.fromisoformat(reason["since"]), today)


def not_expected(part: Part, today: date) -> Reason | None:
    if part.gap:
        return {"code": part.gap[0], "since": str(part.gap[1])}
    if not part.invited:
        return {"code": "not-invited", "since": str(today)}
    return None


def link_unopened(part: Part, today: date, limits: Thresholds) -> Reason | None:
    """A link that could reach her, or a slip; sent again, the days begin again."""
    if part.entered_on or part.link_on is None or (today - part.link_on).days < limits.unopened_days:
        return None
    since = part.link_on + limits.unopened_days * DAY
    return {"code": "unopened", "since": str(since), "sent": str(part.link_on), "days": (today - part.link_on).days}


def answer_owed(part: Part, today: date, promised: Callable[[date], date]) -> Reason | None:
    """Ours."""
    if part.owed is None or promised(part.owed[1]) >= today:
        return None
    kind, told = part.owed
    since = promised(told) + DAY
    return {"code": "owed", "since": str(since), "kind": kind, "told": str(told), "days": (today - told).days}


def too_early(part: Part, today: date, limits: Thresholds) -> Reason | None:
    """From the first entry; from the invitation until then."""
    begun = part.begun_on()
    if part.entered_on is None:
        return {"code": "not-in-yet", "since": str(begun or today)}
    if today < part.entered_on + limits.early_weeks * WEEK:
        until = part.entered_on + limits.early_weeks * WEEK
        return {"code": "new", "since": str(part.entered_on), "until": str(until)}
    return None


def quiet(part: Part, today: date, limits: Thresholds) -> Reason | None:
    """Silence after steady weeks. Weeks in which nothing was expected are no silence."""
    last = max((week.last_told for week in part.weeks if week.last_told), default=None)
    if last is None:
        return None
    until_then = [week for week in part.weeks if week.monday <= last and (week.expected_days or week.told)]
    steady = until_then[-limits.steady_weeks :]
    if len(steady) < limits.steady_weeks or not all(week.told for week in steady):
        return None
    from_then = max(last, part.resumed_on or last)
    if (today - from_then).days < limits.quiet_days:
        return None
    since = from_then + limits.quiet_days * DAY
    days = {"from": str(from_then), "last": str(last), "days": (today - last).days}
    return {"code": "quiet", "since": str(since), **days, "weeks": len(steady)}


def week_missed(part: Part, today: date) -> Reason | None:
    """The week that ended last: whole, with an agreement, and without a single check-in. One of two is none missed."""
    over = [week for week in part.weeks if week.monday + WEEK <= today]
    if not over or over[-1].expected_days < 7 or not over[-1].agreed or over[-1].checkins:
        return None
    last = over[-1]
    return {"code": "missed", "since": str(last.monday + WEEK), "week": str(last.monday), "agreed": last.agreed}
