"""When a caregiver may have the next mail: her quiet hours and her pause, and how often we may write at all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

A_WEEK = 3
"""Mails that tell somebody of something to read, at most; one a day (product.md, "What we may ask for")."""
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Mails:
    """What holds for her today."""

    answers: bool = False
    chosen: bool = False
    """The same from tomorrow on."""
    digests: bool = True
    """A mail once a week; without a word of hers, it goes."""
    digests_chosen: bool = True
    quiet_from: int = 20
    quiet_until: int = 8
    paused_until: date | None = None

    @property
    def begin(self) -> list[str]:
        """The kinds of mail that begin tomorrow: fields of `MailChoice`."""
        chosen = {"answers": self.chosen and not self.answers, "digests": self.digests_chosen and not self.digests}
        return [kind for kind, begins in chosen.items() if begins]

    def soonest(self, here: datetime, sent: Iterable[datetime]) -> datetime:
        """When she may have the next mail. `here`: the moment, `sent`: those before it; all in the clinic's zone."""
        days = [one.date() for one in sent]
        at = here
        while (later := self.put_off(at, days)) > at:
            at = later
        return at

    def put_off(self, at: datetime, days: Sequence[date]) -> datetime:
        today, week = at.date(), at.isocalendar()[:2]
        if self.paused_until and today <= self.paused_until:
            return start_of(self.paused_until + A_DAY, at)
        if today in days:
            return start_of(today + A_DAY, at)
        if sum(day.isocalendar()[:2] == week for day in days) >= A_WEEK:
            return start_of(today + timedelta(days=8 - today.isoweekday()), at)
        return self.after_quiet(at)

    def after_quiet(self, at: datetime) -> datetime:
        """The same moment, or when her quiet hours are over."""
        begins, ends = self.quiet_from, self.quiet_until
        quiet = begins <= at.hour < ends if begins <= ends else at.hour >= begins or at.hour < ends
        if not quiet:
            return at
        day = at.date() + A_DAY if at.hour >= ends else at.date()
        return datetime.combine(day, time(ends), at.tzinfo)


def start_of(day: date, at: datetime) -> datetime:
    return datetime.combine(day, time(), at.tzinfo)


NONE_CHOSEN = Mails()
