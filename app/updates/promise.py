"""The promised reply time, counted in working days: Monday to Friday, the day of telling not counted."""

from datetime import date, timedelta

DAY = timedelta(days=1)
WORKING = range(5)
"""Monday to Friday, as `date.weekday()` counts them."""


def promised_by(told: date, working_days: int) -> date:
    """The last local day on which an answer keeps what families read. Told on a Friday, one working day is Monday."""
    day = told
    while working_days:
        day += DAY
        working_days -= day.weekday() in WORKING
    return day


def overdue_since(today: date, working_days: int) -> date:
    """Whatever was told on this local day or before should have been answered before `today`."""
    day = today - DAY
    while promised_by(day, working_days) >= today:
        day -= DAY
    return day
