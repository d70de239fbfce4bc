"""The week at home: for whom it is, and what came for each since the last one. For a whole batch in a fixed number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import text

from app.digests.open_to import Open
from tenants import scope as scopes
from tenants.db import db

GOES_BACK = timedelta(days=28)
"""What came earlier is no news; and for as long silence after a digest would tell (product.md, Digests)."""
OVERLAP = timedelta(minutes=15)
"""Something is dated when its transaction begins: looked for again, and left out where the last digest held it."""
LATELY = timedelta(days=6)
"""A line told since then goes with a week that is not its own: that one had begun, or was left out where the hour was moved."""
MOST = 60
"""Items of one person; the page of her messages has them all."""
RECIPIENTS = text("""
select r.id from (
  select distinct coalesce(y.caregiver_id, i.caregiver_id) as id from involvement i
  join child c on c.clinic_id = i.clinic_id and c.id = i.child_id and c.ended_at is null
  left join (select s.involvement_id, s.caregiver_id from same_person_answer s
    join same_person q on q.clinic_id = s.clinic_id and q.id = s.id and q.withdrawn_at is null
    where s.clinic_id = :clinic and s.said = 'yes') y on y.involvement_id = i.id
  where i.clinic_id = :clinic and i.entered_at is not null and i.ended_at is null and i.paused_at is null and i.invited_at is not null) r
where not exists (select 1 from digest d
  where d.clinic_id = :clinic and d.kind = 'home' and d.period = :period and d.caregiver_id = r.id)
order by r.id limit :limit
""")
"""Who has come in, and takes part in what goes on; without those whose digest of this week is there."""
ITEMS = text("""
with open as materialized (select * from unnest(cast(:caregivers as uuid[]), cast(:circles as uuid[])) o(caregiver, circle)),
last as materialized (
  select g.id as caregiver, greatest(:earliest, coalesce(max(d.at) - cast(:overlap as interval), :earliest)) as at,
    coalesce(jsonb_agg(d.items) filter (where d.id is not null), '[]') as items,
    coalesce(bool_or(not d.quiet), false) as lately
  from unnest(cast(:people as uuid[])) g(id)
  left join digest d on d.clinic_id = :clinic and d.caregiver_id = g.id and d.kind = 'home' and d.state = 'made'
    and d.period < :period and d.at > :earliest
  group by g.id
), found as (
  select o.caregiver, 'line' as kind, w.id, w.child_id, w.at from open o
  join weekly_line w on w.clinic_id = :clinic and w.circle = o.circle and w.told_at is not null
    and (w.week = :period or (w.week between cast(:period as date) - 28 and :period and w.told_at > :lately))
  union all
  select o.caregiver, 'reply', r.id, r.child_id, r.at from open o join last l on l.caregiver = o.caregiver
  join reply r on r.clinic_id = :clinic and r.circle = o.circle and r.at > l.at and r.at <= :now
  union all
  select o.caregiver, 'outcome', m.id, m.child_id, m.at from open o join last l on l.caregiver = o.caregiver
  join outcome m on m.clinic_id = :clinic and m.circle = o.circle and m.at > l.at and m.at <= :now
)
select l.caregiver, l.lately, l.items as before,
  coalesce((select jsonb_agg(jsonb_build_array(f.kind, f.id, f.child_id, f.at) order by f.kind <> 'line', f.at, f.id)
    from found f where f.caregiver = l.caregiver), '[]') as items
from last l
""")


@dataclass(frozen=True)
class Week:
    """What one caregiver's digest holds. Neither items nor `quiet`: there is nothing to say."""

    caregiver: UUID
    items: list[list[str]]
    since: datetime
    quiet: bool
    """One had come lately: one sentence, so that silence tells nothing."""

    @property
    def goes(self) -> bool:
        return bool(self.items) or self.quiet


def recipients(period: date, limit: int) -> list[UUID]:
    """The next ones of whom nothing is made yet."""
    values = {"clinic": scopes.current().clinic, "period": period, "limit": limit}
    return list(db.session.scalars(RECIPIENTS, values))


def weeks(open_to: Sequence[Open], period: date) -> list[Week]:
    """What each may read at this moment."""
    scope = scopes.current()
    pairs = [(one.caregiver, circle) for one in open_to for circle in one.circles]
    values = {
        "clinic": scope.clinic, "period": period, "now": scope.now, "earliest": scope.now - GOES_BACK, "overlap": OVERLAP,
        "lately": scope.now - LATELY,
        "caregivers": [caregiver for caregiver, _ in pairs], "circles": [circle for _, circle in pairs],
        "people": [one.caregiver for one in open_to],
    }  # fmt: skip
    return [
        week(row.caregiver, row.items, row.before, row.lately, scope.now) for row in db.session.execute(ITEMS, values)
    ]


def week(caregiver: UUID, found: list[list[str]], before: list[list[list[str]]], lately: bool, now: datetime) -> Week:
    had = {item[1] for items in before for item in items}
    new = [item for item in found if item[1] not in had][:MOST]
    since = min((datetime.fromisoformat(at) for *_, at in new), default=now)
    return Week(caregiver, [[kind, id, child] for kind, id, child, _at in new], since, lately and not new)
