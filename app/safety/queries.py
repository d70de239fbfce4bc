"""One worry with everything that followed, for the two who look at it: whoever told it, and the staff."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from app.safety.models import SHE_READS, STOPS_THE_CLOCK, Step, Worry
from app.updates.queries import open_here
from tenants import scope as scopes
from tenants.db import db

OPEN = """(select coalesce(jsonb_agg(jsonb_build_array(x.id, x.caregiver, x.child, x.at, x.taken, x.escalated) order by x.at, x.id), '[]') from (
  select w.id, g.name as caregiver, c.name as child, w.at,
    (select s.by from safety_step s where s.clinic_id = :clinic and s.worry_id = w.id and s.kind in ('taken', 'answered', 'called')
      order by s.at, s.id limit 1) as taken,
    exists (select 1 from safety_step s where s.clinic_id = :clinic and s.worry_id = w.id and s.kind = 'escalated') as escalated
  from safety_worry w
  join involvement i on i.clinic_id = w.clinic_id and i.id = w.author_id
  join caregiver g on g.clinic_id = i.clinic_id and g.id = i.caregiver_id
  join child c on c.clinic_id = w.clinic_id and c.id = w.child_id
  where w.clinic_id = :clinic and w.child_id in (select child_id from team)
    and not exists (select 1 from safety_step s where s.clinic_id = :clinic and s.worry_id = w.id and s.kind = 'closed')
  order by row_number() over (partition by w.author_id order by w.at, w.id), w.at, w.id limit 20) x) as worries"""
"""What nobody has closed yet about the children of `team`, the oldest first: for the top of Today, in its own statement.
Twenty at most, and nobody's first behind another's second: whoever writes many hides nobody else's."""
ABOUT = text("""
select g.name as caregiver, i.relation, c.name as child, e.address is not null as has_address,
  (select m.shown from staff_member m where m.clinic_id = :clinic and m.id = :reader) as reader,
  (select coalesce(jsonb_agg(jsonb_build_array(s.id, s.kind, s.staff_id, s.by, s.words, s.at) order by s.at, s.id), '[]')
     from safety_step s where s.clinic_id = :clinic and s.worry_id = :worry) as steps
from safety_worry w
join involvement i on i.clinic_id = w.clinic_id and i.id = w.author_id
join caregiver g on g.clinic_id = i.clinic_id and g.id = i.caregiver_id
join child c on c.clinic_id = w.clinic_id and c.id = w.child_id
left join same_person q on q.clinic_id = i.clinic_id and q.involvement_id = i.id and q.withdrawn_at is null
left join same_person_answer y on y.clinic_id = i.clinic_id and y.id = q.id and y.said = 'yes'
left join caregiver_address e on e.clinic_id = i.clinic_id and e.caregiver_id = coalesce(y.caregiver_id, i.caregiver_id)
  and e.safe and e.bounced_at is null
where w.clinic_id = :clinic and w.id = :worry
""")


@dataclass(frozen=True)
class OpenWorry:
    """As it stands on top of Today."""

    id: UUID
    caregiver: str
    child: str
    at: datetime
    taken: str | None
    """Who took it on, by the name shown then."""
    escalated: bool


@dataclass(frozen=True)
class Taken:
    """A step as it is shown to staff."""

    id: UUID
    kind: str
    staff: UUID
    by: str
    words: str
    at: datetime


@dataclass(frozen=True)
class About:
    caregiver: str
    relation: str
    child: str
    has_address: bool
    """One that is safe to write to."""
    reader: str
    """The member of staff who looks, by the name shown now."""
    steps: list[Taken]


def open_worries(rows: Sequence[Sequence[Any]]) -> list[OpenWorry]:
    return [
        OpenWorry(UUID(id), who, child, datetime.fromisoformat(at), taken, up) for id, who, child, at, taken, up in rows
    ]


def about(worry: Worry) -> About:
    """The names around it, and every step."""
    scope = scopes.current()
    values = {"clinic": worry.clinic_id, "worry": worry.id, "reader": scope.person}
    row = dict(db.session.execute(ABOUT, values).mappings().one())
    steps = [
        Taken(UUID(id), kind, UUID(staff), by, words, datetime.fromisoformat(at))
        for id, kind, staff, by, words, at in row.pop("steps")
    ]
    return About(**row, steps=steps)


def is_taken(steps: Sequence[Taken]) -> bool:
    return any(step.kind in STOPS_THE_CLOCK for step in steps)


def is_closed(steps: Sequence[Taken]) -> bool:
    return any(step.kind == "closed" for step in steps)


def hers() -> list[Worry]:
    """A caregiver's own, the newest first: of nobody else's does the scope hold a row."""
    return list(
        db.session.scalars(db.select(Worry).where(open_here(Worry)).order_by(Worry.at.desc(), Worry.id).limit(20))
    )


def came_of(worry: Worry) -> Sequence[Any]:
    """What she may read of it, in order: who took it on, and every answer, as (kind, by, words, at)."""
    rows = db.select(Step.kind, Step.by, Step.words, Step.at).where(
        Step.worry_id == worry.id, Step.kind.in_(SHE_READS), open_here(Step)
    )
    return db.session.execute(rows.order_by(Step.at, Step.id)).all()
