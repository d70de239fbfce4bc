"""The week of supervision: who went quiet, who came back, what is due, for each supervisor of the clinic."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import text

from app.people.not_closed import not_closed
from tenants import scope as scopes
from tenants.db import db

RECIPIENTS = text("""
select s.id from staff_member s
where s.clinic_id = :clinic and s.ended_at is null
  and exists (select 1 from staff_role r where r.clinic_id = :clinic and r.staff_id = s.id and r.role = 'supervisor' and r.until is null)
  and exists (select 1 from supervision p where p.clinic_id = :clinic and p.supervisor_id = s.id
    and p.since <= :today and (p.until is null or p.until >= :today))
  and not exists (select 1 from digest d
    where d.clinic_id = :clinic and d.kind = 'supervision' and d.period = :period and d.staff_id = s.id)
order by s.id limit :limit
""")
"""Whoever supervises somebody: never themselves, which the table itself refuses."""
ITEMS = text(f"""
with mine as materialized (
  select distinct p.supervisor_id as me, t.child_id from supervision p
  join care_team_member t on t.clinic_id = :clinic and t.staff_id = p.therapist_id and t.part = 'therapist'
    and t.since <= :today and (t.until is null or t.until >= :today)
  join child c on c.clinic_id = :clinic and c.id = t.child_id and c.ended_at is null
  where p.clinic_id = :clinic and p.supervisor_id = any(cast(:people as uuid[]))
    and p.since <= :today and (p.until is null or p.until >= :today) and {not_closed("t.child_id", "p.supervisor_id")}
), found as (
  select m.me, case when x.status = 'on-track' then 'back' else 'quiet' end as kind, i.id, i.child_id, x.since as day
  from mine m join involvement i on i.clinic_id = :clinic and i.child_id = m.child_id and i.ended_at is null and not i.professional
  join standing x on x.clinic_id = :clinic and x.involvement_id = i.id
  where x.status = 'reach-out' or (x.status = 'look' and x.since > :a_week_ago)
    or (x.status = 'on-track' and x.since > :a_week_ago and exists (select 1 from digest d
      where d.clinic_id = :clinic and d.staff_id = m.me and d.kind = 'supervision' and d.at > :lately
        and d.items @> jsonb_build_array(jsonb_build_array('quiet', i.id, i.child_id))))
  union all
  select m.me, 'due', a.id, a.child_id, a.due from mine m
  join agreed_action a on a.clinic_id = :clinic and a.child_id = m.child_id and a.done_at is null and a.taken_back_at is null
    and a.due <= :in_a_week
)
select g.id as me, coalesce((select jsonb_agg(jsonb_build_array(f.kind, f.id, f.child_id) order by f.kind, f.day, f.id)
  from found f where f.me = g.id), '[]') as items
from unnest(cast(:people as uuid[])) g(id)
""")


@dataclass(frozen=True)
class Week:
    staff: UUID
    items: list[list[str]]

    @property
    def goes(self) -> bool:
        return bool(self.items)


def recipients(period: date, limit: int, today: date) -> list[UUID]:
    values = {"clinic": scopes.current().clinic, "period": period, "limit": limit, "today": today}
    return list(db.session.scalars(RECIPIENTS, values))


def weeks(people: Sequence[UUID], here: datetime) -> list[Week]:
    """`here`: the moment, in the clinic's zone."""
    today = here.date()
    values = {
        "clinic": scopes.current().clinic, "people": list(people), "today": today,
        "a_week_ago": today - timedelta(days=7), "lately": here - timedelta(days=28), "in_a_week": today + timedelta(days=7),
    }  # fmt: skip
    return [Week(row.me, row.items) for row in db.session.execute(ITEMS, values)]
