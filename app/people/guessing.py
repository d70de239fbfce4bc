"""Guesses are counted before anything is compared: at an address, at a known device, at a person's codes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import String, UniqueConstraint, case
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from app.addresses import keyed
from app.people.models import now
from tenants import scope as scopes
from tenants.db import Moment, TenantModel, db, new_id

WITHIN = timedelta(minutes=15)
PASSWORDS = 10
CODES = 5


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
    about, moment = keyed(str(at), f"guess:{kind}"), now()
    row = insert(Guess).values(clinic_id=scopes.current().clinic, id=new_id(), about=about, since=moment, tries=1)
    over = Guess.since < moment - WITHIN
    upsert = row.on_conflict_do_update(
        index_elements=["clinic_id", "about"],
        set_={"tries": case((over, 1), else_=Guess.tries + 1), "since": case((over, moment), else_=Guess.since)},
    ).returning(Guess.tries)
    return Tries(about, (db.session.scalar(upsert) or 0) <= most)
