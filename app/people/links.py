"""Ways in: links bound to one person, used once. A token is computed when its mail is built, never stored (must 17)."""

import hmac
from base64 import urlsafe_b64encode
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from flask import current_app
from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute

from app.people import slip_words
from app.people.models import LinkRequest, PortalLink, now
from tenants import scope as scopes
from tenants.db import changed, db, new_id

LIVES = {
    "invitation": timedelta(days=14),
    "sign-in": timedelta(minutes=20),
    "open": timedelta(minutes=20),
    "confirm": timedelta(days=7),
    "join": timedelta(days=7),
    "password": timedelta(minutes=60),
    "address": timedelta(days=1),
    "phone": timedelta(minutes=10),
    "notice": timedelta(days=7),
    "unsubscribe": timedelta(days=90),
    "no-answers": timedelta(days=90),
}
"""But for a slip: it lives until its clinic's day ends."""
PORTAL = frozenset({"invitation", "sign-in", "open", "confirm", "slip", "notice"})
"""What `/in/<token>` answers to. The others sign nobody in."""
BY_MAIL = frozenset({"invitation", "sign-in", "notice"})
"""What reaches a caregiver's inbox."""


ENDS = {"unsubscribe": "digests", "no-answers": "answers"}
"""What a press ends, by purpose: a field of `MailChoice`. Never used up; taken back with every other way."""


def token(link: UUID, purpose: str, clinic: UUID) -> str:
    """128 bits, 22 characters: a longer line is soft-wrapped in mail."""
    key = current_app.config["SETTINGS"].link_key.encode()
    return (
        urlsafe_b64encode(hmac.digest(key, f"{purpose}:{clinic}:{link}".encode(), "sha256")[:16]).decode().rstrip("=")
    )


def hashed(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def slip_code(link: UUID, clinic: UUID) -> str:
    """What stands on a slip: 50 bits, to be scanned or typed."""
    key = current_app.config["SETTINGS"].link_key.encode()
    return slip_words.written(hmac.digest(key, f"slip:{clinic}:{link}".encode(), "sha256"))


def new_link(
    purpose: str,
    *,
    caregiver: UUID | None = None,
    staff: UUID | None = None,
    part: UUID | None = None,
    by: UUID | None = None,
    id: UUID | None = None,
    until: datetime | None = None,
) -> PortalLink:
    """Adds a link to the open transaction. `part`: the involvement it is for. `by`: who made a slip, or reads out a code.
    `id`: the one its form carried. `until`: when it ends, if not as links of its kind do."""
    id, clinic = id or new_id(), scopes.current().clinic
    assert clinic is not None
    secret = slip_words.hashed(slip_code(id, clinic)) if purpose == "slip" else hashed(token(id, purpose, clinic))
    link = PortalLink(
        id=id, purpose=purpose, caregiver_id=caregiver, staff_id=staff, involvement_id=part, by_id=by,
        token_hash=secret, expires_at=until or now() + LIVES[purpose],
    )  # fmt: skip
    db.session.add(link)
    return link


def find(token: str, purposes: frozenset[str] = PORTAL) -> PortalLink | None:
    """The link of a token, in whatever state; None for one of another purpose. Read at the door."""
    as_typed = [hashed(token), slip_words.hashed(token)]
    mine = PortalLink.token_hash.in_(as_typed), PortalLink.purpose.in_(purposes)
    return db.session.scalar(db.select(PortalLink).where(*mine))


def has_entered(caregiver: UUID) -> bool:
    """Whether this person has ever come in, by a link or by a code."""
    by_link = db.select(PortalLink.id).where(PortalLink.caregiver_id == caregiver, PortalLink.used_at.is_not(None))
    by_code = db.select(LinkRequest.id).where(
        LinkRequest.caregiver_id == caregiver, LinkRequest.entered_at.is_not(None)
    )
    return any(db.session.scalar(each.limit(1)) is not None for each in (by_link, by_code))


INVITED = """exists (select 1 from portal_link k where k.clinic_id = :clinic and k.staff_id = s.id and k.purpose = 'join'
    and k.used_at is null and k.revoked_at is null)"""
"""`invited`, for statements that call the member of staff `s`."""


def joined(whom: str) -> str:
    """For a statement that binds :clinic and :first_owner: of the rows it calls `whom`, those whose `staff_id` works here and
    has joined, or joined again: somebody who is only invited does nothing yet. The first owner is in before the address is
    confirmed."""
    return f"""join staff_member s on s.clinic_id = :clinic and s.id = {whom}.staff_id and s.ended_at is null
  join staff_login l on l.clinic_id = :clinic and l.staff_id = s.id
    and (l.confirmed_at is not null or s.id = :first_owner) and not {INVITED}"""


def invited(staff: InstrumentedAttribute[UUID]) -> ColumnElement[bool]:
    """Whether an invitation to work here waits for its answer, in time or not: until then what was chosen before opens
    nothing, for somebody who had left."""
    waits = PortalLink.used_at.is_(None), PortalLink.revoked_at.is_(None), PortalLink.purpose == "join"
    of = PortalLink.clinic_id == scopes.current().clinic, PortalLink.staff_id == staff
    return db.select(PortalLink.id).where(*of, *waits).exists()


def is_good(link: PortalLink) -> bool:
    return link.used_at is None and link.revoked_at is None and link.expires_at > now()


def use(link: PortalLink, device_kind: str) -> bool:
    """Uses a link up. False when somebody else was quicker: of two at once, one enters."""
    used = changed(
        db.update(PortalLink)
        .where(
            PortalLink.id == link.id,
            PortalLink.used_at.is_(None),
            PortalLink.revoked_at.is_(None),
            PortalLink.expires_at > now(),
        )
        .values(used_at=now(), used_on=device_kind)
    )
    return bool(used)


def revoke(*whose: object) -> None:
    """Takes back every unused link that the conditions name."""
    db.session.execute(
        db.update(PortalLink)
        .where(*whose, PortalLink.used_at.is_(None), PortalLink.revoked_at.is_(None))
        .values(revoked_at=now())
    )
