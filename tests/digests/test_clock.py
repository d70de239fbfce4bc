"""When digests are due: two years of weeks in six time zones, clocks put forward and back, half-hour offsets, the southern summer."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from app.digests.clock import Hour
from app.web.dates import monday

ZONES = (
    "America/New_York", "Europe/Berlin", "Asia/Kolkata", "Australia/Adelaide", "America/Santiago", "Pacific/Auckland",
)  # fmt: skip
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
WEEKS = 105


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    ("weekday", "minute"), [(1, 7 * 60), (7, 2 * 60 + 30), (7, 1 * 60 + 30), (5, 16 * 60), (7, 23 * 60 + 59)]
)
def test_once_an_iso_week_for_two_years(zone, weekday, minute):
    """Looked at every hour, as the scheduler may: each week's moment comes once, in its own week, never before it is due."""
    hour, seen = Hour(weekday, minute, ZoneInfo(zone)), {}
    for n in range(WEEKS * 7 * 24):
        now = BEGIN + timedelta(hours=n)
        week, moment = hour.last(now)
        assert moment <= now < hour.next(now)
        assert seen.setdefault(week, moment) == moment
    moments = [seen[week] for week in sorted(seen)]
    assert len(moments) >= WEEKS and all(b - a in near_a_week() for a, b in pairwise(moments))
    assert all(monday(at.astimezone(ZoneInfo(zone)).date()) == week for week, at in seen.items())


def near_a_week():
    """Seven days, or an hour (Lord Howe has half of one) more or less where a clock is changed."""
    return [timedelta(days=7, minutes=minutes) for minutes in (-60, -30, 0, 30, 60)]


@pytest.mark.parametrize(
    ("zone", "weekday", "week", "utc"),
    [
        (
            "America/New_York",
            7,
            "2026-03-02",
            "2026-03-08T07:30",
        ),  # 02:30 does not exist: as late as it would have come
        ("America/New_York", 7, "2026-10-26", "2026-11-01T07:30"),  # after the hour that comes twice
        ("Europe/Berlin", 7, "2026-03-23", "2026-03-29T01:30"),
        ("Europe/Berlin", 7, "2026-10-19", "2026-10-25T00:30"),  # 02:30 comes twice: the first
        ("Australia/Adelaide", 7, "2026-09-28", "2026-10-03T17:00"),
        ("Asia/Kolkata", 1, "2026-01-05", "2026-01-04T21:00"),
    ],
)
def test_half_past_two_where_it_does_not_exist_or_comes_twice(zone, weekday, week, utc):
    at = Hour(weekday, 150, ZoneInfo(zone)).of(datetime.fromisoformat(week).date())
    assert at == datetime.fromisoformat(utc).replace(tzinfo=UTC)


def test_the_week_that_comes_next_is_the_one_a_line_is_for():
    hour = Hour(5, 16 * 60, ZoneInfo("America/New_York"))
    before, after = (datetime(2026, 11, 27, hour_, tzinfo=UTC) for hour_ in (20, 22))
    assert str(hour.coming(before)) == "2026-11-23" and str(hour.coming(after)) == "2026-11-30"
