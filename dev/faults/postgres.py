"""`postgres`: the database is stopped and killed in turn while caregivers write; what a page thanked for is there, once."""

import logging
import time
from collections import Counter
from contextlib import ExitStack
from itertools import count
from random import Random
from threading import Event, Thread
from typing import Any
from urllib.parse import urlsplit

import psycopg
from flask import Flask

from app.involvement.models import Involvement
from dev import stack
from dev.bench import caseload
from dev.bench.visitor import caregiver
from dev.faults.breakable import Breakable, breakable
from dev.faults.phone import Phone
from dev.faults.site import part
from dev.measures import say
from tenants.db import db, transaction
from tenants.resolve import ThisClinic
from tenants.scope import Audience, Scope

PHONES = 4
UP, DOWN = 1.5, 0.5
"""Seconds between two faults, and for which the database stays away."""
EXPECTED = {"GET 200", "GET 503", "POST 303", "POST 503"}


def measure(quick: bool) -> dict[str, Any]:
    """Each round stops it once and kills it once, under phones that write without a pause."""
    rounds = 1 if quick else 5
    with stack.stack(durable=True) as servers, ExitStack() as held:
        app = stack.application(servers.variables)
        logging.getLogger().setLevel(logging.ERROR)
        running = servers.processes["postgres"]
        database = held.enter_context(breakable(lambda: servers.postgres, servers.place.logs, running))
        web = part(servers, "web")
        held.enter_context(breakable(lambda: web, servers.place.logs))
        with app.test_request_context():
            phones = phones_of(app, servers.port)
            for engine in db.engines.values():
                engine.dispose()
        under_load(phones, database, rounds)
        with psycopg.connect(servers.admin_url) as connection:
            stored = Counter(words for (words,) in connection.execute("select body from update where kind = 'note'"))

    return answer(phones, stored, rounds)


def phones_of(app: Flask, port: int) -> list[Phone]:
    """One for each family of a clinic, signed in."""
    site = caseload.made(PHONES, Random(PHONES)).site
    with transaction(Scope(site.id, Audience.STAFF)):
        parts = db.session.execute(db.select(Involvement.caregiver_id, Involvement.child_id)).all()
    return [phone(app, site, port, *one) for one in parts]


def phone(app: Flask, site: ThisClinic, port: int, person: Any, child: Any) -> Phone:
    visitor = caregiver(app, site, person)
    host = urlsplit(visitor.base)
    name = app.config["SESSION_COOKIE_NAME"]
    cookie = visitor.client.get_cookie(name, domain=str(host.hostname))
    assert cookie is not None
    return Phone(port, host.netloc, f"{name}={cookie.value}", f"/updates/about/{child}")


def under_load(phones: list[Phone], database: Breakable, rounds: int) -> None:
    """Every phone writes until the last fault is over and the database is back."""
    over, numbers = Event(), count()

    def write(phone: Phone) -> None:
        while not over.is_set():
            phone.write(f"Note {next(numbers)}: she slept, and so did we.")

    threads = [Thread(target=write, args=(phone,)) for phone in phones]
    for thread in threads:
        thread.start()
    try:
        for number in range(rounds * 2):
            time.sleep(UP)
            database.kill() if number % 2 else database.stop()
            time.sleep(DOWN)
            database.start()
            say(f"round {number // 2 + 1}: {'killed' if number % 2 else 'stopped'} and started again")
        time.sleep(UP)
    finally:
        over.set()
        for thread in threads:
            thread.join()


def answer(phones: list[Phone], stored: Counter[str], rounds: int) -> dict[str, Any]:
    """`ok`: all that a page thanked for is there once, no words are gone from a page, nobody saw anything but a clear page."""
    sent = [words for phone in phones for words in phone.sent]
    refused = {words for phone in phones for words in phone.refused}
    statuses = sum((phone.statuses for phone in phones), Counter[str]())
    kept = sum(words in stored for words in sent)
    twice = sum(times > 1 for times in stored.values())
    lost = sum(len(phone.lost) for phone in phones)
    return {
        "name": "postgres",
        "rounds": rounds,
        "acknowledged": len(sent),
        "kept": kept,
        "sent_twice": twice,
        "unknown_outcome": 0,
        "kills": rounds * 2,
        "refused_first": len(refused),
        "typed_and_gone": lost,
        "answers": dict(sorted(statuses.items())),
        "ok": bool(sent and refused) and kept == len(sent) and not twice and not lost and set(statuses) <= EXPECTED,
    }
