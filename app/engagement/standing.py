"""Where each part stands, kept as a row: recomputed when something of it was folded, and for all when a day begins."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert

from app.engagement.facts import GAPS
from app.engagement.models import Standing
from app.engagement.rules import Part, Stands, Thresholds, Week, judge
from app.engagement.weeks import THE_FIRST, WEEK
from app.updates.promise import promised_by
from app.web.dates import monday
from tenants import scope as scopes
from tenants.db import db, timed_id
from tenants.models import Clinic

LOOKS_BACK = 26
"""Weeks that the rules read, back from today and from the last in which anything was told: a pause may lie between steady
weeks and silence, and silence ends by a word alone."""
STATE = text(f"""
with {GAPS}
select i.id, i.invited_at is not null as invited,
  (select min(h.day) from happened h where h.clinic_id = :clinic and h.involvement_id = i.id and h.what = 'invited') as invited_on,
  (select min(h.day) from happened h where h.clinic_id = :clinic and h.involvement_id = i.id and h.what = 'entered') as entered_on,
  (select jsonb_build_array(g.kind, g.since) from gaps g where g.part = i.id and g.since <= :today
    and (g.until is null or g.until >= :today)
    order by array_position(array['ended', 'care-ended', 'paused', 'closed'], g.kind), g.since limit 1) as gap,
  (select max(g.until) + 1 from gaps g where g.part = i.id and g.until >= g.since and g.until < :today) as resumed_on,
  (select max(k.made_at) from portal_link k where k.clinic_id = :clinic and k.involvement_id = i.id and (k.purpose = 'slip'
    or (k.purpose = 'invitation' and exists (select 1 from caregiver_address f where f.clinic_id = :clinic
      and f.caregiver_id = k.caregiver_id and f.safe and f.bounced_at is null)))) as link_at,
  (select jsonb_build_array(u.kind, u.day) from waiting w join "update" u on u.clinic_id = w.clinic_id and u.id = w.id
    where w.clinic_id = :clinic and w.child_id = i.child_id and w.author_id = i.id order by u.day, w.at limit 1) as owed,
  (select coalesce(jsonb_agg(jsonb_build_array(w.week, w.expected_days, w.agreed, w.checkins, w.told, w.last_told) order by w.week), '[]')
    from engagement_week w where w.clinic_id = :clinic and w.involvement_id = i.id
      and (w.week >= :earliest or w.week between k.newest - {7 * LOOKS_BACK} and k.newest)) as weeks
from asked a join involvement i on i.clinic_id = :clinic and i.id = a.part
left join lateral (select l.week as newest from engagement_week l
  where l.clinic_id = :clinic and l.involvement_id = i.id and l.told > 0 order by l.week desc limit 1) k on true
where not i.professional
""")


def renew(parts: Sequence[UUID]) -> None:
    """Inside the transaction that changed them, or the clock's: one statement reads them all, one writes."""
    clinic = db.session.scalars(db.select(Clinic).where(Clinic.id == scopes.current().clinic)).one()
    zone = ZoneInfo(clinic.time_zone)
    today = scopes.current().now.astimezone(zone).date()
    limits = Thresholds(clinic.quiet_days, clinic.steady_weeks, clinic.unopened_days, clinic.early_weeks)
    values = {"clinic": clinic.id, "parts": list(parts), "since": [THE_FIRST] * len(parts), "today": today}
    found = db.session.execute(STATE, values | {"earliest": monday(today) - LOOKS_BACK * WEEK}).mappings().all()

    def promised(told: date) -> date:
        return promised_by(told, clinic.reply_days, clinic.answers_on)

    write({row["id"]: judge(part_of(row, zone), today, limits, promised) for row in found})


def part_of(row: Any, zone: ZoneInfo) -> Part:
    made: datetime | None = row["link_at"]
    return Part(
        invited=row["invited"], invited_on=row["invited_on"], entered_on=row["entered_on"], gap=dated(row["gap"]),
        resumed_on=row["resumed_on"], link_on=made.astimezone(zone).date() if made else None, owed=dated(row["owed"]),
        weeks=[week_of(one) for one in row["weeks"]],
    )  # fmt: skip


def week_of(row: list[Any]) -> Week:
    week, expected_days, agreed, checkins, told, last_told = row
    return Week(date.fromisoformat(week), expected_days, agreed, checkins, told, day(last_told))


def dated(pair: list[str] | None) -> tuple[str, date] | None:
    return (pair[0], date.fromisoformat(pair[1])) if pair else None


def day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def write(found: dict[UUID, Stands]) -> None:
    """Who stays on track, or is still not invited, has been so since the day it began."""
    if not found:
        return
    rows = [
        {"id": timed_id(), "clinic_id": scopes.current().clinic, "involvement_id": part, "status": one.status,
         "reasons": one.reasons, "since": one.since, "computed_at": scopes.current().now}
        for part, one in found.items()
    ]  # fmt: skip
    new = insert(Standing).values(rows)
    stays = db.and_(
        Standing.status == new.excluded.status,
        db.or_(new.excluded.status == "on-track", new.excluded.reasons[0]["code"].astext == "not-invited"),
    )
    db.session.execute(
        new.on_conflict_do_update(
            index_elements=["clinic_id", "involvement_id"],
            set_={
                "status": new.excluded.status,
                "reasons": new.excluded.reasons,
                "since": db.case((stays, Standing.since), else_=new.excluded.since),
                "computed_at": new.excluded.computed_at,
            },
        )
    )
