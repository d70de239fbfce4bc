"""A supervisor releases openings that were held back: the caregivers whose words they were then read of them (must 21)."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app import audit, notices
from app.involvement.care_team import members
from app.jobs import due
from app.people.models import now
from app.sight import held
from app.sight.held import Held
from tenants import scope as scopes
from tenants.db import Moment, TenantModel, belongs_to, db
from tenants.holding import one_after_another

COLUMNS = {"glass": "glass_id", "concern": "review_id", "worry": "worry_id"}


class OpeningRelease(TenantModel):
    """Every opening for one glass, review or worry up to this moment is told. It stays: what was read is not taken back."""

    __tablename__ = "opening_release"
    __table_args__ = (
        belongs_to("glass", "glass_id"),
        belongs_to("review", "review_id"),
        belongs_to("safety_worry", "worry_id"),
        belongs_to("child", "child_id"),
        belongs_to("staff_member", "staff_id"),
        CheckConstraint("num_nonnulls(glass_id, review_id, worry_id) = 1", name="one"),
        CheckConstraint("length(reason) > 0", name="reason"),
        Index("ix_opening_release_child", "clinic_id", "child_id", "at"),
    )

    glass_id: Mapped[UUID | None]
    review_id: Mapped[UUID | None]
    worry_id: Mapped[UUID | None]
    child_id: Mapped[UUID]
    staff_id: Mapped[UUID]
    reason: Mapped[str] = mapped_column(String(400))
    """The staff's alone."""
    at: Mapped[datetime] = mapped_column(Moment, default=now)


class UnderWay(Exception):
    """What holds it back is not over: a caregiver could read of it while it is looked into."""


def release(id: UUID, what: Held, reason: str, today: date) -> bool:
    """By the person of the open scope. False: it was released before. Raises UnderWay.

    The care team hears of it, and whoever had opened.
    """
    one_after_another()
    fresh = held.held(today, what.id)
    if not fresh or fresh[0].released:
        return False
    if not fresh[0].over:
        raise UnderWay
    me, of = scopes.current().person, {COLUMNS[what.kind]: what.id}
    db.session.add(OpeningRelease(id=id, child_id=what.child, staff_id=me, reason=reason, **of))
    db.session.flush()
    audit.record("released", "opening", id, child=what.child, of=str(what.id))
    team = {one.staff_id for one in members(what.child, today)}
    for reader in (team | set(fresh[0].readers)) - {me}:
        notices.tell(reader, "opening-released", child=what.child, by=me)
    due("opened")
    return True
