"""When the next mail may go: quiet hours over midnight, a pause, one a day, three a week, and clocks that change."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.people.mail_choice import of_rows
from app.people.mail_hours import Mails

NEW_YORK = ZoneInfo("America/New_York")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK)


@pytest.mark.parametrize(
    ("quiet", "now", "then"),
    [
        ((20, 8), "2026-11-24T12:00", "2026-11-24T12:00"),
        ((20, 8), "2026-11-24T19:59", "2026-11-24T19:59"),
        ((20, 8), "2026-11-24T20:00", "2026-11-25T08:00"),
        ((20, 8), "2026-11-24T00:30", "2026-11-24T08:00"),
        ((20, 8), "2026-11-24T08:00", "2026-11-24T08:00"),
        ((9, 17), "2026-11-24T09:00", "2026-11-24T17:00"),
        ((9, 17), "2026-11-24T17:00", "2026-11-24T17:00"),
        ((22, 0), "2026-11-24T23:00", "2026-11-25T00:00"),
        ((0, 0), "2026-11-24T00:00", "2026-11-24T00:00"),
        ((7, 7), "2026-11-24T07:10", "2026-11-24T07:10"),
        ((20, 8), "2026-03-08T01:30", "2026-03-08T08:00"),
    ],
)
def test_quiet_hours_end_before_a_mail_goes(quiet, now, then):
    assert Mails(quiet_from=quiet[0], quiet_until=quiet[1]).soonest(at(now), []) == at(then)


def test_the_night_that_is_an_hour_shorter_ends_at_eight_by_the_clock():
    then = Mails().soonest(at("2026-03-07T23:00"), [])
    assert then.astimezone(ZoneInfo("UTC")).hour == 12


@pytest.mark.parametrize(
    ("sent", "then"),
    [
        ([], "2026-11-25T12:00"),
        (["2026-11-24T23:59"], "2026-11-25T12:00"),
        (["2026-11-25T00:00"], "2026-11-26T08:00"),
        (["2026-11-23T10:00", "2026-11-24T10:00", "2026-11-24T11:00"], "2026-11-30T08:00"),
        (["2026-11-22T10:00", "2026-11-23T10:00", "2026-11-24T10:00"], "2026-11-25T12:00"),
    ],
)
def test_one_a_day_and_three_a_week_from_monday(sent, then):
    """2026-11-25 is a Wednesday."""
    assert Mails().soonest(at("2026-11-25T12:00"), map(at, sent)) == at(then)


def test_a_pause_ends_with_its_last_day_and_the_night_after_it_is_quiet():
    paused = Mails(paused_until=date(2026, 11, 26))
    assert paused.soonest(at("2026-11-26T12:00"), []) == at("2026-11-27T08:00")
    assert paused.soonest(at("2026-11-27T12:00"), []) == at("2026-11-27T12:00")


@pytest.mark.parametrize(
    ("rows", "today", "tomorrow"),
    [
        ([], False, False),
        ([(0, True)], False, True),
        ([(1, True)], True, True),
        ([(0, False), (1, True)], False, False),
        ([(0, True), (1, False)], False, True),
        ([(0, True), (1, True)], True, True),
    ],
)
def test_more_mail_begins_the_day_after_and_less_at_once(rows, today, tomorrow):
    """`rows`: how many days ago each was saved, the newest first, and whether it asks for mail."""
    here = at("2026-11-24T12:00")
    mails = of_rows(
        [[(here - timedelta(days=ago)).isoformat(), says, 20, 8, None, True, says, True] for ago, says in rows], here
    )
    assert (mails.answers, mails.chosen) == (today, tomorrow)


@pytest.mark.parametrize(
    ("rows", "today", "tomorrow"),
    [
        ([], True, True),
        ([(0, False)], False, False),
        ([(0, True)], True, True),
        ([(0, True), (1, False)], False, True),
        ([(1, True), (2, False)], True, True),
    ],
)
def test_her_week_goes_until_she_says_no_and_again_from_the_day_after(rows, today, tomorrow):
    here = at("2026-11-24T12:00")
    mails = of_rows(
        [[(here - timedelta(days=ago)).isoformat(), False, 20, 8, None, says, False, says] for ago, says in rows], here
    )
    assert (mails.digests, mails.digests_chosen) == (today, tomorrow)
