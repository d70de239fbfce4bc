"""The promised reply time, counted in the days on which the clinic answers, the day of telling not counted."""

from datetime import date, timedelta

DAY = timedelta(days=1)
USUAL = "12345"
"""Monday to Friday, as ISO numbers: where the clinic has not said its days."""


def promised_by(told: date, working_days: int, answers_on: str | None = None) -> date:
    """The last local day on which an answer keeps what families read. Told on a Friday, one working day is Monday.

    `answers_on`: the clinic's days as ISO numbers, such as "12345". None: it has not said.
    """
    day = told
    while working_days:
        day += DAY
        working_days -= str(day.isoweekday()) in (answers_on or USUAL)
    return day


def overdue_since(today: date, working_days: int, answers_on: str | None = None) -> date:
    """Whatever was told on this local day or before should have been answered before `today`."""
    day = today - DAY
    while promised_by(day, working_days, answers_on) >= today:
        day -= DAY
    return day
