"""A caregiver takes back what she told: nobody reads it any more, and nothing is deleted (must 20)."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app import audit, happened
from app.boundaries.policy import circle
from app.people.models import now
from app.updates.models import Update, Waiting, in_her_own
from app.updates.sharing import unshare
from tenants import scope as scopes
from tenants.db import Moment, TenantModel, belongs_to, db, stored

OPEN_FOR = timedelta(minutes=30)
"""How long a reason opens what was withdrawn, to whoever gave it."""


class Withdrawal(TenantModel):
    """That an update (it has the same id) was withdrawn by its author. Her words stay where they are; no page shows them."""

    __tablename__ = "withdrawal"
    __table_args__ = (
        belongs_to("update", "id", "author_id", "child_id", to=("id", "author_id", "child_id")),
        Index("ix_withdrawal_child", "clinic_id", "child_id"),
    )

    author_id: Mapped[UUID]
    child_id: Mapped[UUID]
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    circle: Mapped[UUID] = mapped_column(in_her_own("author_id"))


class WithdrawnReading(TenantModel):
    """Why a member of the care team opened what was withdrawn. The reason is the staff's alone."""

    __tablename__ = "withdrawn_reading"
    __table_args__ = (
        belongs_to("withdrawal", "withdrawal_id"),
        belongs_to("staff_member", "staff_id"),
        CheckConstraint("length(reason) > 0", name="reason"),
        Index("ix_withdrawn_reading_withdrawal", "clinic_id", "withdrawal_id", "at"),
    )

    withdrawal_id: Mapped[UUID]
    staff_id: Mapped[UUID]
    reason: Mapped[str] = mapped_column(String(400))
    at: Mapped[datetime] = mapped_column(Moment, default=now)


def withdraw(update: UUID, part: UUID, child: UUID, today: date) -> bool:
    """In its author's own scope, also of a part that has ended. False: withdrawn before.

    What waited for the clinic waits no more; an answer she has stays with her.
    """
    row = Withdrawal(id=update, author_id=part, child_id=child)
    if not stored("pk_withdrawal", lambda: db.session.add(row)):
        return False
    unshare(update)
    db.session.execute(db.delete(Waiting).where(Waiting.id == update))
    family = scopes.current().family
    ended = family is not None and part not in family.parts
    happened.tell("withdrawn", part, today, of=update, sign=-1, circle=circle("own", part) if ended else None)
    audit.record("withdrew", "update", update, child=child)
    return True


def is_withdrawn(update: Update) -> bool:
    return db.session.get(Withdrawal, (update.clinic_id, update.id)) is not None


def open_with(id: UUID, withdrawal: Withdrawal, reason: str) -> None:
    """The person of the open scope gives a reason. Pressed twice, it is given once."""
    row = WithdrawnReading(id=id, withdrawal_id=withdrawal.id, staff_id=scopes.current().person, reason=reason)
    stored("pk_withdrawn_reading", lambda: db.session.add(row))
