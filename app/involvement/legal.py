"""A caregiver's legal standing towards one child, as it was told to the clinic: on which basis, and who checked it (must 2)."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app import audit
from app.involvement.involving import alone_with
from app.involvement.models import Involvement
from tenants.db import TenantModel, belongs_to, db

STANDINGS = ("alone", "shared", "some", "none")
BASES = ("law", "order", "agreement", "consent")
LONGEST = 200
REVIEWED_WITHIN = timedelta(days=3 * 366)
"""What nobody looks at for longer has been forgotten."""


class LegalStanding(TenantModel):
    """From a day until a day; a change ends one row and begins another. For staff alone."""

    __tablename__ = "legal_standing"
    __table_args__ = (
        belongs_to("involvement", "involvement_id"),
        belongs_to("staff_member", "verified_by"),
        CheckConstraint(f"standing in {STANDINGS}", name="standing"),
        CheckConstraint(f"basis in {BASES}", name="basis"),
        Index(
            "ix_legal_standing_current", "clinic_id", "involvement_id", unique=True, postgresql_where="until is null"
        ),
    )

    involvement_id: Mapped[UUID]
    standing: Mapped[str] = mapped_column(String(20))
    """Decides alone, shares it, decides some things, or nothing."""
    basis: Mapped[str] = mapped_column(String(20))
    document: Mapped[bool]
    """Whether the clinic holds the paper that says so."""
    words: Mapped[str] = mapped_column(String(LONGEST))
    verified_by: Mapped[UUID | None]
    """The colleague who checked it; nobody yet when empty."""
    review_on: Mapped[date]
    """When somebody looks at it again. A day that has passed alerts; it opens and closes nothing."""
    since: Mapped[date]
    until: Mapped[date | None]


@dataclass(frozen=True)
class Told:
    """What the clinic was told about one caregiver."""

    standing: str
    basis: str
    review_on: date
    document: bool = False
    words: str = ""
    verified_by: UUID | None = None


def in_a_year(today: date) -> date:
    """When it is looked at again, unless somebody says otherwise."""
    return today + timedelta(days=365)


def current(part: UUID) -> LegalStanding | None:
    rows = db.select(LegalStanding).where(LegalStanding.involvement_id == part, LegalStanding.until.is_(None))
    return db.session.scalars(rows).one_or_none()


def tell(part: Involvement, told: Told, today: date, relation: str | None = None) -> bool:
    """From now on nothing is closed to this caregiver by default. False: it was told so already.

    Two people at once come one after the other.
    """
    alone_with(part)
    before = current(part.id)
    same_relation = relation in (None, part.relation)
    if before is not None and same_relation and as_told(before) == told:
        return False
    close(before, today)
    db.session.add(LegalStanding(involvement_id=part.id, since=today, **vars(told)))
    part.relation = relation or part.relation
    part.told_on = part.told_on or today
    audit.record("told", "involvement", part.id, child=part.child_id)
    return True


def take_back(part: Involvement, today: date) -> bool:
    """Not told after all: from the next request on the least is open again. False: it was not told."""
    alone_with(part)
    before = current(part.id)
    if before is None and part.told_on is None:
        return False
    close(before, today)
    part.told_on = None
    audit.record("untold", "involvement", part.id, child=part.child_id)
    return True


def close(before: LegalStanding | None, today: date) -> None:
    if before is not None:
        before.until = today
        db.session.flush()


def as_told(row: LegalStanding) -> Told:
    return Told(row.standing, row.basis, row.review_on, row.document, row.words, row.verified_by)
