"""Her own words to take along: asked for today, ready the next day, one file, on the device she asked on (must 22)."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app import audit
from app.people.models import now
from tenants.db import Moment, TenantModel, belongs_to, changed, db, stored

LASTS = timedelta(hours=24)


class WordsAsked(TenantModel):
    """A caregiver asked for everything she wrote. Taken back, the row goes; so it does when she signs out everywhere."""

    __tablename__ = "words_asked"
    __table_args__ = (
        belongs_to("caregiver", "caregiver_id"),
        UniqueConstraint("clinic_id", "id", "caregiver_id"),
        Index("ix_words_asked_caregiver", "clinic_id", "caregiver_id", "at"),
    )

    caregiver_id: Mapped[UUID]
    device_id: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(Moment, default=now)


class WordsFetched(TenantModel):
    """That what she asked for (it has the same id) was fetched: there is one."""

    __tablename__ = "words_fetched"
    __table_args__ = (belongs_to("words_asked", "id", "caregiver_id", to=("id", "caregiver_id"), on_delete="CASCADE"),)

    caregiver_id: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(Moment, default=now)


@dataclass(frozen=True)
class Words:
    """What she asked for last, and how far it is."""

    id: UUID
    at: datetime
    device: UUID
    fetched_at: datetime | None

    def ready_at(self, here: datetime) -> datetime:
        """The beginning of the day after, in the zone of `here`."""
        return datetime.combine(self.at.astimezone(here.tzinfo).date() + timedelta(days=1), time(), here.tzinfo)

    def state(self, here: datetime) -> str:
        """soon, ready, fetched or over. `here`: the moment, in the clinic's zone."""
        if self.fetched_at:
            return "fetched"
        ready = self.ready_at(here)
        return "soon" if here < ready else "ready" if here < ready + LASTS else "over"


def ask(id: UUID, caregiver: UUID, device: UUID) -> None:
    """Pressed twice, it is asked once."""
    row = WordsAsked(id=id, caregiver_id=caregiver, device_id=device)
    if stored("pk_words_asked", lambda: db.session.add(row)):
        audit.record("asked-for-words", "caregiver", caregiver)


def take_back(words: Words, caregiver: UUID) -> None:
    mine = db.delete(WordsAsked).where(WordsAsked.id == words.id).execution_options(synchronize_session=False)
    if changed(mine):
        audit.record("asks-no-more-for-words", "caregiver", caregiver)


def fetched(words: Words, caregiver: UUID) -> bool:
    """False: it was fetched before."""
    row = WordsFetched(id=words.id, caregiver_id=caregiver)
    if not stored("pk_words_fetched", lambda: db.session.add(row)):
        return False
    audit.record("took-words", "caregiver", caregiver)
    return True


def end_asked(caregiver: UUID) -> None:
    """As the door, or as staff: with "sign out everywhere" and with a changed address, what was not fetched ends."""
    hers = db.delete(WordsAsked).where(WordsAsked.caregiver_id == caregiver)
    db.session.execute(hers.execution_options(synchronize_session=False))
