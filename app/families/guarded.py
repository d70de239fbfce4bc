"""What makes one caregiver's part sensitive, and what is done about it, as the care team reads it, in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from app.boundaries.offering import OFFERED_AT
from app.boundaries.sharing import moment
from app.families.agreed import HISTORY
from app.people.sensitive import SENSITIVE_PART, STANDS, sensitive_person
from tenants import scope as scopes
from tenants.db import db

TODAY = "{0}.since <= :today and ({0}.until is null or {0}.until >= :today)"
GUARDED = text(f"""
select {HISTORY}, {SENSITIVE_PART} as sensitive, {sensitive_person("o.id")} as person, o.id as owner, c.name as child, w.name as who,
  exists (select 1 from care_team_member t where t.clinic_id = :clinic and t.child_id = i.child_id and t.staff_id = :me
    and t.part = 'therapist' and {TODAY.format("t")}) as treats,
  (select jsonb_build_array(bool_or(u.phone), bool_or(u.inbox), max(u.at)) from shared_use u
    where u.clinic_id = :clinic and u.caregiver_id = o.id and {STANDS} having count(*) > 0) as said,
  exists (select 1 from involvement v where v.clinic_id = :clinic and v.sensitive and (v.caregiver_id = o.id or v.id in (
    select y.involvement_id from same_person_answer y
     where y.clinic_id = :clinic and y.caregiver_id = o.id and y.said = 'yes'))) as marked,
  (select max(w.at) from words_asked w where w.clinic_id = :clinic and w.caregiver_id = o.id and not exists (
     select 1 from words_fetched f where f.clinic_id = :clinic and f.id = w.id)) as asked,
  (select jsonb_build_array(h.at, s.shown) from words_handed h
     join staff_member s on s.clinic_id = h.clinic_id and s.id = h.staff_id
    where h.clinic_id = :clinic and h.author_id = i.id order by h.at desc limit 1) as handed,
  (select coalesce(jsonb_agg(jsonb_build_array(p.id, {OFFERED_AT},
      (select k.at from home_choice k where k.clinic_id = :clinic and k.involvement_id = i.id and k.party_id = p.id),
      (select jsonb_agg(g.name order by g.sort_name, g.id) from party_member m
         join involvement v on v.clinic_id = m.clinic_id and v.id = m.involvement_id
         join caregiver g on g.clinic_id = v.clinic_id and g.id = v.caregiver_id
        where m.clinic_id = :clinic and m.party_id = p.id and m.involvement_id <> i.id)) order by p.number), '[]')
     from party p
    where p.clinic_id = :clinic and p.child_id = i.child_id and p.kind = 'home' and i.ended_at is null
      and p.household_id in (select h.household_id from household_member h
        where h.clinic_id = :clinic and h.involvement_id = i.id and {TODAY.format("h")})
      and p.number = (select max(n.number) from party n where n.clinic_id = :clinic and n.household_id = p.household_id)
      and (select array_agg(m.involvement_id order by m.involvement_id) from party_member m
            where m.clinic_id = :clinic and m.party_id = p.id)
        = (select array_agg(distinct h.involvement_id order by h.involvement_id) from household_member h
            join involvement v on v.clinic_id = h.clinic_id and v.id = h.involvement_id
           where h.clinic_id = :clinic and h.household_id = p.household_id and v.ended_at is null and {TODAY.format("h")})) as homes
from involvement i
join child c on c.clinic_id = i.clinic_id and c.id = i.child_id
join caregiver w on w.clinic_id = i.clinic_id and w.id = i.caregiver_id
cross join lateral (select coalesce((select y.caregiver_id from same_person_answer y
  where y.clinic_id = :clinic and y.involvement_id = i.id and y.said = 'yes' limit 1), i.caregiver_id) as id) o
where i.clinic_id = :clinic and i.id = :part
""")


@dataclass(frozen=True)
class Living:
    """Those who live with this caregiver today, as one party."""

    party: UUID
    offered_at: datetime | None
    """When a therapist ticked that sharing with them is offered while the part is sensitive."""
    chosen_at: datetime | None
    names: Sequence[str]


@dataclass(frozen=True)
class Shares:
    """What this caregiver said at the first visit, and nobody took back."""

    phone: bool
    inbox: bool
    at: datetime | None


@dataclass(frozen=True)
class Guarded:
    child: str
    who: str
    """The names, of the child and of the caregiver."""
    sensitive: bool
    person: bool
    """Whether any part of this caregiver's is sensitive: then the clinic hands over the own words."""
    owner: UUID
    """Whose account the part opens to."""
    treats: bool
    """Whether the person of the open scope is a therapist of the child, and no deputy."""
    homes: Sequence[Living]
    asked_at: datetime | None
    """When the own words were asked for, where this part's have not been handed over since."""
    handed_at: datetime | None
    handed_by: str
    said: Shares | None
    marked: bool
    """Whether a care team marked a part of this caregiver's: that stays, whatever is taken back."""
    agreed: list[Any]
    """What is agreed, and was: `agreed.of` reads it."""


def of(part: UUID, today: date, before: date | None = None) -> Guarded:
    scope = scopes.current()
    values = {"clinic": scope.clinic, "me": scope.person, "part": part, "today": today, "before": before}
    row = db.session.execute(GUARDED, values).one()
    homes = [Living(UUID(id), moment(at), moment(chosen), names) for id, at, chosen, names in row.homes if names]
    at, by = row.handed or (None, "")
    handed_at = moment(at)
    asked_at = None if row.asked and handed_at and handed_at >= row.asked else row.asked
    sensitive = row.sensitive, row.person
    said = Shares(row.said[0], row.said[1], moment(row.said[2])) if row.said else None
    return Guarded(
        row.child,
        row.who,
        *sensitive,
        row.owner,
        row.treats,
        homes,
        asked_at,
        handed_at,
        by,
        said,
        row.marked,
        row.agreed,
    )
