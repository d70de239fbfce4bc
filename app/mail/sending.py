"""From row to server. The next try and its backoff stand in the row; `sweeping` finds what no queue carried."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from uuid import UUID

from flask import current_app
from rq.timeouts import JobTimeoutException
from sqlalchemy import ColumnElement

from app.jobs import clinic_job, due
from app.mail import letters, smtp
from app.mail.models import Delivery
from app.web.metrics import count
from tenants import resolve
from tenants import scope as scopes
from tenants.db import changed, db, transaction
from tenants.scope import Audience, Scope

GIVES_UP_AFTER = timedelta(minutes=2)
"""A worker that holds a mail for longer is dead: the job's own limit is one minute."""
TRIES = 12
REFUSED: list[Callable[[Delivery], None]] = []
"""Told of each address that a server refused for good, by `app.people`."""


def waits(tries: int) -> timedelta:
    """A minute after the first try, then twice as long each time, at most four hours."""
    return min(timedelta(minutes=1) * 2 ** (tries - 1), timedelta(hours=4))


def to_be_sent(
    kind: str,
    *,
    caregiver: UUID | None = None,
    staff: UUID | None = None,
    link: UUID | None = None,
    request: UUID | None = None,
) -> None:
    """Adds a mail to the open transaction; it goes within seconds of the commit, or with the next sweep."""
    delivery = Delivery(kind=kind, caregiver_id=caregiver, staff_id=staff, link_id=link, request_id=request)
    db.session.add(delivery)
    db.session.flush()
    due("mail")
    send_mail.later(delivery.id)


def move(
    clinic: UUID,
    delivery: UUID,
    before: str,
    after: str,
    until: datetime | None = None,
    also: Iterable[Callable[[Delivery], None]] = (),
    **values: object,
) -> Delivery | None:
    """Takes a mail from one state to the next, in a transaction of its own, with what `also` goes with it.

    None: somebody else did.
    """
    with transaction(Scope(clinic, Audience.STAFF)) as scope:
        states: list[ColumnElement[bool]] = [Delivery.id == delivery, Delivery.state == before]
        if before == "queued":
            states.append(Delivery.next_try_at <= scope.now)
        ended = {} if until else {"ended_at": scope.now}
        moved = changed(
            db.update(Delivery)
            .where(*states)
            .values(state=after, **({"next_try_at": until} if until else ended), **values)
        )
        row = db.session.get(Delivery, (clinic, delivery)) if moved else None
        if row:
            for tell in also:
                tell(row)
    if row and not until:
        count("mails", after)
    return row


@clinic_job("mail", seconds=60)
def send_mail(clinic: UUID, delivery: UUID) -> None:
    """Sends one mail. At most once towards the person where that and at-least-once conflict; the row says so."""
    now = scopes.moment()
    claimed = move(clinic, delivery, "queued", "claimed", now + GIVES_UP_AFTER, tries=Delivery.tries + 1)
    if claimed is None:
        return
    site = resolve.of_id(clinic)
    try:
        with transaction(Scope(clinic, Audience.STAFF)):
            message = letters.built(site, claimed)
    except letters.NotYet as wait:
        move(clinic, delivery, "claimed", "queued", wait.at, tries=claimed.tries - 1)
        return
    except Exception as error:
        again(clinic, claimed, "claimed", type(error).__name__)
        raise
    if message is None:
        move(clinic, delivery, "claimed", "dropped")
        return
    handed_over = False

    def handing_over() -> None:
        nonlocal handed_over
        if move(clinic, delivery, "claimed", "sending", scopes.moment() + GIVES_UP_AFTER) is None:
            raise Overtaken
        handed_over = True

    try:
        with smtp.server(current_app.config["SETTINGS"].smtp_url) as line:
            smtp.send(line, message, handing_over)
            move(clinic, delivery, "sending", "sent")
    except Overtaken:
        return
    except (SMTPException, OSError) as error:
        failed(clinic, claimed, "sending" if handed_over else "claimed", error)
    except JobTimeoutException as error:
        failed(clinic, claimed, "sending" if handed_over else "claimed", error)
        raise


class Overtaken(Exception):
    """The sweep gave this worker up before it had handed over: another one sends."""


def status(error: Exception) -> int | None:
    """The server's answer, if it gave one."""
    if isinstance(error, SMTPRecipientsRefused):
        return next(iter(error.recipients.values()))[0]
    return error.smtp_code if isinstance(error, SMTPResponseException) else None


def failed(clinic: UUID, delivery: Delivery, state: str, error: Exception) -> None:
    """No to the address or to the mail: refused. No answer after handing over: nobody knows. Anything else: again; a no
    to our greeting, our password or our own address is ours to mend and says nothing about hers."""
    code = status(error) or 0
    said = f"{type(error).__name__} {code or ''}".strip()
    handed_over = state == "sending"
    if 500 <= code < 600 and (handed_over or isinstance(error, SMTPRecipientsRefused)):
        move(clinic, delivery.id, state, "refused", also=REFUSED, error=said)
    elif handed_over and not 400 <= code < 500:
        move(clinic, delivery.id, state, "unknown", error=said)
    else:
        again(clinic, delivery, state, said)


def again(clinic: UUID, delivery: Delivery, state: str, said: str) -> None:
    """Tried once more later; after the last try it stays visible as dropped."""
    if delivery.tries >= TRIES:
        move(clinic, delivery.id, state, "dropped", error=said)
    else:
        move(clinic, delivery.id, state, "queued", scopes.moment() + waits(delivery.tries), error=said)
