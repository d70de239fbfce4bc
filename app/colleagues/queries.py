"""Who works at the clinic, as the owner's list shows it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from tenants import scope as scopes
from tenants.db import db

STAFF = text("""
select s.id, s.name, s.shown, s.ended_at, l.address,
  (select coalesce(jsonb_agg(r.role order by r.role), '[]') from staff_role r
    where r.clinic_id = :clinic and r.staff_id = s.id and r.until is null) as roles,
  (select count(distinct t.child_id) from care_team_member t
    where t.clinic_id = :clinic and t.staff_id = s.id and t.part = 'therapist' and t.since <= :today
      and (t.until is null or t.until >= :today)) as families,
  (select coalesce(jsonb_agg(o.shown order by o.sort_name), '[]') from supervision p
     join staff_member o on o.clinic_id = p.clinic_id and o.id = p.supervisor_id
    where p.clinic_id = :clinic and p.therapist_id = s.id and p.since <= :today
      and (p.until is null or p.until >= :today)) as supervisors,
  (select max(k.expires_at) from portal_link k
    where k.clinic_id = :clinic and k.staff_id = s.id and k.purpose = 'join' and k.used_at is null and k.revoked_at is null) as link_until
from staff_member s
left join staff_login l on l.clinic_id = s.clinic_id and l.staff_id = s.id
where s.clinic_id = :clinic and (cast(:only as uuid) is null or s.id = :only)
  and (cast(:left as boolean) is null or (s.ended_at is not null) = :left)
order by s.sort_name, s.id
""")
PAIRS = text("""
select p.id, p.supervisor_id, p.therapist_id, p.since, p.until, o.shown as supervisor, t.shown as therapist
from supervision p
join staff_member o on o.clinic_id = p.clinic_id and o.id = p.supervisor_id
join staff_member t on t.clinic_id = p.clinic_id and t.id = p.therapist_id
where p.clinic_id = :clinic and (p.supervisor_id = :staff or p.therapist_id = :staff)
order by p.until is not null, p.since desc, o.sort_name, t.sort_name, p.id
""")


@dataclass(frozen=True)
class Colleague:
    id: UUID
    name: str
    shown: str
    ended_at: datetime | None
    address: str | None
    roles: list[str]
    families: int
    """Whose therapist they are today."""
    supervisors: list[str]
    link_until: datetime | None
    """Until when the newest invitation works."""

    @property
    def state(self) -> str:
        """left, invited (again) or here. The one who signed the clinic up is here before confirming."""
        if self.ended_at:
            return "left"
        return "invited" if self.link_until else "here"


def colleagues(today: date, left: bool | None = None, only: UUID | None = None) -> list[Colleague]:
    """`today`: the clinic's local day. `left`: those who work here no more, or those who do."""
    values = {"clinic": scopes.current().clinic, "today": today, "left": left, "only": only}
    return [Colleague(**row) for row in db.session.execute(STAFF, values).mappings()]


def pairs(staff: UUID) -> list[Any]:
    """Every pair the person is or was in, those that hold first."""
    return list(db.session.execute(PAIRS, {"clinic": scopes.current().clinic, "staff": staff}))
