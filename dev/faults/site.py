"""A running Withkin whose worker, queue and mail server can be broken one by one."""

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

import psycopg

from app.mail.sending import GIVES_UP_AFTER
from dev import stack
from dev.app_parts import app_parts
from dev.faults.breakable import Breakable, breakable
from dev.faults.clinic import Clinic
from dev.faults.deliveries import OPEN, Deliveries
from dev.outbox.client import Outbox
from dev.parts import Part
from dev.stack import Stack
from dev.valkey import Valkey
from tenants.db import db

Found = TypeVar("Found")
PATIENCE = GIVES_UP_AFTER.total_seconds() + 240
"""Seconds until everything must be final: a lost worker is given up, then three tries a minute, two and four apart."""

NOBODY = "refuse-rcpt"
"""How an address begins that the outbox knows nobody at."""


class Untried(Exception):
    """The fault met nothing, so nothing was tried."""


@dataclass
class Site:
    quick: bool
    clinic: Clinic
    deliveries: Deliveries
    post: Outbox
    server: Valkey
    valkey: Breakable
    outbox: Breakable
    scheduler: Breakable
    begin: Callable[[str], Breakable]
    """Starts one more of the app's processes, by name."""
    workers: list[Breakable]
    kept_in: Path
    """The outbox's folder."""
    promised: list[UUID] = field(default_factory=list)
    """The links of everybody who was told that an invitation is on its way."""
    to_nobody: set[UUID] = field(default_factory=set)
    """Those whose address the server does not know: they end refused."""
    lost: list[UUID] = field(default_factory=list)
    """Mails whose worker was killed."""
    kills: int = 0
    dropped: int = 0
    """Lines that went dead between the mail and the answer."""

    def invite(self, many: int, mailbox: str = "parent") -> list[UUID]:
        links = self.clinic.invite(many, mailbox)
        self.promised += links
        if mailbox == NOBODY:
            self.to_nobody.update(links)
        return links

    def arrived(self) -> Counter[str]:
        """How often the outbox holds each delivery's mail, by the delivery's id."""
        return Counter(mail["message_id"].partition(".")[0].strip("<") for mail in self.post.mails())

    def another_worker(self) -> None:
        """From here on two share the work."""
        self.workers.append(self.begin("worker"))

    def keep_up(self) -> None:
        """What died by itself starts again."""
        for part in (self.scheduler, *self.workers):
            part.revive()

    def wait_for(self, what: str, look: Callable[[], Found | None], seconds: float = 60) -> Found:
        """What `look` finds, as soon as it finds anything. Raises Untried."""
        until = time.monotonic() + seconds
        while not (found := look()):
            if time.monotonic() > until:
                raise Untried(what)
            self.keep_up()
            time.sleep(0.02)
        return found

    @contextmanager
    def behaving(self, **server: Any) -> Iterator[None]:
        """The mail server's switches, thrown for the time of the block."""
        self.post.behave(**server)
        try:
            yield
        finally:
            self.post.behave()

    def settle(self) -> float:
        """Waits until every mail is final. Returns how many seconds that took; gives up quietly, to be counted."""
        began = time.monotonic()
        while time.monotonic() - began < PATIENCE and self.deliveries.are(self.promised, *OPEN):
            self.keep_up()
            if self.quick:
                self.deliveries.pass_time(self.lost)
            time.sleep(0.2)
        return time.monotonic() - began


def part(servers: Stack, name: str) -> Part:
    """One of the app's processes, as new."""
    parts = app_parts(servers.port, servers.variables, datetime.now(UTC))
    return next(each for each in parts if each.name == name)


@contextmanager
def site(quick: bool) -> Iterator[Site]:
    with stack.stack(SWEEP_SECONDS="1") as servers, ExitStack() as held:
        app = stack.application(servers.variables)
        logging.getLogger().setLevel(logging.ERROR)

        def begun(name: str) -> Breakable:
            running = servers.processes.get(name)
            make = (lambda: running.part) if running else (lambda: part(servers, name))
            return held.enter_context(breakable(make, servers.place.logs, running))

        yield Site(
            quick=quick,
            clinic=Clinic(app),
            deliveries=Deliveries(held.enter_context(psycopg.connect(servers.admin_url, autocommit=True))),
            post=Outbox(servers.outbox_url),
            server=servers.valkey,
            valkey=begun("valkey"),
            outbox=begun("outbox"),
            scheduler=begun("scheduler"),
            begin=begun,
            workers=[begun("worker")],
            kept_in=servers.place.folder / "outbox",
        )
        with app.app_context():
            for engine in db.engines.values():
                engine.dispose()
