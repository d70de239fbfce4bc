"""A week's digests of one kind, made as a set: claimed, filled and handed to the mail in one transaction a batch.

All that remembers is in the database: a run's row says when it is tried next, a digest's row that its person has had one.
Killed at any moment, what was committed stands, and the next try goes on with who is left.
"""

import logging
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from time import monotonic
from uuid import UUID

from rq.timeouts import JobTimeoutException
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from app.digests import batch
from app.digests.clock import A_WEEK, SUPERVISION, Hour
from app.digests.models import Digest, Run, WeeklyLine
from app.jobs import clinic_job, done, due, seen
from app.web.metrics import count
from tenants import resolve
from tenants import scope as scopes
from tenants.db import changed, db, timed_id, transaction
from tenants.plans import Level
from tenants.resolve import ThisClinic
from tenants.scope import Audience, Scope

SWEEP = "digests"
BATCH = 200
TRIES = 8
"""In a row without getting anywhere; then somebody has to look."""
MAKES_FOR = 200.0
"""Seconds in which a job begins a batch; it goes on as another."""
AWAY = JobTimeoutException, OperationalError, InterfaceError
"""What says nothing of anybody's digest: tried again as it was."""
log = logging.getLogger(__name__)


def hours(clinic: ThisClinic) -> dict[str, Hour]:
    return {
        "home": Hour(clinic.digest_day, clinic.digest_minute, clinic.zone),
        "supervision": Hour(*SUPERVISION, clinic.zone),
    }


def waits(tries: int) -> timedelta:
    """A minute after the first try, then twice as long, at most an hour."""
    return min(timedelta(minutes=1) * 2 ** (tries - 1), timedelta(hours=1))


@clinic_job("digests", seconds=300)
def make_digests(clinic: UUID) -> None:
    """What is due, or was lost: begun, gone on with, and due again with the next moment. Safe to run twice and at once."""
    site, until = resolve.of_id(clinic), monotonic() + MAKES_FOR
    with transaction(Scope(clinic, Audience.STAFF)):
        rows = seen(SWEEP)
        begin_runs(site)
    for run in open_runs(clinic):
        make(site, run, until)
    with transaction(Scope(clinic, Audience.STAFF)) as scope:
        done(rows)
        late = db.session.scalar(db.select(db.func.min(Run.next_try_at)).where(Run.state == "open"))
        due(SWEEP, min([hour.next(scope.now) for hour in hours(site).values()] + ([late] if late else [])))
        if late and late <= scope.now and monotonic() >= until:
            make_digests.later()  # not where another worker is at it: the due row finds what that one leaves


def begin_runs(site: ThisClinic) -> None:
    """A row for each kind whose moment has come, once a week; with it the lines that wait are told as they are: the week's,
    and any that came too late for its own, or whose week was left out where the hour was moved. An older run ends: what it did
    not come to goes with this one."""
    now = scopes.current().now
    for kind, hour in hours(site).items():
        period, moment = hour.last(now)
        if moment < site.digests_from or (kind == "home" and not site.standing(now).lets(Level.ANSWER)):
            continue  # no mail leads families to where nobody reads
        row = {"id": timed_id(), "clinic_id": site.id, "kind": kind, "period": period, "due_at": moment}
        begun = insert(Run).values(row).on_conflict_do_nothing(index_elements=["clinic_id", "kind", "period"])
        if not changed(begun):
            continue
        older = Run.kind == kind, Run.period < period, Run.state == "open"
        db.session.execute(db.update(Run).where(*older).values(state="done", ended_at=now))
        if kind == "home":
            waiting = WeeklyLine.week <= period, WeeklyLine.told_at.is_(None)
            db.session.execute(db.update(WeeklyLine).where(*waiting).values(told_at=now))


def coming(site: ThisClinic, now: datetime) -> tuple[date, datetime]:
    """The week at home that comes next: its Monday and its moment. One that went is not made again where the hour was put off."""
    hour = hours(site)["home"]
    week = hour.coming(now)
    gone = Run.kind == "home", Run.period == week
    if db.session.scalar(db.select(Run.id).where(*gone)):
        week += A_WEEK
    return week, hour.of(week)


