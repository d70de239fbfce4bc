"""`mail`: whatever dies or refuses, each mail that is due goes once, or its row says that nobody can know."""

import time
from collections.abc import Callable, Sequence
from typing import Any

from dev.faults import kills, queue, server
from dev.faults.count import Count, counted
from dev.faults.site import Site, Untried, site
from dev.measures import say

Fault = Callable[[Site], int]
"""Breaks something while mails are due; answers how many it met."""


def measure(quick: bool) -> dict[str, Any]:
    """Three rounds of every fault; quick: one, in which nobody waits out a pause (`Deliveries.pass_time`)."""
    rounds = 1 if quick else 3
    with site(quick) as broken:
        met = broken_by(broken, kills.FAULTS, rounds)
        broken.another_worker()
        met |= broken_by(broken, (*queue.FAULTS, *server.FAULTS), rounds)
        return answer(counted(broken), met, rounds)


def broken_by(broken: Site, faults: Sequence[Fault], rounds: int) -> dict[str, int]:
    """How many mails each fault met. Ends when everything is final, or will never be."""
    met: dict[str, int] = {}
    began = time.monotonic()
    for fault in [*faults] * rounds:
        name = f"{fault.__module__.rpartition('.')[2]}.{fault.__name__}"
        try:
            hits = fault(broken)
        except Untried as reason:
            say(f"{name}: {reason}")
            hits = 0
        met[name] = met.get(name, 0) + hits
        say(f"{time.monotonic() - began:5.1f} s  {name} met {hits}")
    say(f"{broken.settle():5.1f} s  until everything was final")
    return met


def answer(count: Count, met: dict[str, int], rounds: int) -> dict[str, Any]:
    """`ok`: nothing lost, nothing twice, unknown only where the line or the worker died; and each fault met something."""
    kept_all = count.acknowledged == count.kept and not count.sent_twice
    few_unknown = count.unknown_outcome <= count.kills + count.dropped
    return {
        "name": "mail",
        "rounds": rounds,
        **vars(count),
        "met": met,
        "ok": kept_all and few_unknown and bool(met) and all(met.values()),
    }
