"""The scheduler: every minute it looks in the database for what is due or was lost. Safe when started twice."""

import logging
import signal
import time
from datetime import datetime, timedelta
from threading import Event
from uuid import uuid4

from flask import current_app
from sqlalchemy import exc, func, or_
from sqlalchemy.dialects.postgresql import insert

from app.jobs import Job
from tenants import scope as scopes
from tenants.db import changed, db, transaction
from tenants.models import Due, Lease
from tenants.scope import Audience, Scope

SWEEPS: dict[str, Job] = {}
"""What to do for each kind of due work; `create_app` hands them in."""
NAME = "scheduler"
log = logging.getLogger(__name__)


def leads(holder: str, seconds: float) -> bool:
    """Takes or keeps the lease: of several schedulers one works, and another takes over when it is gone."""
    with transaction(Scope(None, Audience.SYSTEM)) as scope:
        until = scope.now + timedelta(seconds=seconds)
        mine = insert(Lease).values(name=NAME, holder=holder, until=until, state={})
        taken = changed(
            mine.on_conflict_do_update(
                index_elements=["name"],
                set_={"holder": mine.excluded.holder, "until": mine.excluded.until},
                where=or_(Lease.holder == holder, Lease.until < scope.now),
            )
        )
        return bool(taken)


def sweep() -> int:
    """Enqueues one job for each clinic and kind of due work. Returns how many.

    A kind that newer code wrote during a deploy is left for the newer scheduler.
    """
    with transaction(Scope(None, Audience.SYSTEM)) as scope:
        waiting = db.session.execute(db.select(Due.clinic_id, Due.kind).where(Due.at <= scope.now).distinct()).all()
    known = [(clinic, kind) for clinic, kind in waiting if kind in SWEEPS]
    for clinic, kind in known:
        SWEEPS[kind].enqueue([str(clinic)])
    return len(known)


def state() -> dict[str, object]:
    """Whether a scheduler leads, and the age in seconds of its last sign of life."""
    every = current_app.config["SETTINGS"].sweep_seconds
    with transaction(Scope(None, Audience.SYSTEM)) as scope:
        until: datetime | None = db.session.scalar(db.select(Lease.until).where(Lease.name == NAME))
        waiting = db.session.scalar(db.select(func.count()).select_from(Due).where(Due.at <= scope.now))
    age = (scopes.moment() - until).total_seconds() + 3 * every if until else None
    return {"ok": until is not None and until > scopes.moment(), "age": age and round(age, 1), "due": waiting}


def loop() -> None:
    """Runs until it is told to stop. A database that is away is waited for."""
    stop, holder = Event(), uuid4().hex
    for sign in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sign, lambda *_: stop.set())
    every = current_app.config["SETTINGS"].sweep_seconds
    while not stop.is_set():
        begun = time.monotonic()
        try:
            if leads(holder, 3 * every):
                sweep()
        except (exc.OperationalError, exc.InterfaceError) as error:
            log.warning("database away", extra={"error": type(error).__name__})
        stop.wait(max(0.1, every - (time.monotonic() - begun)))
