"""Months, as subscriptions count them, and amounts of money in words."""

from calendar import monthrange
from datetime import UTC, datetime, timedelta

from dev.stripe.thing import Thing


def period_end(anchor: int, after: int, recurring: Thing) -> int:
    """The first end of a period, counted from `anchor`, that lies after `after`."""
    count = 1
    while (end := later(anchor, count, recurring)) <= after:
        count += 1
    return end


def later(anchor: int, periods: int, recurring: Thing) -> int:
    """`anchor` and so many periods; the 31st of January and a month is the last of February."""
    begun = datetime.fromtimestamp(anchor, UTC)
    count = periods * int(recurring["interval_count"])
    if recurring["interval"] in ("day", "week"):
        return int((begun + timedelta(days=count * (7 if recurring["interval"] == "week" else 1))).timestamp())
    months = begun.month - 1 + count * (12 if recurring["interval"] == "year" else 1)
    year, month = begun.year + months // 12, months % 12 + 1
    day = min(begun.day, monthrange(year, month)[1])
    return int(begun.replace(year=year, month=month, day=day).timestamp())


def money(cents: int, currency: str) -> str:
    """$29.00, or 29.00 EUR."""
    sign = "-" if cents < 0 else ""
    amount = f"{abs(cents) / 100:,.2f}"
    return f"{sign}${amount}" if currency == "usd" else f"{sign}{amount} {currency.upper()}"


def day(moment: int) -> str:
    """2 March 2026, in UTC."""
    at = datetime.fromtimestamp(moment, UTC)
    return f"{at.day} {at:%B %Y}"
