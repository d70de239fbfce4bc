"""What happened, written once beside each fact. Weekly facts, standings and notices are folded out of these rows later."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app import jobs
from tenants import scope as scopes
from tenants.db import Moment, TimedTenantModel, belongs_to, db


class Happened(TimedTenantModel):
    """Who, in which part, which strand, on which local day, what; plus or minus."""

    __tablename__ = "happened"
    __table_args__ = (
        belongs_to("involvement", "involvement_id"),
        CheckConstraint("sign in (-1, 1)", name="sign"),
        CheckConstraint("circle = md5('own' || involvement_id::text)::uuid", name="circle"),
        Index("ix_happened_part", "clinic_id", "involvement_id", "what", "day"),
        Index("ix_happened_unfolded", "clinic_id", "id", postgresql_where="folded_at is null"),
    )

    involvement_id: Mapped[UUID]
    actor_id: Mapped[UUID] = mapped_column(default=lambda: scopes.current().person)
    what: Mapped[str] = mapped_column(String(40))
    of_id: Mapped[UUID | None]
    """The row it is about."""
    sign: Mapped[int] = mapped_column(default=1)
    day: Mapped[date]
    at: Mapped[datetime] = mapped_column(Moment, default=lambda: scopes.current().now)
    circle: Mapped[UUID | None]
    """Her own words', where her part has ended and she takes some of them back: it alone lets her write this row."""
    folded_at: Mapped[datetime | None] = mapped_column(Moment)


def tell(
    what: str, involvement: UUID, day: date, of: UUID | None = None, sign: int = 1, circle: UUID | None = None
) -> None:
    """Adds one row to the open transaction; it is folded when that stands. `day`: the clinic's local day, as stored with the fact."""
    db.session.add(Happened(what=what, involvement_id=involvement, of_id=of, sign=sign, day=day, circle=circle))
    jobs.soon("engagement", "fold_engagement")
