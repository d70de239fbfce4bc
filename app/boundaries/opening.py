"""Opens a caregiver's scope: what the door may know of her parts, and what the policy makes of it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import text

from app.boundaries.models import AREAS
from app.boundaries.offering import OFFERED_AT
from app.boundaries.policy import Limit, Part, PartyOf, level, open_circles
from app.boundaries.sharing import at_home
from app.people.sensitive import SENSITIVE_PART
from app.web.dates import midnight
from tenants.db import db, transaction
from tenants.scope import THE_BEGINNING, Audience, Family, Scope, moment

READS_ON = 30
"""Days on which what was shared can be read after a child's care has ended; then own words alone (must 26)."""
PARTS = f"""
select i.id, i.child_id, i.told_on is not null as told, i.professional, care.ended as care_ended,
  coalesce(i.ended_at is not null or care.ended + :reads_on < :today, false) as ended,
  (select coalesce(jsonb_agg(jsonb_build_array(p.id, p.kind, p.household_id)), '[]')
     from party_member m join party p on p.clinic_id = m.clinic_id and p.id = m.party_id
    where m.clinic_id = :clinic and m.involvement_id = i.id) as parties,
  (select coalesce(jsonb_agg(jsonb_build_array(b.area, b.level, b.since, b.until)), '[]')
     from boundary b where b.clinic_id = :clinic and b.involvement_id = i.id) as limits,
  (select coalesce(jsonb_agg(h.household_id), '[]') from household_member h
    where h.clinic_id = :clinic and h.involvement_id = i.id and h.since <= :today and (h.until is null or h.until >= :today)) as homes,
  (select coalesce(jsonb_agg(t.staff_id), '[]') from care_team_member t
    where t.clinic_id = :clinic and t.child_id = i.child_id and t.since <= :today and (t.until is null or t.until >= :today)) as team,
  (select coalesce(jsonb_agg(jsonb_build_array(t.staff_id, t.for_id, t.until) order by t.until, t.staff_id), '[]') from care_team_member t
    where t.clinic_id = :clinic and t.child_id = i.child_id and t.for_id is not null and t.since <= :today and t.until >= :today) as away,
  {SENSITIVE_PART} as sensitive,
  (select coalesce(jsonb_agg(jsonb_build_array(p.id, p.size, p.made_at,
      (select jsonb_agg(jsonb_build_array(m.involvement_id, v.caregiver_id)) from party_member m
         join involvement v on v.clinic_id = m.clinic_id and v.id = m.involvement_id
        where m.clinic_id = :clinic and m.party_id = p.id),
      (select coalesce(jsonb_agg(h.involvement_id), '[]') from household_member h
         join involvement v on v.clinic_id = h.clinic_id and v.id = h.involvement_id
        where h.clinic_id = :clinic and h.household_id = p.household_id and v.ended_at is null
          and h.since <= :today and (h.until is null or h.until >= :today)), {OFFERED_AT}) order by p.number), '[]')
     from party p where p.clinic_id = :clinic and p.child_id = i.child_id and p.kind = 'home'
      and p.household_id in (select h.household_id from household_member h
        where h.clinic_id = :clinic and h.involvement_id = i.id and h.since <= :today and (h.until is null or h.until >= :today))
      and p.number = (select max(n.number) from party n where n.clinic_id = :clinic and n.household_id = p.household_id)) as at_home,
  (select coalesce(jsonb_agg(jsonb_build_array(c.party_id, c.id, c.at, c.at < :midnight) order by c.at), '[]') from home_choice c
    where c.clinic_id = :clinic and c.involvement_id = i.id) as choices
from involvement i
join child c on c.clinic_id = i.clinic_id and c.id = i.child_id
join clinic z on z.id = i.clinic_id
cross join lateral (select cast(c.ended_at at time zone z.time_zone as date) as ended) care
where i.clinic_id = :clinic and i.invited_at is not null and i.id in (
  select m.id from involvement m where m.clinic_id = :clinic and m.caregiver_id = :caregiver
  union all select s.involvement_id from same_person_answer s
    join same_person q on q.clinic_id = s.clinic_id and q.id = s.id and q.withdrawn_at is null
   where s.clinic_id = :clinic and s.caregiver_id = :caregiver and s.said = 'yes')
order by i.made_at, i.id
"""
"""Everything a caregiver's scope is computed from: ids, dates, areas, levels. One statement, read by the door."""


RANKS = {"therapist-led": "1", "open": "2"}


def opened(clinic: UUID, caregiver: UUID, here: datetime, since: datetime = THE_BEGINNING) -> Family:
    """What is open to a caregiver, computed inside a `door` scope. `here`: the moment, in the clinic's zone."""
    values = {
        "clinic": clinic,
        "caregiver": caregiver,
        "today": here.date(),
        "midnight": midnight(here),
        "reads_on": READS_ON,
    }
    rows = db.session.execute(text(PARTS), values).mappings().all()
    return family_of(caregiver, [dict(row) for row in rows], here.date(), since)


def uuid(value: UUID | str) -> UUID:
    return value if isinstance(value, UUID) else UUID(value)


def family_of(caregiver: UUID, rows: list[dict[str, Any]], today: date, since: datetime = THE_BEGINNING) -> Family:
    """The policy's answer for the rows of PARTS (ids as UUID or text: inside another statement they come as JSON)."""
    for row in rows:
        row |= {"id": uuid(row["id"]), "child_id": uuid(row["child_id"])}
    parts = parts_of(rows)
    parties = [
        PartyOf(UUID(id), row["id"], kind, UUID(home) if home else None)
        for row in rows
        for id, kind, home in row["parties"]
    ]
    limits = limits_of(rows)
    homes = frozenset((row["id"], UUID(home)) for row in rows for home in row["homes"])
    living = at_home(rows)
    readers = {UUID(staff) for row in rows if not row["ended"] for staff in row["team"]}
    return Family(
        caregiver=caregiver,
        parts=tuple(part.id for part in parts if not part.ended),
        circles=open_circles(parts, parties, limits, homes, today),
        children=tuple(dict.fromkeys(part.child for part in parts)),
        people=(caregiver, *sorted(readers.union(*(home.others for home in living)) - {caregiver})),
        choices=tuple(home.choice for home in living if home.choice and home.holds),
        since=since,
    )


def parts_of(rows: list[dict[str, Any]]) -> list[Part]:
    return [Part(row["id"], row["child_id"], row["told"], row["ended"], row["professional"]) for row in rows]


def limits_of(rows: list[dict[str, Any]]) -> list[Limit]:
    return [
        Limit(row["id"], area, level, date.fromisoformat(since), date.fromisoformat(until) if until else None)
        for row in rows
        for area, level, since, until in row["limits"]
    ]


def levels_of(rows: list[dict[str, Any]], today: date) -> dict[UUID, str]:
    """For each part that has not ended, a digit an area: 0 closed, 1 therapist-led, 2 open. After `family_of`."""
    limits = limits_of(rows)
    return {
        part.id: "".join(RANKS.get(level(part, area, limits, today), "0") for area in AREAS)
        for part in parts_of(rows)
        if not part.ended
    }


def family_scope(
    clinic: UUID, caregiver: UUID, zone: ZoneInfo, since: datetime = THE_BEGINNING, now: datetime | None = None
) -> Scope:
    """A caregiver's own scope, for commands and tests: the door's part done, the work still to open. `now`: its moment."""
    door = Scope(clinic, Audience.DOOR, now=now or moment())
    with transaction(door):
        family = opened(clinic, caregiver, door.now.astimezone(zone), since)
    return Scope(clinic, Audience.FAMILY, caregiver, family, now=door.now)
