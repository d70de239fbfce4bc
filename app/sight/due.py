"""What was agreed in supervision and is not done: beside what waits on Today, and over the whole of a supervisor's caseload."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from app.people.not_closed import not_closed
from app.sight import supervising
from tenants import scope as scopes

SHOWN = 5
UNDO = timedelta(hours=12)
"""For as long, Today shows what this person marked as done, so that it can be undone."""
MINE = f"""(select coalesce(jsonb_agg(jsonb_build_array(x.id, x.what, x.due, x.child_id, x.child, '', x.done)), '[]') from (
  select a.id, a.what, a.due, a.child_id, c.name as child, a.done_at is not null as done from agreed_action a
  join child c on c.clinic_id = a.clinic_id and c.id = a.child_id
  where a.clinic_id = :clinic and a.who_id = :staff and a.taken_back_at is null
    and (a.done_at is null or (a.done_by = :staff and a.done_at > :undo)) and {not_closed("a.child_id", ":staff")}
  order by a.done_at is not null, a.due, a.id limit :actions) x) as actions"""
"""For a statement that binds `clinic`, `staff`, `undo` and `actions`: whose it is reads it, on the care team or not."""
HERS = f"""(select coalesce(jsonb_agg(jsonb_build_array(x.id, x.what, x.due, x.child_id, x.child, x.who, false)), '[]') from (
  select a.id, a.what, a.due, a.child_id, c.name as child, s.shown as who from agreed_action a
  join child c on c.clinic_id = a.clinic_id and c.id = a.child_id
  join staff_member s on s.clinic_id = a.clinic_id and s.id = a.who_id
  where a.clinic_id = :clinic and a.taken_back_at is null and a.done_at is null and {not_closed("a.child_id", ":me")}
    and (a.who_id = :me or a.child_id in (select t.child_id from care_team_member t
      where t.clinic_id = :clinic and t.staff_id in ({supervising.MINE}) and t.part = 'therapist'
        and t.since <= :today and (t.until is null or t.until >= :today)))
  order by a.due, a.id limit {2 * SHOWN + 1}) x) as agreed"""
"""For a statement that binds `clinic`, `me` and `today`: what is due in the families one supervises, and of one's own."""


@dataclass(frozen=True)
class Agreed:
    id: UUID
    what: str
    due: date
    child_id: UUID
    child: str
    who: str
    """Nothing where it is the reader's own."""
    done: bool


def bound() -> dict[str, Any]:
    """What `MINE` binds beside `clinic` and `staff`. One more than is shown."""
    return {"undo": scopes.current().now - UNDO, "actions": SHOWN + 1}


def agreed(rows: list[list[Any]]) -> list[Agreed]:
    return [
        Agreed(UUID(id), what, date.fromisoformat(due), UUID(child_id), child, who, done)
        for id, what, due, child_id, child, who, done in rows
    ]
