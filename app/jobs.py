"""The database remembers, the queue carries: a job gets ids, is enqueued after commit, and is safe to run twice."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Flask, current_app
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry
from rq import Queue
from rq.serializers import JSONSerializer
from sqlalchemy import event

from app import log
from tenants import scope as scopes
from tenants.db import TenantSession, db
from tenants.models import Due

QUEUES = ("mail", "digests", "default", "slow")


@dataclass(frozen=True)
class Job:
    """Work for one clinic. Called, it runs here and now; `later` runs it in the worker once this transaction stands."""

    name: str
    queue: str
    seconds: int
    work: Callable[..., None]

    def __call__(self, clinic: UUID, *ids: UUID) -> None:
        self.work(clinic, *ids)

    def later(self, *ids: UUID) -> None:
        """To be enqueued after the commit of the open transaction, for its clinic."""
        clinic = scopes.current().clinic
        db.session.info.setdefault("later", []).append((self, [str(clinic), *map(str, ids)]))

    def enqueue(self, arguments: list[str]) -> None:
        """Puts the job on its queue. Where Valkey is gone this only logs: the sweep finds the work in the database. One that
        takes up whatever its clinic has is not put there while it waits there already."""
        try:
            if len(arguments) == 1 and not valkey().set(waiting(self.name, *arguments), 1, nx=True, ex=WAITS):
                return
            queue(self.queue).enqueue(
                "app.jobs.run", self.name, *arguments, job_timeout=self.seconds, result_ttl=0, failure_ttl=86400
            )
        except RedisError as error:
            current_app.logger.warning("not enqueued", extra={"job": self.name, "error": type(error).__name__})


JOBS: dict[str, Job] = {}
WAITS = 60
"""Seconds after which a job that never began is put on its queue once more."""


def waiting(name: str, clinic: str) -> str:
    """The key that says this job waits for this clinic."""
    return f"waits:{name}:{clinic}"


def clinic_job(queue: str = "default", seconds: int = 60) -> Callable[[Callable[..., None]], Job]:
    """Registers a function of a clinic's id and further ids. It opens its own scopes and may run twice without harm."""

    def register(work: Callable[..., None]) -> Job:
        JOBS[work.__name__] = Job(work.__name__, queue, seconds, work)
        return JOBS[work.__name__]

    return register


class Failed(Exception):
    """A job's failure as the queue may keep it: class, SQLSTATE and constraint, and where; never a message (trust.md 6)."""


def run(name: str, clinic: str, *ids: str) -> None:
    """What the worker calls: plain strings in, ids to the job. Raises Failed, which tells nothing of any row."""
    try:
        if not ids:
            valkey().delete(waiting(name, clinic))  # before it looks: what comes from now on waits for the next one
        JOBS[name](UUID(clinic), *map(UUID, ids))
    except Exception as error:
        what, frames = log.described((type(error), error, error.__traceback__))
        raise Failed(f"{what} at {frames[-1]}") from None


def due(kind: str, at: Any = None) -> None:
    """Says beside a row that this clinic has work of that kind from `at` on (now, if not given): what the sweep goes by."""
    db.session.add(Due(kind=kind, at=at or scopes.current().now))


def soon(kind: str, name: str) -> None:
    """`due` now, and the job of that name once this transaction stands; once a transaction, however often it is said."""
    info = db.session.info
    if kind in info and info[kind] in db.session:  # not where a savepoint took it back
        return
    info[kind] = Due(kind=kind, at=scopes.current().now)
    db.session.add(info[kind])
    JOBS[name].later()


def seen(kind: str) -> list[UUID]:
    """The due rows of this kind there are now, to be handed to `done` when their work is done: one that comes meanwhile
    stays, whatever moment it names."""
    scope = scopes.current()
    mine = db.select(Due.id).where(Due.clinic_id == scope.clinic, Due.kind == kind, Due.at <= scope.now)
    return list(db.session.scalars(mine))


def done(rows: list[UUID]) -> None:
    db.session.execute(db.delete(Due).where(Due.clinic_id == scopes.current().clinic, Due.id.in_(rows)))


@event.listens_for(TenantSession, "after_commit")
def carry(session: TenantSession) -> None:
    for job, arguments in session.info.pop("later", []):
        job.enqueue(arguments)


@event.listens_for(TenantSession, "after_rollback")
def drop(session: TenantSession) -> None:
    session.info.pop("later", None)


def install(app: Flask) -> None:
    """One connection pool a process. A server that is away costs a page a third of a second, not four."""
    url = app.config["SETTINGS"].redis_url
    app.extensions["valkey"] = Redis.from_url(
        url, retry=Retry(NoBackoff(), 1), socket_connect_timeout=0.3, socket_timeout=0.3, health_check_interval=0
    )


def valkey() -> Redis:
    connection: Redis = current_app.extensions["valkey"]
    return connection


def queue(name: str) -> Queue:
    return Queue(name, connection=valkey(), serializer=JSONSerializer)
