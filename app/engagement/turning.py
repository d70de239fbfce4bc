"""What the clock does: a row for each part when a week begins, standings when a day begins, and a nightly look at it all."""

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from uuid import UUID

from sqlalchemy import text

from app.engagement import folding, standing, weeks
from app.engagement.alerts import raise_alerts
from app.engagement.weeks import AT_ONCE, THE_FIRST, WEEK, Found
from app.involvement.models import Involvement
from app.jobs import clinic_job, done, due, seen
from app.web.dates import monday
from tenants import resolve
from tenants import scope as scopes
from tenants.db import db, transaction
from tenants.holding import one_after_another, today
from tenants.models import Clinic
from tenants.scope import Audience, Scope

DAY, NIGHT = "engagement-day", "reconcile"
TONIGHT = time(3, 30)
log = logging.getLogger(__name__)
BEHIND = text("""
select i.id, max(w.week) from involvement i
join child c on c.clinic_id = i.clinic_id and c.id = i.child_id
left join engagement_week w on w.clinic_id = i.clinic_id and w.involvement_id = i.id
where i.clinic_id = :clinic and i.ended_at is null and c.ended_at is null
group by i.id having coalesce(max(w.week) < :this_week, true)
""")


def batches(parts: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    for begin in range(0, len(parts), AT_ONCE):
        yield parts[begin : begin + AT_ONCE]


def parts_of(clinic: UUID) -> Sequence[UUID]:
    with transaction(Scope(clinic, Audience.STAFF)):
        return db.session.scalars(db.select(Involvement.id).order_by(Involvement.id)).all()


@clinic_job("slow", seconds=600)
def turn_engagement(clinic: UUID) -> None:
    """After local midnight. A week in which nobody does anything is a row, too."""
    with transaction(Scope(clinic, Audience.STAFF)):
        rows = seen(DAY)
    begin_weeks(clinic)
    for parts in batches(parts_of(clinic)):
        with transaction(Scope(clinic, Audience.STAFF)):
            one_after_another()
            standing.renew(parts)
    ask_therapists(clinic)
    again(clinic, rows, DAY, time(0, 1))


def ask_therapists(clinic: UUID) -> None:
    """Once a day, so that what comes and goes within one asks nobody."""
    zone = resolve.of_id(clinic).zone
    with transaction(Scope(clinic, Audience.STAFF)) as scope:
        one_after_another()
        now, most = today(), db.session.get_one(Clinic, scope.clinic).alerts_a_week
        raise_alerts(now, datetime.combine(monday(now), time(), zone), most)


def begin_weeks(clinic: UUID) -> None:
    with transaction(Scope(clinic, Audience.STAFF)) as scope:
        found = db.session.execute(BEHIND, {"clinic": scope.clinic, "this_week": monday(today())})
        behind = {part: week + WEEK if week else THE_FIRST for part, week in found}
    for parts in batches(list(behind)):
        with transaction(Scope(clinic, Audience.STAFF)):
            one_after_another()
            weeks.write({part: behind[part] for part in parts})


@clinic_job("slow", seconds=600)
def reconcile_engagement(clinic: UUID) -> None:
    """At night: what differs is told to whoever runs the server, and mended."""
    with transaction(Scope(clinic, Audience.STAFF)):
        rows = seen(NIGHT)
    found = reconcile(clinic, repair=True)
    if found.differences:
        log.error("weekly facts differed", extra={"clinic": str(clinic), "differences": found.differences})
    again(clinic, rows, NIGHT, TONIGHT)


def reconcile(clinic: UUID, repair: bool = False) -> Found:
    """All weeks of a clinic against the records, once everything that waits is folded. What is found is what was there before."""
    folding.fold_engagement(clinic)
    begin_weeks(clinic)
    found = Found()
    for parts in batches(parts_of(clinic)):
        with transaction(Scope(clinic, Audience.STAFF)):
            one_after_another()
            here = weeks.compare(parts)
            if repair and here.differences:
                weeks.write(dict.fromkeys(parts, THE_FIRST))
                standing.renew(parts)
        found += here
    return found


def again(clinic: UUID, rows: list[UUID], kind: str, at: time) -> None:
    """Done for today; due again on the clinic's next day."""
    zone = resolve.of_id(clinic).zone
    with transaction(Scope(clinic, Audience.STAFF)):
        done(rows)
        due(kind, datetime.combine(scopes.current().now.astimezone(zone).date() + timedelta(days=1), at, zone))
