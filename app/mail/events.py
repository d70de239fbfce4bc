"""What the mail service tells us of a mail after it took it: that it came back, or was called unwanted. Signed, each once."""

import hmac
import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid5

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.mail.models import OLD_ADDRESS, Delivery
from app.mail.sending import REFUSED
from tenants import scope as scopes
from tenants.db import Moment, TenantModel, belongs_to, db, stored

NAMESPACE = UUID("5e0f6f0a-3f0d-4f5e-9a6e-2d4c1b7a9e10")
"""Ids of events are theirs; ours are made from them, so that one that comes twice is the same row."""
KINDS = ("bounced", "unwanted")
TOLERANCE = timedelta(minutes=5)
DAYS = 3
"""On so many different days mail must come back before we stop: one bad night of a server is no address that is gone."""
LATELY = timedelta(days=90)


class MailEvent(TenantModel):
    __tablename__ = "mail_event"
    __table_args__ = (
        belongs_to("delivery", "delivery_id"),
        CheckConstraint(f"kind in {KINDS}", name="kind"),
        Index("ix_mail_event_delivery", "clinic_id", "delivery_id"),
    )

    delivery_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(Moment, default=lambda: scopes.current().now)


@dataclass(frozen=True)
class Told:
    """One event, as it was sent. Which mail is meant says the Message-ID we gave it, never an address."""

    id: UUID
    kind: str
    clinic: UUID
    delivery: UUID


class NotOurs(ValueError):
    """No such mail, or nothing we understand: it changes nothing."""


def signature(key: str, at: int, body: bytes) -> str:
    return hmac.new(key.encode(), f"{at}.".encode() + body, sha256).hexdigest()


def is_signed(key: str, header: str, body: bytes, now: datetime) -> bool:
    """`t=<seconds since 1970>,v1=<hex>`, made within five minutes."""
    parts = dict(part.partition("=")[::2] for part in header.split(","))
    at, given = parts.get("t", ""), parts.get("v1", "")
    if (
        not (at.isascii() and at.isdigit() and len(at) < 12)
        or abs(now.timestamp() - int(at)) > TOLERANCE.total_seconds()
    ):
        return False
    return hmac.compare_digest(signature(key, int(at), body), given)


def read(body: bytes) -> Told:
    """`{"id", "type": "bounced" | "unwanted", "message_id"}`. Raises NotOurs."""
    try:
        said = json.loads(body)
        delivery, _, rest = said["message_id"].strip("<>").partition(".")
        told = Told(uuid5(NAMESPACE, str(said["id"])), said["type"], UUID(rest.partition("@")[0]), UUID(delivery))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise NotOurs from None
    if told.kind not in KINDS:
        raise NotOurs
    return told


def store(told: Told) -> bool:
    """In the clinic's own scope. False: it was told before. Raises NotOurs for a mail that we did not send."""
    delivery = db.session.get(Delivery, (told.clinic, told.delivery))
    if delivery is None:
        raise NotOurs
    row = MailEvent(id=told.id, delivery_id=told.delivery, kind=told.kind)
    if not stored("pk_mail_event", lambda: db.session.add(row)):
        return False
    if delivery.error == OLD_ADDRESS:
        return True
    if told.kind == "unwanted" or days_of(delivery) >= DAYS:
        for tell in REFUSED:
            tell(delivery)
    return True


def address_gone(caregiver: UUID) -> None:
    """Her address is another from now on: mail that has not left does not go, and whoever reads the old inbox silences
    nothing by what is said there of mail that has."""
    hers = Delivery.caregiver_id == caregiver
    waits, left = Delivery.state == "queued", Delivery.state.in_(("sending", "sent", "unknown"))
    db.session.execute(db.update(Delivery).where(hers, waits).values(state="dropped", error=OLD_ADDRESS))
    db.session.execute(db.update(Delivery).where(hers, left).values(error=OLD_ADDRESS))


def days_of(delivery: Delivery) -> int:
    """On how many days mail to this person came back lately. What was called unwanted has marked the address already."""
    whose = (
        Delivery.caregiver_id == delivery.caregiver_id
        if delivery.caregiver_id
        else Delivery.staff_id == delivery.staff_id
    )
    of = (Delivery.clinic_id == MailEvent.clinic_id) & (Delivery.id == MailEvent.delivery_id)
    days = db.func.date_trunc("day", MailEvent.at, "UTC")
    here = whose, Delivery.error.is_distinct_from(OLD_ADDRESS)
    lately = MailEvent.at > scopes.current().now - LATELY, *here
    return (
        db.session.scalar(
            db.select(db.func.count(days.distinct())).select_from(MailEvent).join(Delivery, of).where(*lately)
        )
        or 0
    )
