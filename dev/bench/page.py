"""`page`: the caregiver's home and the therapist's Today over their floors (performance.md)."""

import logging
from functools import partial
from random import Random
from typing import Any

import psycopg
from sqlalchemy.engine import make_url

from dev import stack
from dev.bench import caseload
from dev.bench.floor import under
from dev.bench.timing import Ask, typical
from dev.bench.visitor import Visitor, caregiver
from dev.measures import ratios, say
from tenants.db import db

BAR = 2.5
FAMILIES, SEED = 25, 20


def measure(quick: bool) -> dict[str, Any]:
    """Each figure is a page's time over its floor's, one request of each in turn."""
    warm, rounds = (20, 100) if quick else (60, 500)
    with stack.stack() as servers:
        app = stack.application(servers.variables)
        logging.getLogger().setLevel(logging.WARNING)  # a line a request
        with app.test_request_context():
            load = caseload.made(FAMILIES, Random(SEED))
            who = {
                "home": (caregiver(app, load.site, load.caregiver), "/home"),
                "today": (Visitor(app, load.site, staff_id=load.therapist), "/today"),
                "dashboard": (Visitor(app, load.site, staff_id=caseload.supervisor(load)), "/engagement"),
            }
        connect = {
            make_url(url).username or "": partial(connected, url)
            for name, url in servers.variables.items()
            if name.startswith("DATABASE_URL")
        }
        say(f"Asking for {len(who)} pages, {rounds} times beside its floor …")
        figures = {}
        for name, (visitor, path) in who.items():
            ask = visitor.asking(path)
            for _ in range(warm):
                ask()
            figures[name] = over(ask, under(app, visitor, path, connect), warm, rounds)
        with app.app_context():
            for engine in db.engines.values():
                engine.dispose()
    return ratios("page", figures, BAR, rounds)


def connected(url: str) -> psycopg.Connection:
    return psycopg.connect(url.replace("+psycopg", "", 1))


def over(page: Ask, floor: Ask, warm: int, rounds: int) -> float:
    times = [(page(), floor()) for _ in range(warm + rounds)][warm:]
    above, below = zip(*times, strict=True)
    return round(typical(list(above)) / typical(list(below)), 2)
