"""A care team as its page shows it, in one statement."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text

from app.people.links import INVITED
from app.updates.queries import moment
from tenants import scope as scopes
from tenants.db import db

TEAM = text(f"""
select
  (select coalesce(jsonb_agg(jsonb_build_array(t.id, t.staff_id, t.part, t.since, t.until, s.shown, f.shown)
      order by t.until is not null and t.until < :today, t.part desc, t.since, s.sort_name, t.id), '[]')
     from care_team_member t
     join staff_member s on s.clinic_id = t.clinic_id and s.id = t.staff_id
     left join staff_member f on f.clinic_id = t.clinic_id and f.id = t.for_id
    where t.clinic_id = :clinic and t.child_id = :child and (t.until is null or t.until >= t.since)) as members,
  (select coalesce(jsonb_agg(jsonb_build_array(c.id, c.staff_id, s.shown, c.why, b.shown, c.at) order by c.at, c.id), '[]')
     from closed_to c
     join staff_member s on s.clinic_id = c.clinic_id and s.id = c.staff_id
     join staff_member b on b.clinic_id = c.clinic_id and b.id = c.by_id
    where c.clinic_id = :clinic and c.child_id = :child and c.ended_at is null) as closings,
  (select coalesce(jsonb_agg(jsonb_build_array(o.kind, s.shown, o.reason, o.at) order by o.at desc), '[]')
     from (select * from (
       select 'review' as kind, r.staff_id, r.reason, r.at from review r where r.clinic_id = :clinic and r.child_id = :child
       union all
       select 'glass', g.staff_id, g.reason, g.at from glass g where g.clinic_id = :clinic and g.child_id = :child) o
       order by o.at desc limit 20) o
     join staff_member s on s.clinic_id = :clinic and s.id = o.staff_id) as opened,
  exists (select 1 from desk_opening d where d.clinic_id = :clinic and d.child_id = :child and d.ended_at is null) as at_desk,
  (select coalesce(jsonb_agg(jsonb_build_array(s.id, s.shown, l.confirmed_at is not null and not {INVITED} and exists (
       select 1 from staff_role r where r.clinic_id = :clinic and r.staff_id = s.id and r.role = 'therapist' and r.until is null))
      order by s.sort_name, s.id), '[]')
     from staff_member s left join staff_login l on l.clinic_id = s.clinic_id and l.staff_id = s.id
    where s.clinic_id = :clinic and s.ended_at is null) as colleagues
""")


@dataclass(frozen=True)
class Member:
    id: UUID
    staff: UUID
    part: str
    since: date
    until: date | None
    name: str
    in_place_of: str | None

    def is_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or self.until >= day)


@dataclass(frozen=True)
class Closing:
    """The child is closed to this person by name."""

    id: UUID
    staff: UUID
    name: str
    why: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Opened:
    """The record was opened from outside the team: by a review, or by breaking the glass."""

    kind: str
    name: str
    reason: str
    at: datetime


@dataclass(frozen=True)
class Team:
    members: list[Member]
    """Everybody who is, was or will be on it; today's first."""
    closings: list[Closing]
    opened: list[Opened]
    """The newest twenty."""
    at_desk: bool
    colleagues: list[tuple[UUID, str, bool]]
    """Whoever works here, and whether they could join: a therapist who has joined the clinic."""

    def state(self, today: date) -> tuple[object, ...]:
        """What two people could change at once: who is on the team and for how long, and whom it is closed to."""
        on = [(one.staff, one.part, one.until) for one in self.members if one.is_on(today)]
        return sorted(on, key=str), sorted(one.staff for one in self.closings)

    def free(self, today: date) -> list[tuple[UUID, str]]:
        """Who could join this team; a deputy could become a therapist of it."""
        therapists = {one.staff for one in self.members if one.is_on(today) and one.part == "therapist"}
        taken = therapists | {one.staff for one in self.closings}
        return [(id, name) for id, name, treats in self.colleagues if treats and id not in taken]

    def could_take_over(self, today: date, but: UUID) -> bool:
        """Whether somebody is left to hand the family to, once it is closed to `but`; in a clinic of two nobody need be."""
        therapists = {id for id, _name, treats in self.colleagues if treats}
        shut = {one.staff for one in self.closings} & therapists
        on = {one.staff for one in self.members if one.is_on(today) and one.part == "therapist"}
        return but not in therapists or not shut or bool(therapists - shut - on - {but})

    def closable(self, today: date) -> list[tuple[UUID, str]]:
        """Whom the child could be closed to: nobody who is on its team."""
        taken = {one.staff for one in self.members if one.is_on(today)} | {one.staff for one in self.closings}
        return [(id, name) for id, name, _treats in self.colleagues if id not in taken]


def day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def team(child: UUID, today: date) -> Team:
    """`today`: the clinic's local day."""
    values = {"clinic": scopes.current().clinic, "child": child, "today": today}
    row = db.session.execute(TEAM, values).one()
    return Team(
        [member(*one) for one in row.members],
        [Closing(UUID(id), UUID(staff), name, why, by, moment(at)) for id, staff, name, why, by, at in row.closings],
        [Opened(kind, name, reason, moment(at)) for kind, name, reason, at in row.opened],
        row.at_desk,
        [(UUID(id), name, treats) for id, name, treats in row.colleagues],
    )


def member(id: str, staff: str, part: str, since: str, until: str | None, name: str, in_place_of: str | None) -> Member:
    begin = day(since)
    assert begin is not None
    return Member(UUID(id), UUID(staff), part, begin, day(until), name, in_place_of)
