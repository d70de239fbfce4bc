"""The promised reply time: working days, counted from the day after."""

from datetime import date, timedelta

import pytest

from app.updates.promise import overdue_since, promised_by

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("told", "working_days", "by"),
    [(0, 1, 1), (0, 4, 4), (0, 5, 7), (4, 1, 7), (4, 2, 8), (5, 1, 7), (6, 1, 7), (6, 2, 8), (3, 7, 14)],
    ids=lambda value: str(value),
)
def test_a_weekend_is_no_working_day_and_the_day_of_telling_does_not_count(told, working_days, by):
    assert promised_by(MONDAY + timedelta(told), working_days) == MONDAY + timedelta(by)


@pytest.mark.parametrize(
    ("answers_on", "told", "working_days", "by"),
    [("2", 0, 1, 1), ("2", 1, 1, 8), ("135", 0, 2, 4), ("67", 4, 1, 5), ("1234567", 5, 1, 6), (None, 4, 1, 7)],
)
def test_a_clinic_counts_the_days_it_answers_on(answers_on, told, working_days, by):
    assert promised_by(MONDAY + timedelta(told), working_days, answers_on) == MONDAY + timedelta(by)


@pytest.mark.parametrize("answers_on", [None, "2", "135", "67", "1234567"])
@pytest.mark.parametrize("working_days", range(1, 8))
def test_what_is_overdue_is_exactly_what_was_promised_for_before_today(working_days, answers_on):
    for n in range(14):
        today = MONDAY + timedelta(n)
        last = overdue_since(today, working_days, answers_on)
        for told in (today - timedelta(back) for back in range(60)):
            assert (told <= last) == (promised_by(told, working_days, answers_on) < today), (told, today)
