"""`walls`: what row-level security costs a page: the same requests, on the same database, with it and without (performance.md)."""

import logging
from collections.abc import Callable
from functools import partial
from random import Random
from statistics import median
from typing import Any

import psycopg
from psycopg import sql

from dev import stack
from dev.bench import caseload
from dev.bench.visitor import Visitor, caregiver
from dev.measures import ratios, say
from tenants.db import db

BAR = 1.10
FAMILIES, SEED = 25, 20
TABLES = "select relname from pg_class where relrowsecurity and relkind = 'r' and relnamespace = 'public'::regnamespace"

Page = Callable[[int], float]
"""Asked so many times, it answers with the seconds that took."""


def measure(quick: bool) -> dict[str, Any]:
    """Each figure is the median, over the rounds, of the time with the walls over the time without; they alternate."""
    rounds, times = (3, 20) if quick else (9, 60)
    with stack.stack() as servers:
        app = stack.application(servers.variables)
        logging.getLogger().setLevel(logging.WARNING)  # a line a request
        with app.test_request_context():
            load = caseload.made(FAMILIES, Random(SEED))
            therapist = Visitor(app, load.site, staff_id=load.therapist)
            pages: dict[str, Page] = {
                "home": partial(caregiver(app, load.site, load.caregiver).seconds, "/home"),
                "today": partial(therapist.seconds, "/today"),
            }
        say(f"Asking for {len(pages)} pages, {rounds} rounds of {2 * times} requests …")
        with psycopg.connect(servers.admin_url, autocommit=True) as admin:
            walled = [name for (name,) in admin.execute(TABLES)]
            figures = {name: ratio(page, partial(switch, admin, walled), rounds, times) for name, page in pages.items()}
        with app.app_context():
            for engine in db.engines.values():
                engine.dispose()
    return ratios("walls", figures, BAR, rounds)


def ratio(page: Page, switched: Callable[[bool], None], rounds: int, times: int) -> float:
    switched(True)
    page(times)
    found = []
    for number in range(rounds):
        sides = {}
        for walls in (True, False) if number % 2 else (False, True):
            switched(walls)
            page(3)  # plans are made anew
            sides[walls] = page(times)
        found.append(sides[True] / sides[False])
    switched(True)
    return round(median(found), 3)


def switch(admin: psycopg.Connection, tables: list[str], up: bool) -> None:
    """Enables or disables the policies of these tables."""
    for name in tables:
        verb = sql.SQL("ENABLE" if up else "DISABLE")
        admin.execute(sql.SQL("ALTER TABLE {} {} ROW LEVEL SECURITY").format(sql.Identifier(name), verb))
