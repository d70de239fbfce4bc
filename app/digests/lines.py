"""The weekly line: one sentence with one thing to try, for the people of one home; changed until its week's digests are made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from app import audit
from app.digests.models import WeeklyLine
from app.people.colleagues import own_name
from app.people.not_closed import not_closed
from tenants import scope as scopes
from tenants.db import changed, db, new_id, stored

MINE = f"""
from care_team_member t
join child c on c.clinic_id = t.clinic_id and c.id = t.child_id and c.ended_at is null
join household h on h.clinic_id = c.clinic_id and h.child_id = c.id
join party p on p.clinic_id = h.clinic_id and p.household_id = h.id
  and p.number = (select max(n.number) from party n where n.clinic_id = :clinic and n.household_id = h.id)
where t.clinic_id = :clinic and t.staff_id = :me and t.since <= :today and (t.until is null or t.until >= :today)
  and {not_closed("t.child_id", ":me")}
  and exists (select 1 from household_member m join involvement i on i.clinic_id = m.clinic_id and i.id = m.involvement_id
    where m.clinic_id = :clinic and m.household_id = h.id and m.since <= :today and (m.until is null or m.until >= :today)
      and i.ended_at is null and i.invited_at is not null and i.paused_at is null)
"""
"""The homes of the children on whose care team somebody is today, each by its newest party; without one in which nobody was
invited, or nothing is asked of anybody."""
BOXES = text(f"""
select c.id as child, c.name, c.sort_name, h.label, p.id as party,
  (select string_agg(g.name, ', ' order by g.sort_name) from party_member m
    join involvement i on i.clinic_id = m.clinic_id and i.id = m.involvement_id
    join caregiver g on g.clinic_id = i.clinic_id and g.id = i.caregiver_id
    where m.clinic_id = :clinic and m.party_id = p.id) as who,
  (select jsonb_build_array(w.body, w.by, w.at) from weekly_line w
    where w.clinic_id = :clinic and w.shared_with = p.id and w.told_at is null order by w.week limit 1) as now,
  (select jsonb_build_array(w.body, w.by) from weekly_line w join party q on q.clinic_id = w.clinic_id and q.id = w.shared_with
    where w.clinic_id = :clinic and q.household_id = h.id and w.told_at is not null order by w.week desc limit 1) as before,
  (select coalesce(jsonb_agg(jsonb_build_array(u.kind, u.topic, u.body, u.at, u.name, u.id) order by u.at desc), '[]') from (
    select u.id, u.kind, u.topic, case when x.id is null then u.body else '' end as body, u.at, g.name from party_member m
    join "update" u on u.clinic_id = m.clinic_id and u.author_id = m.involvement_id and u.at > :lately
    join involvement i on i.clinic_id = m.clinic_id and i.id = m.involvement_id
    join caregiver g on g.clinic_id = i.clinic_id and g.id = i.caregiver_id
    left join withdrawal x on x.clinic_id = u.clinic_id and x.id = u.id
    where m.clinic_id = :clinic and m.party_id = p.id order by u.at desc limit 3) u) as hints
{MINE} and (cast(:after_name as text) is null or (c.sort_name, p.id) > (:after_name, :after_id))
order by c.sort_name, p.id limit :limit
""")
IS_OPEN = text(f"select exists (select 1 {MINE} and p.id = :party)")
COUNTED = f"""(select jsonb_build_array(count(distinct b.id), count(distinct w.shared_with)) from (select distinct p.id {MINE.replace(":me", ":staff")}) b
  left join weekly_line w on w.clinic_id = :clinic and w.shared_with = b.id and w.told_at is null) as lines"""
"""For a statement that binds `clinic`, `staff` and `today`: how many homes there are, and how many have one that waits."""
COUNT = text(f"select {COUNTED}")


@dataclass(frozen=True)
class Box:
    """One home of one child, with this week's line if there is one."""

    child: UUID
    name: str
    sort_name: str
    label: str
    """The home's letter."""
    party: UUID
    who: str
    """The people it is for, by name."""
    now: Sequence[Any] | None
    """Words, who wrote them, when."""
    before: Sequence[Any] | None
    """The last one that home had."""
    hints: Sequence[Sequence[Any]]
    """What that home alone told lately: kind, topic, words, when, who, its id."""

    @property
    def read(self) -> list[str]:
        """The ids of those whose words stand here."""
        return [id for _kind, _topic, body, _at, _who, id in self.hints if body]


def bound(today: date) -> dict[str, Any]:
    scope = scopes.current()
    return {"clinic": scope.clinic, "me": scope.person, "today": today}


def boxes(today: date, lately: datetime, limit: int, after: tuple[str, UUID] | None = None) -> list[Box]:
    name, id = after or (None, None)
    values = bound(today) | {"lately": lately, "limit": limit, "after_name": name, "after_id": id}
    return [Box(**row) for row in db.session.execute(BOXES, values).mappings()]


def is_open(party: UUID, today: date) -> bool:
    """Whether these people have a box today."""
    return bool(db.session.scalar(IS_OPEN, bound(today) | {"party": party}))


def count(today: date) -> tuple[int, int]:
    """How many homes there are, and how many have a line that waits."""
    values = {"clinic": scopes.current().clinic, "staff": scopes.current().person, "today": today}
    homes, written = db.session.execute(COUNT, values).scalar_one()
    return homes, written


def stands(party: UUID) -> str:
    """The words of a home's line that waits; nothing where there is none."""
    mine = WeeklyLine.shared_with == party, WeeklyLine.told_at.is_(None)
    return db.session.scalar(db.select(WeeklyLine.body).where(*mine)) or ""


def say(party: UUID, child: UUID, week: date, words: str, before: str) -> bool:
    """Writes, changes or empties the line that waits. `week`: of a new one. `before`: what its writer had read there. False:
    somebody was quicker, or it went."""
    if not before:
        row = WeeklyLine(
            id=new_id(), child_id=child, shared_with=party, staff_id=scopes.current().person, by=own_name(), week=week, body=words
        )  # fmt: skip
        done = not words or stored("uq_weekly_line", lambda: db.session.add(row))
    else:
        mine = WeeklyLine.shared_with == party, WeeklyLine.body == before, WeeklyLine.told_at.is_(None)
        values = {"body": words, "staff_id": scopes.current().person, "by": own_name(), "at": scopes.current().now}
        done = bool(
            changed(db.update(WeeklyLine).where(*mine).values(values) if words else db.delete(WeeklyLine).where(*mine))
        )
    if done and words != before:
        audit.record("wrote-line" if words else "emptied-line", "party", party, child=child)
    return done
