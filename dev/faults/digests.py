"""`digests`: whatever dies or refuses while a week's digests are made and mailed, each who has something to read gets one."""

import time
from collections.abc import Callable
from typing import Any

from dev.faults import weekly
from dev.faults.site import Untried, site
from dev.faults.weekly import Weekly
from dev.measures import say
from dev.weeks.told import Told

Fault = Callable[[Weekly], int]
"""Breaks something while digests are due; answers how many it met."""
KILLS, QUICK_KILLS = 20, 5
FAULTS: tuple[Fault, ...] = (
    weekly.emptied, weekly.away, weekly.refusing, weekly.set_up_wrongly, weekly.slow, weekly.gone_before_the_answer,
    weekly.two_schedulers,
)  # fmt: skip


def measure(quick: bool) -> dict[str, Any]:
    """A worker is killed at so many moments, and then every other fault; quick: fewer, and nobody waits out a pause."""
    rounds, blows = (1, QUICK_KILLS) if quick else (2, KILLS)
    with site(quick) as broken:
        weeks = Weekly(broken)
        met = broken_by(weeks, [weekly.killed] * blows)
        broken.another_worker()
        met |= broken_by(weeks, [*FAULTS] * rounds)
        say(f"{weeks.settle():5.1f} s  until everything was final")
        return answer(weeks.told(), weeks, met, rounds)


def broken_by(weeks: Weekly, faults: list[Fault]) -> dict[str, int]:
    """How many digests each fault met that were not made or not mailed yet."""
    met: dict[str, int] = {}
    began = time.monotonic()
    for fault in faults:
        try:
            hits = fault(weeks)
        except Untried as reason:
            say(f"{fault.__name__}: {reason}")
            hits = 0
        met[fault.__name__] = met.get(fault.__name__, 0) + hits
        say(f"{time.monotonic() - began:5.1f} s  {fault.__name__} met {hits}")
    return met


def answer(count: Told, weeks: Weekly, met: dict[str, int], rounds: int) -> dict[str, Any]:
    """`ok`: one for each, none to anybody else, unknown only where the line or the worker died; and each fault met something."""
    good = count.due == count.kept and not count.twice and not count.unasked
    return {
        "name": "digests",
        "rounds": rounds,
        "acknowledged": count.due,
        "kept": count.kept,
        "sent_twice": count.twice,
        "unknown_outcome": count.unknown,
        "kills": weeks.broken.kills,
        "dropped": weeks.broken.dropped,
        "unasked": count.unasked,
        "runs_left": weeks.left(),
        "met": met,
        "ok": good
        and count.due > 0
        and count.unknown <= weeks.broken.kills + weeks.broken.dropped
        and not weeks.left()
        and bool(met)
        and all(met.values()),
    }
