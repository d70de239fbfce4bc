"""What waits for one member of staff, oldest first: a page's worth and the counts beside the choices, in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from app.digests.lines import COUNTED
from app.engagement.alerts import OPEN as ALERTS
from app.engagement.alerts import Open as Alert
from app.engagement.alerts import of_rows as alerts_of
from app.involvement.mailing import NO_MAIL
from app.people.not_closed import not_closed
from app.safety.queries import OPEN, OpenWorry, open_worries
from app.sight import due
from app.today.asks import ASKS, Asks, asks
from app.today.choosing import Choice, Heap
from tenants import scope as scopes
from tenants.db import db

PAGE = 20
STANDINGS_SHOWN = 5
MINE = f"""
with team as (
  select t.child_id from care_team_member t where t.clinic_id = :clinic and t.staff_id = :staff
    and t.since <= :today and (t.until is null or t.until >= :today) and {not_closed("t.child_id", ":staff")}
), mine as materialized (
  select w.id, w.child_id, w.at, u.kind, u.day <= :overdue as late
  from waiting w join "update" u on u.clinic_id = w.clinic_id and u.id = w.id
  where w.clinic_id = :clinic and w.child_id in (select child_id from team)
), heaps as (
  select m.child_id, c.name, m.kind, m.late, count(*) as count from mine m
  join child c on c.clinic_id = :clinic and c.id = m.child_id
  group by m.child_id, c.name, c.sort_name, m.kind, m.late order by c.sort_name, m.child_id
)
"""
HEAPS = "(select coalesce(jsonb_agg(jsonb_build_array(h.child_id, h.name, h.kind, h.late, h.count)), '[]') from heaps h) as heaps"
COUNTS = text(f"{MINE} select {HEAPS}")
STANDINGS = """(select coalesce(jsonb_agg(jsonb_build_array(x.id, x.caregiver, x.child, x.told)), '[]') from (
  select i.id, g.name as caregiver, c.name as child, i.told_on is not null as told from involvement i
  join caregiver g on g.clinic_id = i.clinic_id and g.id = i.caregiver_id
  join child c on c.clinic_id = i.clinic_id and c.id = i.child_id and c.ended_at is null
  left join legal_standing l on l.clinic_id = i.clinic_id and l.involvement_id = i.id and l.until is null
  where i.clinic_id = :clinic and i.child_id in (select child_id from team) and i.ended_at is null
    and (i.told_on is null or l.review_on <= :today)
  order by i.told_on is not null, c.sort_name, g.sort_name, i.id limit :standings) x) as standings"""
"""Caregivers whose legal standing nobody told, or whose day to look at it again has come (must 2)."""
WAITING = text(f"""{MINE}, shown as (
  select m.id, m.late, m.at from mine m
  where (:kind = '' or m.kind = :kind) and (cast(:child as uuid) is null or m.child_id = :child) and (m.late or not :late)
    and (cast(:after as timestamptz) is null or (m.at, m.id) > (:after, :after_id))
  order by m.at, m.id limit :limit
)
select {HEAPS}, {STANDINGS}, {OPEN}, {ALERTS}, {due.MINE}, {ASKS}, {COUNTED},
  (select c.name from child c where c.clinic_id = :clinic and c.id = :child and c.id in (select child_id from team)) as chosen,
  u.id, u.child_id, c.name as child, g.name as caregiver, i.relation, u.kind, u.topic, u.body, u.at, u.day, u.corrects, s.late,
  c.made_at > :new_since as new, i.ended_at is not null as ended, {NO_MAIL} as no_mail,
  (select coalesce(jsonb_agg(jsonb_build_array(a.asked, a.words) order by q.position), '[]')
     from answer a join checkin_question q on q.clinic_id = a.clinic_id and q.id = a.question_id
    where a.clinic_id = :clinic and a.update_id = u.id) as answers
from (select 1) as always
left join (shown s
  join "update" u on u.clinic_id = :clinic and u.id = s.id
  join involvement i on i.clinic_id = u.clinic_id and i.id = u.author_id
  join caregiver g on g.clinic_id = i.clinic_id and g.id = i.caregiver_id
  join child c on c.clinic_id = u.clinic_id and c.id = u.child_id) on true
order by s.at, s.id
""")


@dataclass(frozen=True)
class Item:
    id: UUID
    child_id: UUID
    child: str
    caregiver: str
    relation: str
    kind: str
    topic: str | None
    body: str
    at: datetime
    day: date
    """The clinic's local day on which it was told."""
    late: bool
    """It waits longer than families were promised."""
    new: bool
    """The family is in its first three weeks."""
    ended: bool
    """Whoever told it reads only the own words by now."""
    no_mail: bool
    """Whoever told it learns of an answer only by coming here."""
    answers: list[tuple[str, str]]
    corrects: UUID | None
    withdrawn = None
    """What was withdrawn waits no more."""


@dataclass(frozen=True)
class Standing:
    """A caregiver's legal standing that somebody must write down, or look at again."""

    part: UUID
    caregiver: str
    child: str
    told: bool


@dataclass(frozen=True)
class Waiting:
    items: Sequence[Item]
    """One more than a page, so that the page knows whether there is another."""
    heaps: Sequence[Heap]
    """All that waits, counted, by child's name."""
    child: str | None
    """The name of the family that was chosen; None for one that is not this person's."""
    standings: Sequence[Standing]
    """One more than are shown."""
    worries: Sequence[OpenWorry]
    """About someone's safety, that nobody has closed: they stand first."""
    alerts: Sequence[Alert]
    """Who needs a word from this person."""
    actions: Sequence[due.Agreed]
    """What this person agreed in supervision; one more than is shown."""
    asks: Sequence[Asks]
    """Who asks for less or more; one more than are shown."""
    lines: Sequence[int]
    """How many homes may have a weekly line, and how many have one that waits."""


def waiting(
    choice: Choice,
    staff: UUID,
    today: date,
    overdue: date,
    new_since: datetime,
    after: tuple[datetime, UUID] | None,
) -> Waiting:
    """`today`, `overdue`: the clinic's local days; whatever was told on `overdue` or before waits too long."""
    at, id = after or (None, None)
    values = mine(staff, today, overdue) | {"after": at, "after_id": id, "limit": PAGE + 1, "new_since": new_since}
    values |= {"standings": STANDINGS_SHOWN + 1} | due.bound()
    values |= {"kind": choice.kind, "child": choice.child, "late": choice.late}
    rows = db.session.execute(WAITING, values).mappings().all()
    heaps, child = rows[0]["heaps"], rows[0]["chosen"]
    items = [Item(**{name: row[name] for name in Item.__annotations__}) for row in rows if row["id"]]
    standings = [Standing(*row) for row in rows[0]["standings"]]
    worries, actions = open_worries(rows[0]["worries"]), due.agreed(rows[0]["actions"])
    alerts = alerts_of(rows[0]["alerts"])
    return Waiting(
        items, counted(heaps), child, standings, worries, alerts, actions, asks(rows[0]["asks"]), rows[0]["lines"]
    )


def heaps(staff: UUID, today: date, overdue: date) -> Sequence[Heap]:
    """The counts alone, for a page whose items stay where they are."""
    return counted(db.session.execute(COUNTS, mine(staff, today, overdue)).scalar_one())


def mine(staff: UUID, today: date, overdue: date) -> dict[str, Any]:
    return {"clinic": scopes.current().clinic, "staff": staff, "today": today, "overdue": overdue}


def counted(rows: list[list[Any]]) -> list[Heap]:
    return [Heap(UUID(child), name, kind, late, count) for child, name, kind, late, count in rows]
