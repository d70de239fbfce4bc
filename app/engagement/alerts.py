"""Who needs a word from you: few at a time, each put away with a reason, so that one can count whether they were right."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app import audit
from app.people.models import now
from app.people.not_closed import not_closed
from app.sight.supervising import MINE
from tenants import scope as scopes
from tenants.db import Moment, TimedTenantModel, belongs_to, changed, db

RIGHT = ("spoke", "changed")
"""It was worth a look: they spoke, or the plan was changed."""
WHYS = (*RIGHT, "known", "wrong")
COUNTED = timedelta(weeks=12)


class Alert(TimedTenantModel):
    """That a part asks for a word from a therapist: once for each time it came to stand there."""

    __tablename__ = "alert"
    __table_args__ = (
        belongs_to("involvement", "involvement_id"),
        belongs_to("child", "child_id"),
        belongs_to("staff_member", "staff_id"),
        UniqueConstraint("clinic_id", "involvement_id", "staff_id", "since"),
        CheckConstraint(f"why in {WHYS}", name="why"),
        Index("ix_alert_open", "clinic_id", "staff_id", "at", postgresql_where="closed_at is null"),
    )

    involvement_id: Mapped[UUID]
    child_id: Mapped[UUID]
    staff_id: Mapped[UUID]
    since: Mapped[date]
    """Since when the part stood there."""
    at: Mapped[datetime] = mapped_column(Moment, default=now)
    closed_at: Mapped[datetime | None] = mapped_column(Moment)
    why: Mapped[str | None] = mapped_column(String(10))
    """As the therapist put it away; None while it is open, and where it went by itself."""


SAME = "a.since > coalesce(cast(coalesce(x.reasons -> 0 ->> 'from', x.reasons -> 0 ->> 'sent') as date), x.since - 1)"
"""That an alert `a` is about the silence for which the standing `x` asks: one before it is another, and it is the same one
where the clinic's thresholds moved meanwhile."""
ASKS = text(f"""
select x.involvement_id, i.child_id, t.staff_id, x.since,
  (select count(*) from alert a where a.clinic_id = :clinic and a.staff_id = t.staff_id and a.at >= :monday) as this_week
from standing x
join involvement i on i.clinic_id = :clinic and i.id = x.involvement_id
join child c on c.clinic_id = :clinic and c.id = i.child_id and c.ended_at is null
join care_team_member t on t.clinic_id = :clinic and t.child_id = i.child_id and t.part = 'therapist'
  and t.since <= :today and (t.until is null or t.until >= :today)
where x.clinic_id = :clinic and x.status = 'reach-out' and not exists (
  select 1 from alert a where a.clinic_id = :clinic and a.involvement_id = x.involvement_id and a.staff_id = t.staff_id
    and {SAME})
order by t.staff_id, x.since, x.involvement_id
""")
OPEN = f"""(select coalesce(jsonb_agg(jsonb_build_array(a.id, a.child_id, a.caregiver, a.child, a.reasons)), '[]') from (
  select a.id, a.child_id, g.name as caregiver, c.name as child, x.reasons from alert a
  join standing x on x.clinic_id = :clinic and x.involvement_id = a.involvement_id and x.status = 'reach-out' and {SAME}
  join involvement i on i.clinic_id = :clinic and i.id = a.involvement_id
  join caregiver g on g.clinic_id = :clinic and g.id = i.caregiver_id
  join child c on c.clinic_id = :clinic and c.id = a.child_id and c.ended_at is null
  where a.clinic_id = :clinic and a.staff_id = :staff and a.closed_at is null and a.child_id in (select child_id from team)
  order by a.since, a.id limit 10) a) as alerts"""
"""Those of the therapist whose `team` it is, the longest standing first: for Today, in its own statement."""
COUNTS = text(f"""
select count(*) filter (where a.why is not null) as put_away, count(*) filter (where a.why = any(:right)) as right
from alert a where a.clinic_id = :clinic and a.at >= :from and a.staff_id in ({MINE}) and {not_closed("a.child_id", ":me")}
""")


@dataclass(frozen=True)
class Open:
    id: UUID
    child_id: UUID
    caregiver: str
    child: str
    reasons: Sequence[Any]


def raise_alerts(today: date, monday: datetime, most: int) -> None:
    """Asks each therapist for a word where a part has come to "Reach out", the longest standing first; at most so many a
    week, and the rest next week. `monday`: when the clinic's week began. As a job, whoever holds the clinic's turn."""
    values = {"clinic": scopes.current().clinic, "today": today, "monday": monday}
    had: dict[UUID, int] = {}
    for row in db.session.execute(ASKS, values).all():
        place = had.setdefault(row.staff_id, row.this_week)
        if place < most:
            had[row.staff_id] = place + 1
            db.session.add(
                Alert(involvement_id=row.involvement_id, child_id=row.child_id, staff_id=row.staff_id, since=row.since)
            )


def of_rows(rows: Sequence[Sequence[Any]]) -> list[Open]:
    return [Open(UUID(id), UUID(child_id), who, child, reasons) for id, child_id, who, child, reasons in rows]


def put_away(alert: Alert, why: str) -> bool:
    """False: it was put away before. Raises ValueError for a reason there is none of."""
    if why not in WHYS:
        raise ValueError(why)
    open_one = db.update(Alert).where(Alert.id == alert.id, Alert.closed_at.is_(None))
    if not changed(open_one.values(closed_at=now(), why=why)):
        return False
    audit.record("put-away", "alert", alert.involvement_id, child=alert.child_id, why=why)
    return True


def counts(me: UUID, today: date) -> Any:
    """How many of the last twelve weeks were put away, and how many of them were right, for a supervisor's therapists."""
    values = {
        "clinic": scopes.current().clinic,
        "me": me,
        "today": today,
        "from": scopes.current().now - COUNTED,
        "right": list(RIGHT),
    }
    return db.session.execute(COUNTS, values).one()
