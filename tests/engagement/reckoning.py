"""The weekly facts once more, slowly and in Python: day by day, from what a life did and the words that stand.

It shares nothing with `app.engagement.facts`, so that a mistake there is a difference here.
"""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from app.updates.models import Outcome, Reply, Update, Waiting
from app.updates.withdrawing import Withdrawal
from tenants.db import db, transaction
from tenants.resolve import of_id
from tests.engagement.history import Life

DAY, WEEK = timedelta(days=1), timedelta(days=7)
BEGINS = {"pause": "paused", "end": "ended", "end_care": "care"}
ENDS = {"resume": "paused", "come_back": "ended", "begin_again": "care"}


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def open_gaps(life: Life, day: date) -> dict[str, date]:
    """What was paused or ended by the evening of that day, and since when."""
    gaps: dict[str, date] = {}
    for when, verb in life.turns:
        if when <= day and verb in BEGINS:
            gaps[BEGINS[verb]] = when
        elif when <= day:
            gaps.pop(ENDS[verb], None)
    return gaps


def is_closed(life: Life, day: date) -> bool:
    return any(
        row["area"] == "updates" and row["level"] == "closed" and row["since"] <= day
        and (row["until"] is None or day <= row["until"]) and (row["over"] is None or day < row["over"])
        for row in life.limits
    )  # fmt: skip


def is_expected(life: Life, day: date) -> bool:
    return life.entered is not None and day >= life.entered and not open_gaps(life, day) and not is_closed(life, day)


def agreed_on(life: Life, day: date) -> list[int]:
    """The last one that was agreed by then; on a day on which it changed, both."""
    before = [checkins for when, checkins in life.agreed if when < day][-1:]
    return before + [checkins for when, checkins in life.agreed if when == day]


def items(life: Life) -> list[dict[str, Any]]:
    """What she told and stands, with what became of it."""
    with transaction(life.house.jobs()):
        mine = list(db.session.scalars(db.select(Update).where(Update.author_id == life.part).order_by(Update.at)))
        gone = set(db.session.scalars(db.select(Withdrawal.id)))
        outcomes = db.session.scalars(db.select(Outcome).where(Outcome.author_id == life.part)).all()
        replies = set(db.session.scalars(db.select(Reply.update_id)))
        waiting = {row.id: row.at for row in db.session.scalars(db.select(Waiting))}
    found = []
    for root in (one for one in mine if one.corrects is None):
        versions = [one.id for one in mine if root.id in (one.id, one.corrects)]
        if set(versions) <= gone:
            continue
        answers = [one for one in outcomes if one.update_id in versions]
        found.append(
            {
                "kind": root.kind, "day": root.day, "replied": bool(replies & set(versions)),
                "changed": any(one.kind == "changed" for one in answers),
                "minutes": round(min((one.at - root.at).total_seconds() for one in answers) / 60) if answers else None,
                "waits": [waiting[id] for id in versions if id in waiting],
                "answered_on": [day for id, day in life.answered if id in versions],
            }
        )  # fmt: skip
    return found


def weeks(life: Life, now_day: date, first_day: date) -> dict[date, tuple[Any, ...]]:
    by_week: dict[date, list[dict[str, Any]]] = defaultdict(list)
    told = items(life)
    for one in told:
        by_week[monday(one["day"])].append(one)
    with transaction(life.house.jobs()):
        days = list(
            db.session.scalars(db.select(Update.day).where(Update.author_id == life.part, Update.corrects.is_(None)))
        )
    first, last = monday(min([first_day, *days])), monday(now_day)
    over = [when for what, when in open_gaps(life, now_day).items() if what != "paused"]
    if over:
        last = min(last, monday(max([min(over), *days])))
    found = {}
    while first <= last:
        found[first] = week(life, first, by_week[first])
        first += WEEK
    return found


def week(life: Life, first: date, told: list[dict[str, Any]]) -> tuple[Any, ...]:
    expected = [first + n * DAY for n in range(7) if is_expected(life, first + n * DAY)]
    agreed = [checkins for day in expected for checkins in agreed_on(life, day)]
    kinds = [one["kind"] for one in told]
    waits = [at for one in told for at in one["waits"]]
    return (
        len(expected), min(agreed, default=0), len({one["day"] for one in told if one["kind"] == "checkin"}),
        kinds.count("note"), kinds.count("question"), len(told), sum(one["minutes"] is not None for one in told),
        sum(one["replied"] for one in told), sum(one["changed"] for one in told), sum(bool(one["waits"]) for one in told),
        min(waits, default=None), sorted(one["minutes"] for one in told if one["minutes"] is not None),
        max((one["day"] for one in told), default=None),
        max((day for one in told for day in one["answered_on"]), default=None),
    )  # fmt: skip


def stored(life: Life) -> dict[date, tuple[Any, ...]]:
    return {
        row.week: (
            row.expected_days, row.agreed, row.checkins, row.notes, row.questions, row.told, row.seen, row.answered,
            row.changed, row.owed, row.oldest_owed, row.reply_minutes, row.last_told, row.last_exchange,
        )
        for row in life.weeks()
    }  # fmt: skip


def today(life: Life) -> date:
    return life.now.astimezone(of_id(life.house.clinic).zone).date()
