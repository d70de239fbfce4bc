"""A clinic of one: whether one person alone reads what families write (must 10)."""

from datetime import date

from sqlalchemy import text

from tenants import scope as scopes
from tenants.db import db

ALONE = """
select count(distinct reader.staff_id) = 1 from (
  select r.staff_id from staff_role r join staff_member s on s.clinic_id = r.clinic_id and s.id = r.staff_id
   where r.clinic_id = :clinic and r.role in ('therapist', 'supervisor') and r.until is null and s.ended_at is null
  union all select t.staff_id from care_team_member t
   where t.clinic_id = :clinic and t.since <= :today and (t.until is null or t.until >= :today)) reader
"""
"""Whoever may read: therapists, supervisors, and who is on a care team today, deputies included. Read by the door, too."""


def reads_alone(today: date) -> bool:
    """Inside a scope of the clinic. `today`: the clinic's local day."""
    return bool(db.session.scalar(text(ALONE), {"clinic": scopes.current().clinic, "today": today}))
