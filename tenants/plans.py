"""What a clinic may do by what it has paid: the one rule (product.md, Billing; must 29).

Caregivers always get in, and safety never stops. What ends is what costs us more (`GROW`), then what staff write of their
own accord (`WORK`), and with it, when nobody can answer any more (`ANSWER`), what caregivers would write into an empty room.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import IntEnum, StrEnum
from zoneinfo import ZoneInfo

TRIAL = timedelta(days=30)
GROWS_FOR = timedelta(days=14)
WORKS_FOR = timedelta(days=28)
ANSWERS_FOR = timedelta(days=90)
"""After the trial, or after the first invoice that stays unpaid."""
AHEAD = timedelta(days=14)
"""So long before nobody reads any more, families are told."""
UNPAID = ("past_due", "unpaid")
PAYS = ("active", "trialing")


class Level(IntEnum):
    """What is still done; each includes those below it."""

    NOTHING = 0
    ANSWER = 1
    WORK = 2
    GROW = 3


class State(StrEnum):
    FREE = "free"
    TRIAL = "trial"
    UNDECIDED = "undecided"
    """The trial is over, and there is no plan."""
    ACTIVE = "active"
    LATE = "late"
    ENDING = "ending"
    ENDED = "ended"


@dataclass(frozen=True)
class Paid:
    """What is known of a clinic's plan. Moments in UTC."""

    trial_until: datetime
    free: bool = False
    """A clinic that pays nothing, by our word."""
    status: str | None = None
    """The subscription's, as Stripe has it; None: there is none."""
    late_since: datetime | None = None
    """When the oldest invoice that is not paid was made."""
    ends_at: datetime | None = None
    """When it ends, or the last one ended."""


@dataclass(frozen=True)
class Standing:
    """Where a clinic stands at a moment. Each day named begins in the clinic's zone with the moment that is given."""

    state: State
    level: Level
    since: datetime | None = None
    grows_until: datetime | None = None
    works_until: datetime | None = None
    answers_until: datetime | None = None
    """None: no end is in sight."""
    tells_from: datetime | None = None
    """From when on families read that nobody will."""

    def lets(self, level: Level) -> bool:
        return self.level >= level

    def tells(self, now: datetime) -> bool:
        return self.tells_from is not None and now >= self.tells_from


def day_after(moment: datetime, zone: ZoneInfo) -> datetime:
    """The next midnight there, or the moment itself where it is one: nothing ends in the middle of somebody's day."""
    here = moment.astimezone(zone)
    return moment if here.time() == time() else midnight(here.date() + timedelta(days=1), zone)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


def trial_of(made_at: datetime, zone: ZoneInfo) -> datetime:
    """The end of a trial: thirty whole days."""
    return day_after(made_at + TRIAL, zone)


def standing(paid: Paid, now: datetime, zone: ZoneInfo) -> Standing:
    if paid.free:
        return Standing(State.FREE, Level.GROW)
    if paid.status in UNPAID:
        owes = late(State.LATE, paid.late_since or now, now, zone)
        return sooner(owes, ending(max(paid.ends_at, paid.trial_until), now, zone)) if paid.ends_at else owes
    if paid.ends_at:
        return ending(max(paid.ends_at, paid.trial_until), now, zone)
    if paid.status in PAYS:
        return Standing(State.ACTIVE, Level.GROW)
    if now < paid.trial_until:
        return Standing(State.TRIAL, Level.GROW, grows_until=paid.trial_until)
    return late(State.UNDECIDED, paid.trial_until, now, zone)


def ending(at: datetime, now: datetime, zone: ZoneInfo) -> Standing:
    """All of it until the end of the last paid day; then reading alone."""
    last = day_after(at, zone)
    state, level = (State.ENDED, Level.NOTHING) if now >= last else (State.ENDING, Level.GROW)
    return Standing(state, level, at, last, last, last, last - AHEAD)


def sooner(owes: Standing, cancelled: Standing) -> Standing:
    """Owed and cancelled: nothing lasts beyond the cancelled plan's end."""
    if cancelled.state is State.ENDED or not (owes.answers_until and cancelled.answers_until):
        return cancelled
    ends = ("grows_until", "works_until", "answers_until", "tells_from")
    return replace(owes, **{each: min(getattr(owes, each), getattr(cancelled, each)) for each in ends})


def late(state: State, since: datetime, now: datetime, zone: ZoneInfo) -> Standing:
    grows, works, answers = (day_after(since + days, zone) for days in (GROWS_FOR, WORKS_FOR, ANSWERS_FOR))
    level = Level(sum(now < until for until in (grows, works, answers)))
    return Standing(state, level, since, grows, works, answers, answers - AHEAD)
