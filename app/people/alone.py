"""A clinic of one: whether one person alone reads what families write (must 10)."""

from datetime import date

from sqlalchemy import text

from app.people.links import joined
from tenants import scope as scopes
from tenants.db import db
from tenants.provision import first_owner

ALONE = f"""
select count(distinct reader.staff_id) <= 1 from (
  select r.staff_id from staff_role r
   where r.clinic_id = :clinic and r.role in ('therapist', 'supervisor') and r.until is null
  union all select t.staff_id from care_team_member t
   where t.clinic_id = :clinic and t.since <= :today and (t.until is null or t.until >= :today)) reader
  {joined("reader")}
"""
"""Whoever may read: therapists, supervisors, and who is on a care team today, deputies included; of them, who has joined: somebody
who is only invited takes no covering colleague away. Read by the door, too."""


def reads_alone(today: date) -> bool:
    """Inside a scope of the clinic. `today`: the clinic's local day."""
    clinic = scopes.current().clinic
    assert clinic
    values = {"clinic": clinic, "today": today, "first_owner": first_owner(clinic)}
    return bool(db.session.scalar(text(ALONE), values))
