"""Guesses are counted before anything is compared: at an address, at a known device, at a person's codes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import String, UniqueConstraint, case
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from app.addresses import keyed
from app.jobs import clinic_job, done, due, seen
from app.people.models import Device, StaffLogin, now
from tenants import scope as scopes
from tenants.db import Moment, TenantModel, db, new_id, transaction
from tenants.scope import Audience, Scope

WITHIN = timedelta(minutes=15)
PASSWORDS = 10
CODES = 5
KEPT = timedelta(days=1)


class Guess(TenantModel):
    """How often something was guessed at since `since`: an address known or unknown, a device, a person's codes."""

    __tablename__ = "guess"
    __table_args__ = (UniqueConstraint("clinic_id", "about"),)

    about: Mapped[str] = mapped_column(String(64))
    """A keyed hash of what is guessed at."""
    since: Mapped[datetime] = mapped_column(Moment, default=now)
    tries: Mapped[int]


@dataclass(frozen=True)
class Tries:
    """One that is counted now. `allowed`: whether it may be compared at all."""

    about: str
    allowed: bool

    def forgive(self) -> None:
        """It was right: the next one begins anew."""
        db.session.execute(db.update(Guess).where(Guess.about == self.about).values(tries=0))


def counted(kind: str, at: object, most: int) -> Tries:
    """Counts one try. Two at once wait for each other here, so that no number of them at once is more than `most`."""
    about, moment = about_of(kind, at), now()
    row = insert(Guess).values(clinic_id=scopes.current().clinic, id=new_id(), about=about, since=moment, tries=1)
    over = Guess.since < moment - WITHIN
    upsert = row.on_conflict_do_update(
        index_elements=["clinic_id", "about"],
        set_={"tries": case((over, 1), else_=Guess.tries + 1), "since": case((over, moment), else_=Guess.since)},
    ).returning(Guess.tries)
    due("guesses", moment + KEPT)
    return Tries(about, (db.session.scalar(upsert) or 0) <= most)


def about_of(kind: str, at: object) -> str:
    return keyed(str(at), f"guess:{kind}")


def forgive_passwords(staff: UUID) -> None:
    """A new password was set by a link: what was guessed at the old one keeps nobody out. Before the password is written,
    so that this waits for whoever is comparing, and they do not wait for this."""
    address = db.session.scalar(db.select(StaffLogin.address_key).where(StaffLogin.staff_id == staff))
    theirs = db.session.scalars(db.select(Device.id).where(Device.staff_id == staff))
    abouts = [about_of("address", address), *(about_of("device", id) for id in theirs)]
    db.session.execute(db.update(Guess).where(Guess.about.in_(abouts)).values(tries=0))


@clinic_job("slow")
def sweep_guesses(clinic: UUID) -> None:
    """Forgets what was guessed at a day ago: it is counted for a quarter of an hour."""
    with transaction(Scope(clinic, Audience.STAFF)):
        rows = seen("guesses")
    with transaction(Scope(clinic, Audience.DOOR)) as scope:
        db.session.execute(db.delete(Guess).where(Guess.since <= scope.now - KEPT))
    with transaction(Scope(clinic, Audience.STAFF)):
        done(rows)
