"""The weekly facts, recomputed from the records: one statement for any number of parts, and the only place that counts.

It asks today only how many weeks there are, so a week that is over reads the same whenever it is asked. Expected is a day
on which she had entered, and nothing was paused, ended or closed. Pauses and ends are the `happened` rows of their
transactions; limits are `boundary` and what it was before. The area that closes check-ins is `updates`: writing is never
closed, but where nothing of that area is hers to read, nothing of it is expected either.
"""

AREA = "updates"
COLUMNS = (
    "expected", "expected_days", "agreed", "checkins", "notes", "questions", "told", "seen", "answered", "changed", "owed",
    "oldest_owed", "reply_minutes", "last_told", "last_exchange",
)  # fmt: skip


def monday(day: str) -> str:
    """As SQL: of a date, the Monday of its week."""
    return f"({day} - (extract(isodow from {day})::int - 1))"


GAPS = f"""asked as materialized (
  select a.part, a.since from unnest(cast(:parts as uuid[]), cast(:since as date[])) as a(part, since)
), turns as (
  select h.involvement_id as part, h.what, h.day, k.kind, lead(h.day) over (partition by h.involvement_id, k.kind order by h.id) as next
  from asked a join happened h on h.clinic_id = :clinic and h.involvement_id = a.part
  join (values ('paused', 'involvement-paused'), ('paused', 'involvement-resumed'),
    ('ended', 'involvement-ended'), ('ended', 'involvement-came-back'),
    ('care-ended', 'care-ended'), ('care-ended', 'care-began-again'), ('care-ended', 'involvement-came-back')
  ) as k(kind, what) on k.what = h.what
), gaps as (
  select part, kind, day as since, next - 1 as until from turns
   where what in ('involvement-paused', 'involvement-ended', 'care-ended')
  union all select b.involvement_id, 'closed', b.since, b.until
    from asked a join boundary b on b.clinic_id = :clinic and b.involvement_id = a.part
   where b.area = '{AREA}' and b.level = 'closed'
  union all select b.involvement_id, 'closed', b.since, b.until
    from asked a join boundary_past b on b.clinic_id = :clinic and b.involvement_id = a.part
   where b.area = '{AREA}' and b.level = 'closed'
)"""
"""The days of each part on which nothing is expected, and why. `asked`: the parts, each with the first week wanted."""
FACTS = f"""
with {GAPS}, known as (
  select h.involvement_id as part, min(h.day) as first, min(h.day) filter (where h.what = 'entered') as entered,
    max(h.day) filter (where h.what in ('checkin', 'note', 'question')) as newest
  from asked a join happened h on h.clinic_id = :clinic and h.involvement_id = a.part
  where h.what in ('invited', 'entered', 'checkin', 'note', 'question') group by h.involvement_id
), over as (
  select k.part, greatest(min(g.since), max(k.newest)) as day from known k join gaps g on g.part = k.part
  where g.kind in ('ended', 'care-ended') and g.until is null group by k.part
), span as (
  select k.part, k.entered, greatest(a.since, {monday("k.first")}) as first, least(:this_week, {monday("o.day")}) as last
  from known k join asked a on a.part = k.part left join over o on o.part = k.part
), weeks as materialized (
  select s.part, s.entered, s.first + 7 * n as week from span s cross join lateral generate_series(0, (s.last - s.first) / 7) n
  where s.last >= s.first
), days as (
  select w.part, w.week, w.week + n as day from weeks w cross join generate_series(0, 6) n
  join involvement i on i.clinic_id = :clinic and i.id = w.part
  where not i.professional and w.week + n >= w.entered and not exists (
    select 1 from gaps g where g.part = w.part and g.since <= w.week + n and (g.until is null or g.until >= w.week + n))
), expected as (
  select d.part, d.week, count(distinct d.day) as days, coalesce(min(g.checkins), 0) as agreed
  from days d left join agreement g on g.clinic_id = :clinic and g.involvement_id = d.part
    and g.since <= d.day and (g.until is null or g.until >= d.day)
  group by d.part, d.week
), versions as materialized (
  select coalesce(u.corrects, u.id) as item, u.id, w.id is null as stands
  from asked a join "update" u on u.clinic_id = :clinic and u.author_id = a.part and u.at >= a.since - 2
  left join withdrawal w on w.clinic_id = :clinic and w.id = u.id
), items as (
  select r.id, r.author_id as part, r.kind, r.day, r.at, {monday("r.day")} as week
  from (select v.item from versions v group by v.item having bool_or(v.stands)) t
  join "update" r on r.clinic_id = :clinic and r.id = t.item
), outcomes as (
  select v.item, min(o.at) as first, max(o.day) as newest, bool_or(o.kind = 'changed') as changed
  from versions v join outcome o on o.clinic_id = :clinic and o.update_id = v.id group by v.item
), replies as (
  select distinct v.item from versions v join reply y on y.clinic_id = :clinic and y.update_id = v.id
), owed as (
  select v.item, min(w.at) as at from versions v join waiting w on w.clinic_id = :clinic and w.id = v.id group by v.item
), told as (
  select t.part, t.week, count(distinct t.day) filter (where t.kind = 'checkin') as checkins,
    count(*) filter (where t.kind = 'note') as notes, count(*) filter (where t.kind = 'question') as questions,
    count(*) as told, count(o.item) as seen, count(y.item) as answered, count(*) filter (where o.changed) as changed,
    count(w.item) as owed, min(w.at) as oldest_owed, max(t.day) as last_told, max(o.newest) as last_exchange,
    jsonb_agg(cast(extract(epoch from o.first - t.at) / 60 as int) order by o.first - t.at)
      filter (where o.item is not null) as reply_minutes
  from items t left join outcomes o on o.item = t.id left join replies y on y.item = t.id left join owed w on w.item = t.id
  group by t.part, t.week
)
select w.part as involvement_id, w.week, coalesce(e.days, 0) > 0 as expected, coalesce(e.days, 0) as expected_days,
  coalesce(e.agreed, 0) as agreed, coalesce(t.checkins, 0) as checkins, coalesce(t.notes, 0) as notes,
  coalesce(t.questions, 0) as questions, coalesce(t.told, 0) as told, coalesce(t.seen, 0) as seen,
  coalesce(t.answered, 0) as answered, coalesce(t.changed, 0) as changed, coalesce(t.owed, 0) as owed, t.oldest_owed,
  coalesce(t.reply_minutes, '[]') as reply_minutes, t.last_told, t.last_exchange
from weeks w left join expected e on e.part = w.part and e.week = w.week left join told t on t.part = w.part and t.week = w.week
"""
"""Every week of the parts asked for, from the week asked for: since she was invited, until now or until it all ended."""
