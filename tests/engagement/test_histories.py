"""Random histories: folded step by step, the weekly facts are those reckoned from nothing.

HISTORIES=500 tries so many new ones; without it the same few are tried each time.
"""

import os
from datetime import UTC, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.engagement.folding import fold_engagement
from app.engagement.turning import reconcile, turn_engagement
from tests.engagement import reckoning
from tests.engagement.history import Life, at, newcomer

ZONES = ("America/New_York", "Europe/Berlin", "Asia/Kolkata", "Pacific/Auckland", "America/Los_Angeles")
VERBS = ("pause", "resume", "end", "come_back", "end_care", "begin_again")
which = st.integers(0, 30)
tells = st.tuples(
    st.just("tell"), st.sampled_from(("checkin", "checkin", "note", "question")), st.sampled_from((0, 0, 1, 9))
)
mends = st.one_of(
    st.tuples(st.just("answer"), which, st.sampled_from(("seen", "kept", "reply", "changed"))),
    st.tuples(st.just("withdraw"), which),
    st.tuples(st.just("correct"), which),
)
limits = st.tuples(
    st.just("limit"), st.sampled_from(("updates", "updates", "messages")), st.sampled_from(("closed", "closed", "therapist-led")),
    st.sampled_from((-9, 0, 0, 5)), st.sampled_from((None, 3, 20)),
)  # fmt: skip
turns = st.one_of(
    st.tuples(st.just("turn"), st.sampled_from(VERBS)),
    st.tuples(st.just("turn"), st.sampled_from(VERBS)),
    st.tuples(st.just("agree"), st.integers(0, 7)),
    limits,
    st.tuples(st.just("lift"), st.just("updates")),
    st.tuples(st.just("enter")),
    st.tuples(st.just("move"), st.sampled_from(ZONES)),
    st.tuples(st.just("midnight")),
)
hours, folds = st.sampled_from((0.2, 5, 13, 31, 75, 200)), st.sampled_from((True, True, True, False))
history = st.lists(st.tuples(hours, st.one_of(tells, mends, mends, turns), folds), min_size=15, max_size=28)
numbers = count()
AS_MANY = int(os.environ.get("HISTORIES", "0"))


def play(life: Life, name: str, arguments: tuple) -> None:
    if name == "midnight":
        with at(life.now):
            turn_engagement(life.house.clinic)
    elif name in ("answer", "withdraw", "correct"):
        if life.told:
            number, *more = arguments
            getattr(life, name)(life.told[number % len(life.told)], *more)
    else:
        getattr(life, name)(*arguments)


FEW = settings(
    max_examples=AS_MANY or 20,
    derandomize=not AS_MANY,
    database=None,
    deadline=None,
    phases=(Phase.generate, Phase.shrink) if os.environ.get("SHRINK") else (Phase.generate,),
    suppress_health_check=list(HealthCheck),
)


def test_folded_step_by_step_is_reckoned_from_nothing(harbour):
    begin = harbour.today - timedelta(days=harbour.today.weekday(), weeks=20)
    moment = datetime.combine(begin, time(11), ZoneInfo("America/New_York")).astimezone(UTC)
    fold_engagement(harbour.clinic)  # what the cast did today: the clock goes back now

    @FEW
    @given(history)
    def holds(steps):
        life = newcomer(harbour, f"n{next(numbers)}", moment)
        live(life, steps)

    holds()
    assert reconcile(harbour.clinic).differences == 0


def live(life: Life, steps: list) -> None:
    life.move("America/New_York")
    first = life.day
    life.pass_hours(26)
    life.enter()
    life.tell("question")
    for hours, (name, *arguments), folds in steps:
        life.pass_hours(hours)
        play(life, name, tuple(arguments))
        if folds:
            with at(life.now):
                fold_engagement(life.house.clinic)
    with at(life.now):
        fold_engagement(life.house.clinic)
        turn_engagement(life.house.clinic)
        found, right = reckoning.stored(life), reckoning.weeks(life, reckoning.today(life), first)
        assert found.keys() == right.keys()
        assert {week: (row, right[week]) for week, row in found.items() if row != right[week]} == {}
