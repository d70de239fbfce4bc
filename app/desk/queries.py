"""Names, homes and ways in, of the families open to the desk: no word anyone wrote, no address of a sensitive part."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from app.families.queries import Invitation, invitation
from app.updates.queries import moment
from tenants import scope as scopes
from tenants.db import db

PAGE = 25
FAMILIES = text("""
select c.id, c.name, c.sort_name,
  (select coalesce(jsonb_agg(jsonb_build_array(i.id, g.name, i.relation,
     (select h.label from household_member m join household h on h.clinic_id = m.clinic_id and h.id = m.household_id
       where m.clinic_id = :clinic and m.involvement_id = i.id and m.until is null order by m.since desc limit 1),
     case when i.sensitive then null else coalesce(e.address, q.address) end, coalesce(e.safe, q.safe, false) and e.bounced_at is null,
     i.entered_at,
     (select jsonb_build_array(l.made_at, l.expires_at, l.used_at, l.revoked_at,
        case when d.state = 'dropped' and q.id is not null and s.said is distinct from 'yes' then 'sent' else d.state end) from portal_link l
        left join delivery d on d.clinic_id = l.clinic_id and d.link_id = l.id
       where l.clinic_id = :clinic and l.involvement_id = i.id order by l.made_at desc, d.made_at desc limit 1),
     coalesce(s.said = 'not-me', false))
     order by i.made_at, g.sort_name, i.id), '[]')
   from involvement i join caregiver g on g.clinic_id = i.clinic_id and g.id = i.caregiver_id
   left join same_person q on q.clinic_id = i.clinic_id and q.involvement_id = i.id and q.withdrawn_at is null
   left join same_person_answer s on s.clinic_id = i.clinic_id and s.id = q.id
   left join caregiver_address e on e.clinic_id = i.clinic_id
     and e.caregiver_id = case when s.said = 'yes' then q.caregiver_id else i.caregiver_id end
   where i.clinic_id = :clinic and i.child_id = c.id and i.ended_at is null) as parts
from desk_opening o join child c on c.clinic_id = o.clinic_id and c.id = o.child_id
where o.clinic_id = :clinic and o.ended_at is null and c.ended_at is null
  and not exists (select 1 from closed_to x where x.clinic_id = :clinic and x.child_id = c.id and x.staff_id = :me and x.ended_at is null)
  and (cast(:after as text) is null or (c.sort_name, c.id) > (:after collate "C", :after_id))
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
    sort_name: str
    parts: list[Part]


def families(me: UUID, after: list[str] | None) -> list[Family]:
    """One more than a page, by the child's name."""
    name, id = after or (None, None)
    values = {"clinic": scopes.current().clinic, "me": me, "after": name, "after_id": id, "limit": PAGE + 1}
    rows = db.session.execute(FAMILIES, values)
    return [Family(row.id, row.name, row.sort_name, [part(one) for one in row.parts]) for row in rows]


def part(one: list[Any]) -> Part:
    id, name, relation, home, address, reachable, entered, sent, not_me = one
    came = moment(entered) if entered else None
    return Part(UUID(id), name, relation, home, address, reachable, came, invitation(sent), not_me)
