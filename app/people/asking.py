"""Somebody asked for a link by typing an address: written down at the door, known or not, and looked up by a job."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from secrets import choice
from uuid import UUID

from sqlalchemy import ColumnElement, func

from app.addresses import address_key
from app.jobs import done, seen
from app.people.models import LinkRequest, PortalLink, now
from tenants.db import db, new_id, transaction
from tenants.scope import Audience, Scope

SAME_LINK = timedelta(minutes=20)
MAILS_OF_ONE_LINK = 4
LETTERS = "ABCDEFHJKLMNPRTWXY"


def ask(address: str, purpose: str) -> LinkRequest:
    """Writes down that this browser asked for this address. The same statements, known or not."""
    request = LinkRequest(
        id=new_id(),
        purpose=purpose,
        address_key=address_key(address),
        tag="".join(choice(LETTERS) for _ in range(4)),
    )
    db.session.add(request)
    db.session.flush()
    return request


def taken_up(request: UUID) -> LinkRequest | None:
    """The request, if no other job answered it; answered from now on."""
    unanswered = db.select(LinkRequest).where(LinkRequest.id == request, LinkRequest.answered_at.is_(None))
    row = db.session.scalar(unanswered.with_for_update())
    if row:
        row.answered_at = now()
    return row


def current_link(purpose: str, whose: ColumnElement[bool]) -> PortalLink | None:
    """A second request within twenty minutes sends the same link."""
    return db.session.scalar(
        db.select(PortalLink)
        .where(
            whose,
            PortalLink.purpose == purpose,
            PortalLink.used_at.is_(None),
            PortalLink.revoked_at.is_(None),
            PortalLink.expires_at > now(),
            PortalLink.made_at > now() - SAME_LINK,
        )
        .order_by(PortalLink.made_at.desc())
        .limit(1)
    )


def mailed_enough(link: PortalLink) -> bool:
    """Of a link that works a few mails are enough. Whoever asks in somebody's name all day must not silence theirs: each
    new link is mailed, and that is at most one in twenty minutes while it is not used."""
    answered = db.select(func.count()).select_from(LinkRequest).where(LinkRequest.link_id == link.id)
    return (db.session.scalar(answered) or 0) >= MAILS_OF_ONE_LINK


def waiting(purpose: str) -> Sequence[UUID]:
    """Requests that no queue carried."""
    lately = LinkRequest.answered_at.is_(None), LinkRequest.at > now() - SAME_LINK
    return db.session.scalars(db.select(LinkRequest.id).where(LinkRequest.purpose == purpose, *lately)).all()


def sweep(clinic: UUID, kind: str, purpose: str, answer: Callable[[UUID, UUID], None]) -> None:
    """Answers requests that no queue carried, each in scopes of its own. `kind`: of the due rows that are done by it."""
    with transaction(Scope(clinic, Audience.STAFF)):
        rows, requests = seen(kind), waiting(purpose)
    for request in requests:
        answer(clinic, request)
    with transaction(Scope(clinic, Audience.STAFF)):
        done(rows)
