"""`billing`: web, worker and queue die while Stripe tells of changes; each that was answered is kept, and is worked at once."""

import json
import logging
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import cycle
from random import Random
from threading import Event, Thread
from typing import Any

import psycopg

from dev import environment, stack
from dev.faults.breakable import Breakable, breakable
from dev.faults.paying import Paying, paying
from dev.faults.site import part
from dev.measures import say
from dev.stripe.endpoint import Endpoint
from dev.valkey import Valkey

EVENTS, QUICK_EVENTS = 10_000, 1_500
IN_FLIGHT = 20
PAUSE = 2.0
"""Seconds between two blows."""
PATIENCE = 240.0
"""Until all that waits is worked at."""
WAITING = "select count(*) from stripe_event where state = 'waiting'"
STORED = "select count(*), count(*) filter (where state = 'done') from stripe_event where starts_with(id, 'evt_told_')"
SEATS_TOLD = "select count(*) from audit_event where action = 'plan-changed' and detail -> 'what' @> '[\"seats\"]'"


@dataclass
class Storm:
    """Events told as Stripe tells them: signed, twenty at a time, again and again until they are answered."""

    hook: Endpoint
    clinics: list[Paying]
    chance: Random = field(default_factory=lambda: Random(9))
    again: int = 0
    over: Event = field(default_factory=Event)

    def tell(self, number: int) -> None:
        customer = self.clinics[number % len(self.clinics)].customer
        about = {"object": "subscription", "id": "sub_of_an_event", "customer": customer, "quantity": number}
        told = {"id": f"evt_told_{number}", "type": "customer.subscription.updated", "data": {"object": about}}
        body = json.dumps(told).encode()
        while not self.hook.takes(body):
            self.again += 1
            time.sleep(0.2)
        if self.chance.random() < 0.05:
            self.hook.takes(body)  # a replay

    def rage(self, many: int) -> None:
        with ThreadPoolExecutor(IN_FLIGHT) as stripe:
            list(stripe.map(self.tell, range(many)))
        self.over.set()


def measure(quick: bool) -> dict[str, Any]:
    many = QUICK_EVENTS if quick else EVENTS
    with stack.stack(SWEEP_SECONDS="1") as servers, ExitStack() as held:
        app = stack.application(servers.variables)
        logging.getLogger().setLevel(logging.ERROR)
        clinics = paying(app, 5)
        web, worker, _scheduler = (started(servers, name, held) for name in ("web", "worker", "scheduler"))
        secret = servers.variables["STRIPE_WEBHOOK_SECRET"]
        storm = Storm(Endpoint(environment.webhook_url(servers.port), secret), clinics)
        raging = Thread(target=storm.rage, args=(many,))
        raging.start()
        kills = blows(storm, app, web, worker, servers.valkey)
        raging.join()
        for each in (web, worker):
            each.revive()
        with psycopg.connect(servers.admin_url, autocommit=True) as rows:
            settled(rows, worker)
            kept, done = count(rows, STORED)
            told = count(rows, SEATS_TOLD)[0] - len(clinics)  # the first look of each
            left = count(rows, WAITING)[0]
        with app.app_context():
            wrong = [one for one in clinics if not one.is_as_at_stripe()]
    changes = sum(one.changes for one in clinics)
    return {
        "name": "billing",
        "rounds": kills,
        "acknowledged": many,
        "kept": kept,
        "worked_at": done,
        "waiting": left,
        "told_again": storm.again,
        "kills": kills,
        "changes": changes,
        "sent_twice": max(0, told - changes),
        "unknown_outcome": 0,
        "stand_otherwise": len(wrong),
        "ok": kept == done == many and not left and not wrong and told <= changes and storm.again > 0,
    }


def started(servers: stack.Stack, name: str, held: ExitStack) -> Breakable:
    return held.enter_context(breakable(lambda: part(servers, name), servers.place.logs))


def blows(storm: Storm, app: Any, web: Breakable, worker: Breakable, valkey: Valkey) -> int:
    """Web, worker and queue in turn, and in between seats change at Stripe. How many blows there were."""
    blow = 0
    for what in cycle(("web", "worker", "queue")):
        with app.app_context():
            storm.clinics[blow % len(storm.clinics)].change()
        if storm.over.wait(PAUSE) and blow >= 3:
            return blow
        if what == "queue":
            with valkey.client() as client:
                client.flushall()
        else:
            struck = web if what == "web" else worker
            struck.kill()
            struck.start()
        blow += 1
        say(f"{blow} blows, told again {storm.again}")
    return blow


def settled(rows: psycopg.Connection, worker: Breakable) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and count(rows, WAITING)[0]:
        worker.revive()
        time.sleep(0.5)


def count(rows: psycopg.Connection, statement: Any) -> tuple[int, ...]:
    return rows.execute(statement).fetchone() or (0, 0)
