"""The one rule: where a clinic stands, day by day, and that nothing ends in the middle of somebody's day."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.plans import Level, Paid, State, standing, trial_of

ZONES = [ZoneInfo(name) for name in ("UTC", "America/New_York", "Asia/Kolkata", "Pacific/Auckland", "America/Santiago")]
NEW_YORK = ZoneInfo("America/New_York")
MADE = datetime(2026, 11, 3, 20, 15, tzinfo=UTC)
UNTIL = trial_of(MADE, NEW_YORK)
moments = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))


def at(paid: Paid, now: datetime) -> tuple[State, Level]:
    found = standing(paid, now, NEW_YORK)
    return found.state, found.level


def test_a_trial_is_thirty_whole_days():
    assert datetime(2026, 12, 4, 0, 0, tzinfo=NEW_YORK) == UNTIL
    assert at(Paid(UNTIL), UNTIL - timedelta(seconds=1)) == (State.TRIAL, Level.GROW)
    assert at(Paid(UNTIL), UNTIL) == (State.UNDECIDED, Level.GROW)


@pytest.mark.parametrize(
    ("days", "level"),
    [(0, Level.GROW), (13.9, Level.GROW), (15, Level.WORK), (27.9, Level.WORK), (29, Level.ANSWER), (89.9, Level.ANSWER), (91, Level.NOTHING)],
)  # fmt: skip
@pytest.mark.parametrize("status", ["past_due", "unpaid", None])
def test_what_is_left_grows_less_after_14_28_and_90_days(days, level, status):
    since = UNTIL if status is None else MADE
    paid = Paid(UNTIL, status=status, late_since=None if status is None else MADE)
    assert standing(paid, since + timedelta(days=days), NEW_YORK).level is level


def test_cancelled_it_works_until_the_end_of_the_last_paid_day_and_then_is_read_alone():
    paid = Paid(MADE, status="active", ends_at=MADE)
    last = datetime(2026, 11, 4, tzinfo=NEW_YORK)
    assert at(paid, last - timedelta(seconds=1)) == (State.ENDING, Level.GROW)
    assert at(paid, last) == at(Paid(MADE, ends_at=MADE), last) == (State.ENDED, Level.NOTHING)
    assert standing(paid, MADE, NEW_YORK).tells_from == last - timedelta(days=14)


def test_a_trial_outlives_a_plan_that_was_cancelled_in_it():
    assert at(Paid(UNTIL, ends_at=MADE + timedelta(days=2)), UNTIL - timedelta(seconds=1))[1] is Level.GROW
    assert at(Paid(UNTIL, ends_at=MADE + timedelta(days=2)), UNTIL) == (State.ENDED, Level.NOTHING)


def test_owed_since_nobody_knows_when_is_owed_since_now():
    """Its invoices were asked for a moment too early."""
    assert at(Paid(UNTIL, status="past_due"), MADE) == (State.LATE, Level.GROW)


def test_owed_goes_before_an_end_that_is_ahead():
    """Cancelled, and not paid: what is left is left for so long as is owed."""
    paid = Paid(MADE, status="past_due", late_since=MADE, ends_at=MADE + timedelta(days=60))
    assert at(paid, MADE + timedelta(days=40)) == (State.LATE, Level.ANSWER)


@pytest.mark.parametrize("status", ["active", "trialing"])
def test_paid_is_paid_whatever_was(status):
    assert at(Paid(MADE, status=status, late_since=MADE), MADE + timedelta(days=400)) == (State.ACTIVE, Level.GROW)


@pytest.mark.parametrize("status", ["incomplete", "incomplete_expired", "paused", "of tomorrow"])
def test_what_is_no_plan_is_none(status):
    assert at(Paid(UNTIL, status=status), UNTIL - timedelta(days=1))[0] is State.TRIAL
    assert at(Paid(UNTIL, status=status), UNTIL + timedelta(days=1))[0] is State.UNDECIDED


def test_whoever_pays_nothing_by_our_word_has_all_of_it():
    assert at(Paid(MADE, free=True, status="canceled", ends_at=MADE), MADE + timedelta(days=900)) == (
        State.FREE,
        Level.GROW,
    )


@given(since=moments, later=st.floats(0, 200), zone=st.sampled_from(ZONES), status=st.sampled_from(["past_due", None]))
def test_it_only_ever_grows_less_and_each_step_falls_on_a_midnight_and_never_early(since, later, zone, status):
    paid = Paid(since, status=status, late_since=since if status else None)
    now = since + timedelta(days=later)
    found, after = standing(paid, now, zone), standing(paid, now + timedelta(hours=7), zone)
    assert after.level <= found.level
    for until, days in ((found.grows_until, 14), (found.works_until, 28), (found.answers_until, 90)):
        assert until is not None
        assert until.astimezone(zone).strftime("%H%M%S") in ("000000", "010000")  # where no midnight is, the hour after
        assert timedelta(days=days) <= until - since <= timedelta(days=days + 1, hours=2)
