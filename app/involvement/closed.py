""" "Not for Sam": a child closed to one named member of staff, whatever else would open it (must 27)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, Select, String
from sqlalchemy.orm import Mapped, mapped_column

from app import audit
from app.involvement.models import Involvement
from app.people import links
from app.people.models import PortalLink, now
from tenants import scope as scopes
from tenants.db import Moment, TenantModel, belongs_to, db, marked, stored


class ClosedTo(TenantModel):
    """That a child's record opens to this person on no road, until somebody on the care team lifts it."""

    __tablename__ = "closed_to"
    __table_args__ = (
        belongs_to("child", "child_id"),
        belongs_to("staff_member", "staff_id"),
        belongs_to("staff_member", "by_id"),
        Index(
            "ix_closed_to_pair", "clinic_id", "child_id", "staff_id", unique=True, postgresql_where="ended_at is null"
        ),
        Index("ix_closed_to_staff", "clinic_id", "staff_id"),
    )

    child_id: Mapped[UUID]
    staff_id: Mapped[UUID]
    by_id: Mapped[UUID]
    why: Mapped[str] = mapped_column(String(400), default="")
    """For the care team alone; it may be left empty: that somebody is a neighbour is nobody's business."""
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


def children_closed_to(staff: Any) -> Select[tuple[UUID]]:
    """For a condition: the children that open to this person, or to whomever this column names, on no road."""
    return db.select(ClosedTo.child_id).where(ClosedTo.staff_id == staff, ClosedTo.ended_at.is_(None))


def shut_out(child: UUID) -> set[UUID]:
    """To whom this child is closed by name."""
    return set(
        db.session.scalars(db.select(ClosedTo.staff_id).where(ClosedTo.child_id == child, ClosedTo.ended_at.is_(None)))
    )


def close(child: UUID, staff: UUID, why: str) -> bool:
    """From the next request on, with every slip and code they made. False: it is closed to this person already."""
    row = ClosedTo(child_id=child, staff_id=staff, by_id=scopes.current().person, why=why)
    if not stored("ix_closed_to_pair", lambda: db.session.add(row)):
        return False
    parts = db.select(Involvement.id).where(Involvement.child_id == child)
    links.revoke(PortalLink.by_id == staff, PortalLink.involvement_id.in_(parts))
    audit.record("closed-to", "child", child, staff=str(staff))
    return True


def lift(row: ClosedTo) -> bool:
    """False: somebody lifted it before."""
    if not marked(ClosedTo.ended_at, ClosedTo.id == row.id):
        return False
    audit.record("opened-to", "child", row.child_id, staff=str(row.staff_id))
    return True
