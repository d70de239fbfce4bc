"""A supervisor's therapists and their families."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text

from app.people.not_closed import not_closed
from app.sight import due
from tenants import scope as scopes
from tenants.db import db

PAGE = 40
FAMILIES = text(f"""
select t.staff_id, s.shown as therapist, c.id, c.name,
  (select coalesce(jsonb_agg(jsonb_build_array(g.name, i.relation, i.entered_at is not null) order by i.made_at, g.sort_name, i.id), '[]')
     from involvement i join caregiver g on g.clinic_id = i.clinic_id and g.id = i.caregiver_id
    where i.clinic_id = :clinic and i.child_id = c.id and i.ended_at is null) as caregivers,
  (select jsonb_build_array(count(*), min(w.at)) from waiting w where w.clinic_id = :clinic and w.child_id = c.id) as waiting,
  (select r.id from review r where r.clinic_id = :clinic and r.staff_id = :me and r.child_id = c.id and r.closed_at is null
      and r.until > :now order by r.until desc limit 1) as review
from (select distinct t.child_id, t.staff_id from supervision p
        join care_team_member t on t.clinic_id = p.clinic_id and t.staff_id = p.therapist_id
       where p.clinic_id = :clinic and p.supervisor_id = :me and p.since <= :today and (p.until is null or p.until >= :today)
         and t.part = 'therapist' and t.since <= :today and (t.until is null or t.until >= :today)
         and (cast(:therapist as uuid) is null or t.staff_id = :therapist)) t
join staff_member s on s.clinic_id = :clinic and s.id = t.staff_id
join child c on c.clinic_id = :clinic and c.id = t.child_id
where c.ended_at is null
  and {not_closed("c.id", ":me")}
  and (cast(:after as uuid) is null or (s.sort_name, s.id, c.sort_name, c.id) > (
    select a.sort_name, a.id, b.sort_name, b.id from staff_member a join child b on b.clinic_id = a.clinic_id and b.id = :after_child
     where a.clinic_id = :clinic and a.id = :after))
order by s.sort_name, s.id, c.sort_name, c.id limit :limit
""")
THERAPISTS = text(f"""
select s.id, s.shown as name, {due.HERS},
  (select count(distinct t.child_id) from care_team_member t where t.clinic_id = :clinic and t.staff_id = s.id
      and t.part = 'therapist' and t.since <= :today and (t.until is null or t.until >= :today)
      and {not_closed("t.child_id", ":me")}) as families,
  (select count(*) from waiting w where w.clinic_id = :clinic and w.child_id in (
     select t.child_id from care_team_member t where t.clinic_id = :clinic and t.staff_id = s.id and t.part = 'therapist'
       and t.since <= :today and (t.until is null or t.until >= :today) and {not_closed("t.child_id", ":me")})) as waiting
from supervision p join staff_member s on s.clinic_id = p.clinic_id and s.id = p.therapist_id
where p.clinic_id = :clinic and p.supervisor_id = :me and p.since <= :today and (p.until is null or p.until >= :today)
order by s.sort_name, s.id
""")


def therapists(me: UUID, today: date) -> Sequence[Any]:
    """Whom this person supervises today, with how many families and how much waits; without those closed to her by name."""
    return (
        db.session.execute(THERAPISTS, {"clinic": scopes.current().clinic, "me": me, "today": today}).mappings().all()
    )


def families(me: UUID, today: date, therapist: UUID | None, after: list[str] | None) -> Sequence[Any]:
    """One more than a page of their families, by therapist and child. `after`: the ids of both; a name is in no address."""
    last_therapist, last_child = (UUID(id) for id in after) if after else (None, None)
    values = {
        "clinic": scopes.current().clinic, "me": me, "today": today, "now": scopes.current().now, "therapist": therapist,
        "after": last_therapist, "after_child": last_child, "limit": PAGE + 1,
    }  # fmt: skip
    return db.session.execute(FAMILIES, values).mappings().all()
