"""`digests`: of ten thousand, each costs what one of five hundred costs; none goes twice and none is lost, though a worker is
killed on the way; and a set of them costs less than one query a recipient (performance.md)."""

import logging
from collections.abc import Mapping, Sequence
from statistics import median
from time import perf_counter
from typing import Any
from uuid import UUID

import psycopg
from flask import Flask

from app.digests import batch
from app.digests.making import BATCH
from app.digests.models import Run
from dev import stack
from dev.bench.dashboard import over
from dev.measures import commit, say
from dev.weeks.clinic import Week, week
from dev.weeks.course import Course, course
from dev.weeks.told import Told, arrived, mails_of, told
from tenants.db import db, transaction
from tenants.scope import Audience, Scope

SIZES, QUICK = (10_000, 500), (800, 100)
SIDES = 3
"""Clinics of the smaller size before the one of the larger, and as many after it."""
ROUNDS = 7
BARS = {
    "per_digest": ("<=", 1.1), "memory": ("<=", 1.2), "doubles": ("==", 0), "lost": ("==", 0), "unknown": ("<=", "kills"),
    "kills": (">=", 1), "set_over_one_by_one": ("<=", 0.5),
}  # fmt: skip


class TakenBack(Exception):
    """What was made for its time alone is not kept."""


def measure(quick: bool) -> dict[str, Any]:
    """One worker makes and mails the digests of one clinic after another; halfway through the largest it is killed."""
    sizes, sides = (QUICK, 1) if quick else (SIZES, SIDES)
    with stack.stack(SWEEP_SECONDS="1" if quick else "5") as servers:
        app = stack.application(servers.variables)
        logging.getLogger().setLevel(logging.WARNING)
        with psycopg.connect(servers.admin_url, autocommit=True) as admin:
            say(f"Clinics of {sizes[0]} and {sizes[1]} families …")
            few = [week(app, admin, f"few-{n}", sizes[1]) for n in range(2 * sides + 1)]
            many = week(app, admin, "many", sizes[0])
        found = set_over_one_by_one(app, few[0])
        with app.app_context():
            for engine in db.engines.values():
                engine.dispose()
        with course(servers, quick) as runs:
            figures = timed(runs, few, many)
            weeks = [*few, many]
            due = {person: address for one in weeks for person, address in one.people.items()}
            mails = mails_of(runs.admin, [one.site.id for one in weeks])
        count = told(due, mails, arrived(servers.place.folder / "outbox"))
    return answer(figures | {"kills": runs.kills, "set_over_one_by_one": found}, count, sizes)


def timed(runs: Course, few: Sequence[Week], many: Week) -> dict[str, float]:
    """The first warms up; half of the others come before the large one and half after it."""
    runs.run(few[0])
    half = len(few) // 2 + 1
    small = [runs.run(one) for one in few[1:half]]
    say(f"{len(many.people)} digests …")
    seconds, memory = runs.run(many, kill=True)
    small += [runs.run(one) for one in few[half:]]
    say(f"{seconds * 1000:.1f} ms each; of {len(few[0].people)}: {', '.join(f'{one * 1000:.1f}' for one, _ in small)}")
    return {
        "per_digest": round(seconds / median(one for one, _ in small), 3),
        "memory": round(memory / max(peak for _, peak in small), 3),
    }


def set_over_one_by_one(app: Flask, due: Week) -> float:
    """A batch made as the set it is, over the same people one after the other; in turn, and each taken back."""
    people = [*due.people][:BATCH]
    say(f"{len(people)} as a set and one by one, {ROUNDS} times …")
    times = [(making(app, due, [people]), making(app, due, [[one] for one in people])) for _ in range(ROUNDS)]
    return over([a for a, _ in times], [b for _, b in times])


def making(app: Flask, due: Week, batches: Sequence[Sequence[UUID]]) -> float:
    """Seconds."""
    try:
        with app.app_context(), transaction(Scope(due.site.id, Audience.STAFF)) as scope:
            run = Run(kind="home", period=due.period, due_at=scope.now)
            db.session.add(run)
            db.session.flush()
            begun = perf_counter()
            for people in batches:
                batch.make(due.site, run, people)
            took = perf_counter() - begun
            raise TakenBack
    except TakenBack:
        return took


def answer(figures: Mapping[str, float], count: Told, sizes: tuple[int, int]) -> dict[str, Any]:
    """lost: due, and in no final state. A mail to somebody with nothing to read is none of the figures, and not ok."""
    all = {
        "per_digest": figures["per_digest"], "memory": figures["memory"], "doubles": count.twice, "lost": count.due - count.kept,
        "unknown": count.unknown, "kills": figures["kills"], "set_over_one_by_one": figures["set_over_one_by_one"],
    }  # fmt: skip
    good = (
        all["per_digest"] <= 1.1, all["memory"] <= 1.2, not all["doubles"], not all["lost"], all["unknown"] <= all["kills"],
        all["kills"] >= 1, all["set_over_one_by_one"] <= 0.5, not count.unasked, count.due > 0,
    )  # fmt: skip
    return {
        "name": "digests",
        "figures": all,
        "bars": {name: list(bar) for name, bar in BARS.items()},
        "ok": good.count(True) == len(good),
        "rounds": ROUNDS,
        "digests": sizes[0],
        "against": sizes[1],
        "commit": commit(),
    }
