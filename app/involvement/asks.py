"""What a caregiver asks for: less for now, or more again."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.people.models import now
from tenants import scope as scopes
from tenants.db import Moment, TenantModel, belongs_to, db

WAYS = ("less", "more")


class AgreementAsk(TenantModel):
    """What one caregiver asks for, one thing at a time. She deletes it while nobody has answered."""

    __tablename__ = "agreement_ask"
    __table_args__ = (
        belongs_to("involvement", "involvement_id"),
        belongs_to("staff_member", "answered_by"),
        CheckConstraint(f"way in {WAYS}", name="way"),
        CheckConstraint("answer in ('agreed', 'talk')", name="answer"),
        CheckConstraint(
            "(answer is null) = (answered_at is null) and (answer is null) = (answered_by is null)", name="answered"
        ),
        Index("ix_agreement_ask_open", "clinic_id", "involvement_id", unique=True, postgresql_where="answer is null"),
        Index("ix_agreement_ask_part", "clinic_id", "involvement_id", "at"),
    )

    involvement_id: Mapped[UUID]
    way: Mapped[str] = mapped_column(String(4))
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    answer: Mapped[str | None] = mapped_column(String(10))
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    answered_by: Mapped[UUID | None]


def hold(part: UUID) -> None:
    """Until this is over she takes nothing back and turns nothing round; if she is at it, it is waited for. Before the part
    itself is held: she holds the two in that order, too."""
    open_one = db.select(AgreementAsk.id).where(AgreementAsk.involvement_id == part, AgreementAsk.answer.is_(None))
    db.session.execute(open_one.with_for_update())


def settle(part: UUID) -> None:
    """Something else is agreed now: what she asked for, or wanted to talk about, is answered by it."""
    theirs = AgreementAsk.involvement_id == part, AgreementAsk.answer.is_distinct_from("agreed")
    answer = {"answer": "agreed", "answered_at": now(), "answered_by": scopes.current().person}
    db.session.execute(db.update(AgreementAsk).where(*theirs).values(**answer))
