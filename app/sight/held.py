"""Openings that caregivers are not told of: by broken glass, in a review for a concern, of a worry about someone's safety
(must 21). What holds them back is a row of its own: the glass, the review, the worry.

As SQL, so that a supervisor's page and the job that tells caregivers mean the same by it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from app.people.not_closed import not_closed
from tenants import scope as scopes
from tenants.db import db

LISTED = 100
OPENINGS = """
select h.id as held, 'glass' as kind, e.child_id as child, e.actor_id as reader, e.at, cast(null as uuid) as author,
  coalesce(h.closed_at, h.until) as over
from glass h join audit_event e on e.clinic_id = h.clinic_id and e.child_id = h.child_id and e.actor_id = h.staff_id
  and e.action = 'opened' and e.subject = 'child' and e.detail ->> 'by' = 'glass'
  and e.at between h.at and coalesce(h.closed_at, h.until)
where h.clinic_id = :clinic
union all
select h.id, 'concern', e.child_id, e.actor_id, e.at, null, coalesce(h.closed_at, h.until)
from review h join audit_event e on e.clinic_id = h.clinic_id and e.child_id = h.child_id and e.actor_id = h.staff_id
  and e.action = 'opened' and e.subject = 'child' and e.detail ->> 'by' = 'review'
  and e.at between h.at and coalesce(h.closed_at, h.until)
where h.clinic_id = :clinic and h.reason = 'concern'
union all
select h.id, 'worry', e.child_id, e.actor_id, e.at, h.author_id,
  (select max(p.at) from safety_step p where p.clinic_id = :clinic and p.worry_id = h.id and p.kind = 'closed')
from safety_worry h join audit_event e on e.clinic_id = h.clinic_id and e.subject_id = h.id
  and e.action = 'opened' and e.subject = 'worry'
where h.clinic_id = :clinic
"""
"""Each with whose words it was, where that is one caregiver alone, and when what holds it back was over, if it is."""
IS_RELEASED = """exists (select 1 from opening_release l where l.clinic_id = :clinic
  and h.held in (l.glass_id, l.review_id, l.worry_id) and l.at >= h.at)"""
"""An opening `h`. What is opened once more after a release is held back anew."""
HERS = """i.clinic_id = :clinic and i.child_id = h.child and (i.ended_at is null or h.at <= i.ended_at)
  and (i.id = h.author or (h.author is null and exists (select 1 from "update" u
    where u.clinic_id = :clinic and u.author_id = i.id and u.at <= h.at)))"""
"""That an opening `h` was one of what the caregiver of the part `i` wrote."""


def supervised_by(whom: str = "") -> str:
    return f"""exists (select 1 from care_team_member t
      join supervision p on p.clinic_id = t.clinic_id and p.therapist_id = t.staff_id
     where t.clinic_id = :clinic and t.child_id = h.child and t.part = 'therapist' {whom}
       and t.since <= :today and (t.until is null or t.until >= :today)
       and p.since <= :today and (p.until is null or p.until >= :today))"""


HELD = text(f"""
select h.held as id, h.kind, h.child, c.name, min(h.at) as first, max(h.at) as last, bool_and(h.released) as released,
  coalesce(bool_and(h.over <= :now), false) as over, array_agg(distinct h.reader) as readers,
  array_agg(distinct s.shown) as by, array_agg(distinct i.relation) as whom
from (select h.*, {IS_RELEASED} as released from ({OPENINGS}) h) h
join child c on c.clinic_id = :clinic and c.id = h.child
join staff_member s on s.clinic_id = :clinic and s.id = h.reader
join involvement i on {HERS}
where ({supervised_by("and p.supervisor_id = :me")} or not {supervised_by()}) and {not_closed("h.child", ":me")}
  and (h.held = :only or (cast(:only as uuid) is null and not h.released))
group by h.held, h.kind, h.child, c.name
order by first, h.held limit :limit
""")


@dataclass(frozen=True)
class Held:
    id: UUID
    kind: str
    """glass, concern or worry."""
    child: UUID
    name: str
    first: datetime
    last: datetime
    released: bool
    over: bool
    """The glass or the review is closed, the worry too: not before is anything released."""
    readers: Sequence[UUID]
    by: Sequence[str]
    whom: Sequence[str]
    """The caregivers who read it once it is released, by relation: a family whom nobody supervises is not known by name."""


def held(today: date, only: UUID | None = None) -> list[Held]:
    """What the person of the open scope may release: of the families she supervises, and of those whom nobody does.

    Oldest first, one more than are listed. `only`: this one, released or not.
    """
    scope = scopes.current()
    values: dict[str, Any] = {"clinic": scope.clinic, "me": scope.person, "today": today, "now": scope.now}
    rows = db.session.execute(HELD, values | {"only": only, "limit": LISTED + 1}).mappings()
    return [Held(**row) for row in rows]
