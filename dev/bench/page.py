"""`page`: the caregiver's home and the therapist's Today over their floors (performance.md)."""

import logging
from functools import partial
from random import Random
from statistics import median
from typing import Any

import psycopg
from sqlalchemy.engine import make_url

from dev import stack
from dev.bench import caseload
from dev.bench.floor import under
from dev.bench.visitor import Visitor, caregiver
from dev.measures import ratios, say
from tenants.db import db

BAR = 2.5
FAMILIES, SEED = 25, 20


def measure(quick: bool) -> dict[str, Any]:
    """Each figure is the median, over the rounds, of a page's time over its floor's; they alternate."""
    rounds, times = (3, 20) if quick else (9, 60)
    with stack.stack() as servers:
        app = stack.application(servers.variables)
        logging.getLogger().setLevel(logging.WARNING)  # a line a request
        with app.test_request_context():
            load = caseload.made(FAMILIES, Random(SEED))
            who = {
                "home": (caregiver(app, load.site, load.caregiver), "/home"),
                "today": (Visitor(app, load.site, staff_id=load.therapist), "/today"),
            }
        connect = {
            make_url(url).username or "": partial(connected, url)
            for name, url in servers.variables.items()
            if name.startswith("DATABASE_URL")
        }
        say(f"Asking for {len(who)} pages, {rounds} rounds of {2 * times} requests …")
        figures = {}
        for name, (visitor, path) in who.items():
            visitor.seconds(path, times)
            floor = under(app, visitor, path, connect)
            figures[name] = round(median(one(number, visitor, path, floor, times) for number in range(rounds)), 2)
        with app.app_context():
            for engine in db.engines.values():
                engine.dispose()
    return ratios("page", figures, BAR, rounds)


def connected(url: str) -> psycopg.Connection:
    return psycopg.connect(url.replace("+psycopg", "", 1))


def one(number: int, visitor: Visitor, path: str, floor: Any, times: int) -> float:
    """The page's time over the floor's, whichever came first."""
    sides = {}
    for side in ("page", "floor") if number % 2 else ("floor", "page"):
        sides[side] = visitor.seconds(path, times) if side == "page" else floor(times)
    return sides["page"] / sides["floor"]
