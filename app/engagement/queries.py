"""A supervisor's therapists, each with how much there is to do."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text

from app.engagement.dashboard import first_week
from app.people.not_closed import not_closed
from app.sight.supervising import MINE
from tenants import scope as scopes
from tenants.db import db

THERAPISTS = text(f"""
with theirs as materialized (
  select s.id, s.shown as name, s.sort_name, t.child_id
  from staff_member s
  left join care_team_member t on t.clinic_id = s.clinic_id and t.staff_id = s.id and t.part = 'therapist'
    and t.since <= :today and (t.until is null or t.until >= :today) and {not_closed("t.child_id", ":me")}
    and exists (select 1 from child c where c.clinic_id = :clinic and c.id = t.child_id and c.ended_at is null)
  where s.clinic_id = :clinic and s.id in ({MINE})
)
select x.id, x.name, count(distinct x.child_id) as families, coalesce(sum(w.waiting), 0) as waiting, min(w.oldest) as oldest,
  (select percentile_disc(0.5) within group (order by cast(m.minutes as int)) from engagement_week e
     join involvement i on i.clinic_id = :clinic and i.id = e.involvement_id cross join lateral jsonb_array_elements_text(e.reply_minutes) as m(minutes)
    where e.clinic_id = :clinic and e.week >= :first and i.child_id in (select y.child_id from theirs y where y.id = x.id)) as minutes
from (select distinct id, name, sort_name, child_id from theirs) x
left join lateral (select count(*) as waiting, min(w.at) as oldest from waiting w
  where w.clinic_id = :clinic and w.child_id = x.child_id) w on true
group by x.id, x.name, x.sort_name order by x.sort_name, x.id
""")


def therapists(me: UUID, today: date) -> Sequence[Any]:
    """Whom this person supervises today, with how many families and how much waits; without those closed to her by name."""
    values = {"clinic": scopes.current().clinic, "me": me, "today": today, "first": first_week(today)}
    return db.session.execute(THERAPISTS, values).mappings().all()
