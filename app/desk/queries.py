"""Names, homes and ways in, of the families open to the desk: no word anyone wrote, no address of a sensitive part."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from app.families.queries import HOME, INVITATION, WRITTEN_TO, Invitation, invitation
from app.people.not_closed import not_closed
from app.people.sensitive import SENSITIVE_PART
from app.updates.queries import moment
from tenants import scope as scopes
from tenants.db import db

PAGE = 25
FAMILIES = text(f"""
select c.id, c.name,
  (select coalesce(jsonb_agg(jsonb_build_array(i.id, g.name, i.relation, {HOME},
     case when {SENSITIVE_PART} then null else coalesce(e.address, q.address) end,
     coalesce(e.safe, q.safe, false) and e.bounced_at is null and not {SENSITIVE_PART},
     i.entered_at, {INVITATION}, coalesce(s.said = 'not-me', false))
     order by i.made_at, g.sort_name, i.id), '[]')
   from involvement i join caregiver g on g.clinic_id = i.clinic_id and g.id = i.caregiver_id
   {WRITTEN_TO}
   where i.clinic_id = :clinic and i.child_id = c.id and i.ended_at is null) as parts
from desk_opening o join child c on c.clinic_id = o.clinic_id and c.id = o.child_id
where o.clinic_id = :clinic and o.ended_at is null and c.ended_at is null
  and {not_closed("c.id", ":me")}
  and (cast(:after as uuid) is null or (c.sort_name, c.id) > (
    select a.sort_name, a.id from child a where a.clinic_id = :clinic and a.id = :after))
order by c.sort_name, c.id limit :limit
""")


@dataclass(frozen=True)
class Part:
    id: UUID
    name: str
    relation: str
    home: str | None
    address: str | None
    """Nothing for a sensitive part, whatever is known."""
    reachable: bool
    entered_at: datetime | None
    invitation: Invitation | None
    not_me: bool


@dataclass(frozen=True)
class Family:
    id: UUID
    name: str
    parts: list[Part]


def families(me: UUID, today: date, after: UUID | None) -> list[Family]:
    """One more than a page, by the child's name. `after`: the last child of the page before."""
    values = {"clinic": scopes.current().clinic, "me": me, "today": today, "after": after, "limit": PAGE + 1}
    rows = db.session.execute(FAMILIES, values)
    return [Family(row.id, row.name, [part(one) for one in row.parts]) for row in rows]


def part(one: list[Any]) -> Part:
    id, name, relation, home, address, reachable, entered, sent, not_me = one
    came = moment(entered) if entered else None
    return Part(UUID(id), name, relation, home, address, reachable, came, invitation(sent), not_me)
