"""`walls`: what row-level security costs a page: the same requests, on the same database, with it and without (performance.md)."""

import logging
from collections.abc import Callable
from functools import partial
from random import Random
from typing import Any

import psycopg
from psycopg import sql

from dev import stack
from dev.bench import caseload
from dev.bench.timing import Ask, typical
from dev.bench.visitor import Visitor, caregiver
from dev.measures import ratios, say
from tenants.db import db

BAR = 1.10
WARM = 12
"""Policies that are switched make every plan anew, and a plan is kept from the sixth time."""
FAMILIES, SEED = 25, 20
TABLES = "select relname from pg_class where relrowsecurity and relkind = 'r' and relnamespace = 'public'::regnamespace"


def measure(quick: bool) -> dict[str, Any]:
    """Each figure is the time with the walls over the time without; they alternate."""
    rounds, times = (4, 30) if quick else (10, 60)
    with stack.stack() as servers:
        app = stack.application(servers.variables)
        logging.getLogger().setLevel(logging.WARNING)  # a line a request
        with app.test_request_context():
            load = caseload.made(FAMILIES, Random(SEED))
            therapist = Visitor(app, load.site, staff_id=load.therapist)
            pages: dict[str, Ask] = {
                "home": caregiver(app, load.site, load.caregiver).asking("/home"),
                "today": therapist.asking("/today"),
                "dashboard": Visitor(app, load.site, staff_id=caseload.supervisor(load)).asking("/engagement"),
            }
        say(f"Asking for {len(pages)} pages, {rounds} rounds of {2 * times} requests …")
        with psycopg.connect(servers.admin_url, autocommit=True) as admin:
            walled = [name for (name,) in admin.execute(TABLES)]
            figures = {name: ratio(page, partial(switch, admin, walled), rounds, times) for name, page in pages.items()}
        with app.app_context():
            for engine in db.engines.values():
                engine.dispose()
    return ratios("walls", figures, BAR, rounds)


def ratio(page: Ask, switched: Callable[[bool], None], rounds: int, times: int) -> float:
    found: dict[bool, list[float]] = {True: [], False: []}
    for number in range(rounds):
        for walls in (True, False) if number % 2 else (False, True):
            switched(walls)
            for _ in range(WARM):
                page()
            found[walls] += [page() for _ in range(times)]
    switched(True)
    return round(typical(found[True]) / typical(found[False]), 3)


def switch(admin: psycopg.Connection, tables: list[str], up: bool) -> None:
    """Enables or disables the policies of these tables."""
    for name in tables:
        verb = sql.SQL("ENABLE" if up else "DISABLE")
        admin.execute(sql.SQL("ALTER TABLE {} {} ROW LEVEL SECURITY").format(sql.Identifier(name), verb))
