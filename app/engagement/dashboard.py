"""The families of the therapists somebody supervises, each part with its standing and its last weeks: one page's worth and
the counts, in one statement; the clinic's own side by week, in another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from app.engagement.asked import SORTS, STATUSES, Asked
from app.people.not_closed import not_closed
from app.sight import due, supervising
from app.web.dates import monday
from tenants import scope as scopes
from tenants.db import db

PAGE = 40
LAST, NEVER = 9, date.min
"""Where whoever was never computed, or never heard of, stands."""
WEEKS = 8
KEYS = {"standing": "{0}.rank, {0}.sort_name, {0}.id", "name": "{0}.sort_name, {0}.id",
        "heard": "{0}.heard, {0}.sort_name, {0}.id"}  # fmt: skip
PLACES = {"standing": "cast(:key as int) as rank, ", "name": "", "heard": "cast(:key as date) as heard, "}
"""Where the page before ended, though whoever stood there moved since, or is gone."""
assert set(KEYS) == set(SORTS) == set(PLACES)
MINE = f"""
with mine as materialized (
  select t.child_id, string_agg(distinct s.shown, ', ') as therapists from care_team_member t
  join staff_member s on s.clinic_id = t.clinic_id and s.id = t.staff_id
  where t.clinic_id = :clinic and t.staff_id in ({supervising.MINE}) and t.part = 'therapist' and t.since <= :today and (t.until is null or t.until >= :today)
    and (cast(:therapist as uuid) is null or t.staff_id = :therapist) and {not_closed("t.child_id", ":me")}
  group by t.child_id
), parts as materialized (
  select i.id, i.child_id, c.name, c.sort_name, g.name as caregiver, i.relation, m.therapists, x.status, x.reasons, x.since,
    coalesce(array_position(cast(:statuses as text[]), x.status), {LAST}) as rank,
    coalesce(c.search_name, c.sort_name) || chr(10) || coalesce(g.search_name, g.sort_name) as names,
    coalesce((select w.last_told from engagement_week w where w.clinic_id = :clinic and w.involvement_id = i.id
      and w.last_told is not null order by w.week desc limit 1), date '{NEVER}') as heard
  from mine m
  join child c on c.clinic_id = :clinic and c.id = m.child_id and c.ended_at is null
  join involvement i on i.clinic_id = :clinic and i.child_id = c.id and i.ended_at is null and not i.professional
  join caregiver g on g.clinic_id = :clinic and g.id = i.caregiver_id
  left join standing x on x.clinic_id = :clinic and x.involvement_id = i.id
)
"""
"""`parts`: who takes part, but those who come by office; of whom nothing is expected."""
PARTS = (
    MINE
    + """, found as (
  select * from parts p where not :nothing and (:status = '' or p.status = :status) and not exists (
    select 1 from unnest(cast(:words as text[])) as wanted(word) where strpos(p.names, wanted.word) = 0)
), place as (
  select {place}c.sort_name, i.id from involvement i
  join child c on c.clinic_id = i.clinic_id and c.id = i.child_id where i.clinic_id = :clinic and i.id = :after
)
select f.id, f.child_id, f.name, f.caregiver, f.relation, f.therapists, f.status, f.reasons, f.since,
  nullif(f.heard, date '0001-01-01') as heard,
  (select coalesce(jsonb_agg(jsonb_build_array(w.week, w.told, w.expected) order by w.week), '[]') from engagement_week w
    where w.clinic_id = :clinic and w.involvement_id = f.id and w.week >= :first) as weeks,
  (select jsonb_build_array(count(*), min(w.at)) from waiting w where w.clinic_id = :clinic and w.author_id = f.id) as waiting,
  (select r.id from review r where r.clinic_id = :clinic and r.staff_id = :me and r.child_id = f.child_id and r.closed_at is null
      and r.until > :now order by r.until desc limit 1) as review,
  n.found, n.counts, n.theirs, n.agreed
from (select (select count(*) from found) as found,
  (select coalesce(jsonb_object_agg(s.status, s.count), '{{}}') from (
    select coalesce(status, '') as status, count(*) from parts group by 1) s) as counts,
  (select coalesce(jsonb_agg(jsonb_build_array(s.id, s.shown) order by s.sort_name, s.id), '[]') from staff_member s
    where s.clinic_id = :clinic and s.id in ({mine})) as theirs,
  {hers}) n
left join (select f.* from found f where cast(:after as uuid) is null or ({after_key}) > (select {place_key} from place q)
  order by {key} limit :limit) f on true
