"""`queries`: a page asks the database a fixed number of times, however many families there are (performance.md)."""

import logging
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from random import Random
from typing import Any

from flask import Flask

from dev import stack
from dev.bench import caseload
from dev.bench.visitor import Visitor, caregiver
from dev.measures import commit, say
from tenants.db import db

MOST = 8
SIZES = (25, 200)
SIBLINGS = 3
SEED = 20


def measure(quick: bool) -> dict[str, Any]:
    """Each figure is the most statements one request made, of all rounds, with the clinic in its cache."""
    rounds = 3 if quick else 9
    with stack.stack() as servers:
        app = stack.application(servers.variables)
        logging.getLogger().setLevel(logging.WARNING)  # a line a request
        with app.test_request_context():
            pages = dict(opened(app, SIZES))
        say(f"Asking for {len(pages)} pages, {rounds} times each …")
        figures = {name: counted(ask, rounds) for name, ask in pages.items()}
        with app.app_context():
            for engine in db.engines.values():
                engine.dispose()
    return answer(figures, SIZES, rounds)


def counted(ask: Callable[[], int], rounds: int) -> int:
    ask()
    return max(ask() for _ in range(rounds))


def opened(app: Flask, sizes: Sequence[int]) -> Iterator[tuple[str, Callable[[], int]]]:
    """For each figure what counts it once."""
    chance = Random(SEED)
    for size in sizes:
        say(f"A therapist with {size} families …")
        load = caseload.made(size, chance)
        if size == sizes[0]:
            yield "home_1", partial(caregiver(app, load.site, load.caregiver).statements, "/home")
            caseload.siblings(load, SIBLINGS)
            yield "home_4", partial(caregiver(app, load.site, load.caregiver).statements, "/home")
        therapist = Visitor(app, load.site, staff_id=load.therapist)
        for name, path in (("today", "/today"), ("families", "/families"), ("child", f"/families/{load.child}")):
            yield f"{name}_{size}", partial(therapist.statements, path)
        supervisor = Visitor(app, load.site, staff_id=caseload.supervisor(load))
        yield f"dashboard_{size}", partial(supervisor.statements, "/engagement")


def answer(figures: dict[str, int], sizes: Sequence[int], rounds: int) -> dict[str, Any]:
    """`constant`: no page asks more often for more families, or more children."""
    of_size = [
        {name.partition("_")[0]: n for name, n in figures.items() if name.endswith(f"_{size}")} for size in sizes
    ]
    constant = all(one == of_size[0] for one in of_size) and figures["home_1"] == figures["home_4"]
    return {
        "name": "queries",
        "figures": figures,
        "bars": {name: ["<=", MOST] for name in figures},
        "constant": constant,
        "ok": constant and all(figure <= MOST for figure in figures.values()),
        "rounds": rounds,
        "commit": commit(),
    }
