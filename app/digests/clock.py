"""When digests are due: the clinic's weekday and minute, in its zone, once an ISO week, also when a clock is put forward or back."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.web.dates import monday

A_WEEK = timedelta(weeks=1)


@dataclass(frozen=True)
class Hour:
    """`weekday`: 1 is Monday. `minute`: since midnight, as clocks show it there."""

    weekday: int
    minute: int
    zone: ZoneInfo

    def of(self, week: date) -> datetime:
        """That moment of the week which begins on this Monday, in UTC. An hour that is left out comes as late as it would
        have, one that comes twice the first time."""
        day = week + timedelta(days=self.weekday - 1)
        return datetime.combine(day, time(*divmod(self.minute, 60)), self.zone).astimezone(UTC)

    def last(self, now: datetime) -> tuple[date, datetime]:
        """The newest that is not to come: the Monday of its week, and the moment."""
        week = monday(now.astimezone(self.zone).date())
        if self.of(week) > now:
            week -= A_WEEK
        return week, self.of(week)

    def next(self, now: datetime) -> datetime:
        week, _moment = self.last(now)
        return self.of(week + A_WEEK)

    def coming(self, now: datetime) -> date:
        """The Monday of the week whose digest comes next."""
        return self.last(now)[0] + A_WEEK


SUPERVISION = 1, 7 * 60
"""Monday at seven: product.md, Digests."""