order by {key}
"""
)
STATEMENTS = {
    sort: text(
        PARTS.format(
            key=key.format("f"),
            after_key=key.format("f"),
            place=PLACES[sort],
            place_key=key.format("q"),
            hers=due.HERS,
            mine=supervising.MINE,
        )
    )
    for sort, key in KEYS.items()
}
BY_WEEK = text(
    MINE
    + """
select w.week, count(distinct p.child_id) filter (where w.expected) as families,
  count(distinct p.child_id) filter (where w.expected and w.told > 0) as active,
  coalesce(sum(w.agreed), 0) as agreed, coalesce(sum(least(w.checkins, w.agreed)), 0) as done,
  coalesce(sum(w.told), 0) as told, coalesce(sum(w.seen), 0) as seen,
  (select percentile_disc(0.5) within group (order by cast(m.minutes as int)) from engagement_week e
     join parts q on q.id = e.involvement_id cross join lateral jsonb_array_elements_text(e.reply_minutes) as m(minutes)
    where e.clinic_id = :clinic and e.week = w.week) as minutes
from engagement_week w join parts p on p.id = w.involvement_id
where w.clinic_id = :clinic and w.week >= :first and w.week <= :today group by w.week order by w.week
"""
)


@dataclass(frozen=True)
class Row:
    """One caregiver's part in one child's therapy."""

    id: UUID
    child_id: UUID
    name: str
    caregiver: str
    relation: str
    therapists: str
    status: str | None
    """None before it was computed for the first time."""
    reasons: Sequence[Any]
    since: date | None
    heard: date | None
    """The last day on which anything was told, that stands."""
    weeks: list[list[Any]]
    """Of the last eight: Monday, how many things were told, whether anything was expected."""
    waiting: list[Any]
    """How many things wait for the clinic, and since when."""
    review: UUID | None

    def place(self, sort: str) -> list[str]:
        """For a cursor: what it is sorted by, as this page has it, unless that is the name. The id tells the name."""
        keys = {"standing": [str(rank(self.status))], "heard": [str(self.heard or NEVER)]}
        return [str(self.id), *keys.get(sort, [])]


@dataclass(frozen=True)
class Listing:
    rows: Sequence[Row]
    """One more than a page."""
    found: int
    counts: dict[str, int]
    """By standing, whatever was chosen of them."""
    theirs: Sequence[tuple[UUID, str]]
    """Whom this person supervises today, by name."""
    agreed: list[list[Any]]
    """What was agreed in supervision and is not done (`due.HERS`)."""

    @property
    def all(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True)
class Week:
    """What the parts told in one week, and what became of it. Every number has its denominator."""

    week: date
    families: int
    active: int
    agreed: int
    done: int
    told: int
    seen: int
    minutes: int | None
    """Until a first answer, in the middle of those that had one."""


def rank(status: str | None) -> int:
    return STATUSES.index(status) + 1 if status in STATUSES else LAST


def first_week(today: date) -> date:
    return monday(today) - timedelta(weeks=WEEKS - 1)


def values(me: UUID, today: date, asked: Asked) -> dict[str, Any]:
    return {
        "clinic": scopes.current().clinic, "me": me, "today": today, "therapist": asked.therapist,
        "statuses": list(STATUSES), "first": first_week(today),
    }  # fmt: skip


def listing(
    me: UUID, today: date, now: datetime, asked: Asked, after: list[str] | None, limit: int = PAGE + 1
) -> Listing:
    """`today`: the clinic's local day. `after`: where the page before ended, as `Row.place` has it."""
    id, key = [*(after or []), None, None][:2]
    what = values(me, today, asked) | {
        "now": now,
        "status": asked.status,
        "words": asked.words,
        "nothing": bool(asked.typed) and not asked.words,
        "after": id,
        "key": key,
        "limit": limit,
    }
    rows = db.session.execute(STATEMENTS[asked.sort], what).mappings().all()
    shown = [Row(**{name: row[name] for name in Row.__annotations__}) for row in rows if row["id"]]
    theirs = [(UUID(id), name) for id, name in rows[0]["theirs"]]
    return Listing(shown, rows[0]["found"], rows[0]["counts"], theirs, rows[0]["agreed"])


def by_week(me: UUID, today: date, asked: Asked) -> Sequence[Week]:
    """The last eight weeks of whom the page is about, this one included; weeks of which nothing is known are left out."""
    rows = db.session.execute(BY_WEEK, values(me, today, asked)).mappings()
    return [Week(**row) for row in rows]
