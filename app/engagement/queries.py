"""A supervisor's therapists and their families."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import text

from tenants import scope as scopes
from tenants.db import db

PAGE = 40
FAMILIES = text("""
select t.staff_id, s.shown as therapist, s.sort_name as therapist_sort, c.id, c.name, c.sort_name,
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
  and not exists (select 1 from closed_to x where x.clinic_id = :clinic and x.child_id = c.id and x.staff_id = :me and x.ended_at is null)
  and (cast(:after as text) is null or (s.sort_name, c.sort_name, c.id) > (:after collate "C", :after_child collate "C", :after_id))
order by s.sort_name, c.sort_name, c.id limit :limit
""")
THERAPISTS = text("""
select s.id, s.shown as name,
  (select count(distinct t.child_id) from care_team_member t where t.clinic_id = :clinic and t.staff_id = s.id
      and t.part = 'therapist' and t.since <= :today and (t.until is null or t.until >= :today)) as families,
  (select count(*) from waiting w where w.clinic_id = :clinic and w.child_id in (
     select t.child_id from care_team_member t where t.clinic_id = :clinic and t.staff_id = s.id and t.part = 'therapist'
       and t.since <= :today and (t.until is null or t.until >= :today))) as waiting
from supervision p join staff_member s on s.clinic_id = p.clinic_id and s.id = p.therapist_id
where p.clinic_id = :clinic and p.supervisor_id = :me and p.since <= :today and (p.until is null or p.until >= :today)
order by s.sort_name, s.id
""")


def therapists(me: UUID, today: date) -> Sequence[Any]:
    """Whom this person supervises today, with how many families and how much waits."""
    return (
        db.session.execute(THERAPISTS, {"clinic": scopes.current().clinic, "me": me, "today": today}).mappings().all()
    )


def families(me: UUID, today: date, therapist: UUID | None, after: list[str] | None) -> Sequence[Any]:
    """One more than a page of their families, by therapist and child. `after`: both sort names and the child's id."""
    first, second, id = after or (None, None, None)
    values = {
        "clinic": scopes.current().clinic, "me": me, "today": today, "now": scopes.current().now, "therapist": therapist,
        "after": first, "after_child": second, "after_id": id, "limit": PAGE + 1,
    }  # fmt: skip
    return db.session.execute(FAMILIES, values).mappings().all()