def open_runs(clinic: UUID) -> Sequence[Run]:
    with transaction(Scope(clinic, Audience.STAFF)) as scope:
        waiting = Run.state == "open", Run.next_try_at <= scope.now
        return db.session.scalars(db.select(Run).where(*waiting).order_by(Run.due_at)).all()


def make(site: ThisClinic, run: Run, until: float) -> None:
    """Batch after batch, until nobody is left, the time is over or another worker has it."""
    while monotonic() < until:
        try:
            people = next_batch(site, run)
        except AWAY as error:
            put_off(site.id, run, error)
            raise
        if not people:
            return


def next_batch(site: ThisClinic, run: Run) -> Sequence[UUID]:
    """Makes one batch, and answers with whom it was for; with nobody, the run has ended or somebody else is at it. Where the
    batch cannot be made, each of its people is tried alone: one whose digest cannot be made does not hold up the others."""
    people: Sequence[UUID] = []
    made = 0
    try:
        with transaction(Scope(site.id, Audience.STAFF)) as scope:
            if not held(run):
                return []
            people = batch.recipients(site, run, BATCH)
            if people:
                made = batch.make(site, run, people)
                if run.tries:
                    got_somewhere(run)
            else:
                ended = {"state": "done", "ended_at": scope.now, "error": None}
                db.session.execute(db.update(Run).where(Run.id == run.id).values(ended))
    except AWAY:
        raise
    except Exception as error:
        log.error("digests not made as a batch", extra={"clinic": str(site.id), "error": type(error).__name__})
        for person in people:
            alone(site, run, person)
        if not people:
            put_off(site.id, run, error)
        return people
    told("made", made)
    told("nothing", len(people) - made)
    return people


def told(outcome: str, times: int) -> None:
    if times:
        count("digests", outcome, times)


def held(run: Run) -> bool:
    """Whether this worker may go on: of two, one does."""
    mine = db.select(Run.id).where(Run.id == run.id, Run.state == "open").with_for_update(skip_locked=True)
    return db.session.scalar(mine) is not None


def alone(site: ThisClinic, run: Run, person: UUID) -> None:
    try:
        with transaction(Scope(site.id, Audience.STAFF)):
            told("made", batch.make(site, run, [person]))
    except AWAY:
        raise
    except Exception as error:
        log.error("digest not made", extra={"clinic": str(site.id), "error": type(error).__name__})
        with transaction(Scope(site.id, Audience.STAFF)):
            batch.claim(run, [person], state="failed", error=type(error).__name__[:60])
        told("failed", 1)


def put_off(clinic: UUID, run: Run, error: Exception) -> None:
    """The whole of it could not go on: the next try, and its reason, stand in the row."""
    try:
        with transaction(Scope(clinic, Audience.STAFF)) as scope:
            row = db.session.get_one(Run, (clinic, run.id))
            row.tries += 1
            row.error, row.next_try_at = type(error).__name__[:60], scope.now + waits(row.tries)
            if row.tries >= TRIES:
                row.state, row.ended_at = "stuck", scope.now
    except DBAPIError:
        log.warning("database away", extra={"clinic": str(clinic)})


def got_somewhere(run: Run) -> None:
    run.tries = 0
    db.session.execute(db.update(Run).where(Run.id == run.id).values(tries=0))


def once_more(run: Run) -> int:
    """Those that failed are made anew, and a run that got stuck goes on. How many digests that are: none of a week after which
    a newer one went, that held it all."""
    newer = Run.kind == run.kind, Run.period > run.period
    if db.session.scalar(db.select(Run.id).where(*newer).limit(1)):
        return 0
    again = db.update(Digest).where(Digest.kind == run.kind, Digest.period == run.period, Digest.state == "failed")
    failed = changed(again.values(state="nothing", error="once more"))
    if failed or run.state == "stuck":
        run.state, run.tries, run.next_try_at, run.ended_at = "open", 0, scopes.current().now, None
        due(SWEEP)
        make_digests.later()
    return failed


def is_due(site: ThisClinic, now: datetime) -> dict[str, datetime]:
    """When each kind goes next."""
    return {kind: hour.next(now) for kind, hour in hours(site).items()}
