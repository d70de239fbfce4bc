"""A caregiver without an address: the number to call back, and the word by which she is known on the phone (must 17)."""

import hmac
from datetime import datetime, timedelta
from uuid import UUID

from flask import current_app
from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.addresses import search_name
from app.people.models import now
from tenants import scope as scopes
from tenants.db import Moment, TenantModel, belongs_to, db

WRONG_A_DAY = 5


class CaregiverPhone(TenantModel):
    """The number on record: hers and the staff's alone. Nobody else is ever called for her."""

    __tablename__ = "caregiver_phone"
    __table_args__ = (belongs_to("caregiver", "caregiver_id"), UniqueConstraint("clinic_id", "caregiver_id"))

    caregiver_id: Mapped[UUID]
    number: Mapped[str] = mapped_column(String(30))
    at: Mapped[datetime] = mapped_column(Moment, default=now)


class PhoneWord(TenantModel):
    """The word she chose herself. The newest counts; nobody reads it, staff type what they hear."""

    __tablename__ = "phone_word"
    __table_args__ = (
        belongs_to("caregiver", "caregiver_id"),
        Index("ix_phone_word_caregiver", "clinic_id", "caregiver_id", "at"),
    )

    caregiver_id: Mapped[UUID]
    word_hash: Mapped[str] = mapped_column(String(64), deferred=True)
    at: Mapped[datetime] = mapped_column(Moment, default=now)


class HeardWord(TenantModel):
    """That a member of staff typed a word which was not hers."""

    __tablename__ = "heard_word"
    __table_args__ = (
        belongs_to("caregiver", "caregiver_id"),
        belongs_to("staff_member", "staff_id"),
        Index("ix_heard_word_caregiver", "clinic_id", "caregiver_id", "at"),
    )

    caregiver_id: Mapped[UUID]
    staff_id: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(Moment, default=now)


def word_hash(caregiver: UUID, word: str) -> str:
    """As it is said: without case, marks and dots, under a key outside the database."""
    key = current_app.config["SETTINGS"].code_key.encode()
    said = f"word:{scopes.current().clinic}:{caregiver}:{search_name(word)}"
    return hmac.digest(key, said.encode(), "sha256").hex()


def choose(caregiver: UUID, word: str) -> None:
    """Stores the word of somebody who chooses one now, in her own scope."""
    db.session.add(PhoneWord(caregiver_id=caregiver, word_hash=word_hash(caregiver, word)))


def number_of(caregiver: UUID) -> str | None:
    return db.session.scalar(db.select(CaregiverPhone.number).where(CaregiverPhone.caregiver_id == caregiver))


def note(caregiver: UUID, number: str) -> None:
    """Writes the number on record down, or another instead of it."""
    row = db.session.scalar(db.select(CaregiverPhone).where(CaregiverPhone.caregiver_id == caregiver))
    if row is None:
        db.session.add(CaregiverPhone(caregiver_id=caregiver, number=number))
    elif row.number != number:
        row.number, row.at = number, now()


def newest_word(caregiver: UUID) -> str | None:
    """The hash of her word, if she chose one."""
    hers = db.select(PhoneWord.word_hash).where(PhoneWord.caregiver_id == caregiver)
    return db.session.scalar(hers.order_by(PhoneWord.at.desc()).limit(1))


def wrong_today(caregiver: UUID) -> int:
    wrong = HeardWord.caregiver_id == caregiver, HeardWord.at > now() - timedelta(days=1)
    return db.session.scalar(db.select(db.func.count()).select_from(HeardWord).where(*wrong)) or 0


def is_her_word(caregiver: UUID, heard: str) -> bool:
    """Whether this is her word. A wrong one is written down; as staff, one after the other."""
    chosen = newest_word(caregiver) or ""
    if hmac.compare_digest(chosen, word_hash(caregiver, heard)):
        return True
    db.session.add(HeardWord(caregiver_id=caregiver, staff_id=scopes.current().person))
    return False
