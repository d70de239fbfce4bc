"""What the scheduler has done every minute for mail: what no queue carried goes, and what a dead worker holds is freed."""

from collections.abc import Sequence
from datetime import datetime
from time import monotonic
from uuid import UUID

from flask import current_app
from rq.timeouts import JobTimeoutException
from sqlalchemy import ColumnElement, and_, func
from sqlalchemy.exc import DBAPIError

from app.jobs import clinic_job, done, due, seen
from app.mail.models import Delivery
from app.mail.sending import TRIES, send_mail
from tenants.db import db, transaction
from tenants.scope import Audience, Scope

BATCH = 200
"""Mails a sweep looks at, at most."""
SWEEPS_FOR = 20.0
"""Seconds in which a sweep begins a mail: the last one still has most of the job's minute."""


@clinic_job("digests", seconds=60)
def sweep_mail(clinic: UUID) -> None:
    """Sends what is due and was not carried, gives up dead workers, and says when to look again. Behind the mails that have
    a job of their own: somebody who waits for a way in waits for one sweep at most, however many are asked for."""
    with transaction(Scope(clinic, Audience.STAFF)) as scope:
        rows = seen("mail")
        late = Delivery.next_try_at <= scope.now
        give_up(late, scope.now)
        waiting = db.session.scalars(
            db.select(Delivery.id).where(Delivery.state == "queued", late).order_by(Delivery.next_try_at).limit(BATCH)
        ).all()
    send_each(clinic, waiting)
    with transaction(Scope(clinic, Audience.STAFF)) as scope:
        soonest = db.session.scalar(
            db.select(func.min(Delivery.next_try_at)).where(Delivery.state.in_(("queued", "claimed", "sending")))
        )
        done(rows)
        if soonest:
            due("mail", soonest)
            if soonest <= scope.now:
                sweep_mail.later()


def give_up(late: ColumnElement[bool], now: datetime) -> None:
    """Takes the mails of dead workers from them. Nothing had left of a claimed one: it is tried again."""
    ended = {"ended_at": now, "error": "worker lost"}
    stuck: list[tuple[ColumnElement[bool], dict[str, object]]] = [
        (Delivery.state == "sending", {"state": "unknown", **ended}),
        (and_(Delivery.state == "claimed", Delivery.tries >= TRIES), {"state": "dropped", **ended}),
        (Delivery.state == "claimed", {"state": "queued", "next_try_at": now}),
    ]
    for which, values in stuck:
        db.session.execute(db.update(Delivery).where(which, late).values(**values))


def send_each(clinic: UUID, waiting: Sequence[UUID]) -> None:
    """Sends these while there is time; another sweep goes on. One that cannot be built does not hold up the others."""
    until = monotonic() + SWEEPS_FOR
    for delivery in waiting:
        if monotonic() > until:
            return
        try:
            send_mail(clinic, delivery)
        except (JobTimeoutException, DBAPIError):
            raise
        except Exception:
            current_app.logger.exception("mail not built", extra={"delivery": str(delivery)})
