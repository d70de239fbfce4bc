"""What supervision knows of one family: the review under way, what was agreed, who could do it, and, in a review, the notes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from app.sight.supervising import MINE
from tenants import scope as scopes
from tenants.db import db

PAGE = 20
TODAY = "{0}.since <= :today and ({0}.until is null or {0}.until >= :today)"
FAMILY = f"""
select
  (select jsonb_build_array(r.id, r.reason, r.until) from review r where r.clinic_id = :clinic and r.staff_id = :me
     and r.child_id = :child and r.closed_at is null and r.until > :now order by r.until desc limit 1) as review,
  (select jsonb_build_array(s.shown, r.signed_off_at) from review r
     join staff_member s on s.clinic_id = r.clinic_id and s.id = r.staff_id
    where r.clinic_id = :clinic and r.child_id = :child and r.signed_off_at is not null
    order by r.signed_off_at desc limit 1) as signed_off,
  (select coalesce(jsonb_agg(jsonb_build_array(x.id, x.shown, x.therapist, x.mine) order by x.sort_name, x.id), '[]') from (
     select s.id, s.shown, s.sort_name, bool_or(t.part = 'therapist') as therapist, s.id in ({MINE}) as mine
       from care_team_member t join staff_member s on s.clinic_id = t.clinic_id and s.id = t.staff_id
      where t.clinic_id = :clinic and t.child_id = :child and {TODAY.format("t")} and s.ended_at is null
      group by s.id, s.shown, s.sort_name) x) as team,
  (select coalesce(jsonb_agg(jsonb_build_array(x.id, x.what, x.due, x.who, x.by, x.at)), '[]') from (
     select a.id, a.what, a.due, w.shown as who, b.shown as by, a.at from agreed_action a
       join staff_member w on w.clinic_id = a.clinic_id and w.id = a.who_id
       join staff_member b on b.clinic_id = a.clinic_id and b.id = a.staff_id
      where a.clinic_id = :clinic and a.child_id = :child and a.done_at is null and a.taken_back_at is null
      order by a.due, a.id limit :limit) x) as open
"""
NOTES = text(f"""
select n.id, n.body, n.at, w.shown as by, t.shown as about from supervision_note n
join staff_member w on w.clinic_id = n.clinic_id and w.id = n.staff_id
join staff_member t on t.clinic_id = n.clinic_id and t.id = n.therapist_id
where n.clinic_id = :clinic and n.child_id = :child and n.therapist_id in ({MINE})
  and (cast(:before as timestamptz) is null or (n.at, n.id) < (:before, :before_id))
order by n.at desc, n.id desc limit :limit
""")
ACTIONS = text("""
select a.id, a.what, a.due, w.shown as who, b.shown as by, a.at, a.done_at, d.shown as done_by, a.taken_back_at
from agreed_action a
join staff_member w on w.clinic_id = a.clinic_id and w.id = a.who_id
join staff_member b on b.clinic_id = a.clinic_id and b.id = a.staff_id
left join staff_member d on d.clinic_id = a.clinic_id and d.id = a.done_by
where a.clinic_id = :clinic and a.child_id = :child
  and (cast(:before as timestamptz) is null or (a.at, a.id) < (:before, :before_id))
order by a.at desc, a.id desc limit :limit
""")


@dataclass(frozen=True)
class UnderWay:
    """A review of the reader's that opens the record now."""

    id: UUID
    reason: str
    until: datetime


@dataclass(frozen=True)
class Member:
    id: UUID
    name: str
    therapist: bool
    mine: bool
    """Whether the reader supervises this one."""


@dataclass(frozen=True)
class Action:
    id: UUID
    what: str
    due: date
    who: str
    by: str
    at: datetime
    done_at: datetime | None = None
    done_by: str | None = None
    taken_back_at: datetime | None = None

    @property
    def open(self) -> bool:
        return self.done_at is None and self.taken_back_at is None


@dataclass(frozen=True)
class Family:
    review: UnderWay | None
    signed_off: tuple[str, datetime] | None
    """By whom, and when, the last review was signed off."""
    team: Sequence[Member]
    open: Sequence[Action]
    """What is still to be done, soonest first; one more than is shown."""
    beside: Any = None
    """What was read in the same statement."""

    @property
    def therapists(self) -> list[Member]:
        """About whose work a note can be."""
        return [one for one in self.team if one.therapist and one.mine]


Place = tuple[datetime, UUID] | None


def of(child: UUID, today: date, beside: str = "null", **more: Any) -> Family:
    """`beside`: one more column, as SQL that binds `clinic`, `child`, and `more`."""
    values = bound(child, today) | {"now": scopes.current().now, "limit": PAGE + 1} | more
    row = db.session.execute(text(f"{FAMILY}, {beside} as beside"), values).one()
    review = row.review and UnderWay(UUID(row.review[0]), row.review[1], datetime.fromisoformat(row.review[2]))
    signed = row.signed_off and (row.signed_off[0], datetime.fromisoformat(row.signed_off[1]))
    to_do = [
        Action(UUID(id), what, date.fromisoformat(due), who, by, datetime.fromisoformat(at))
        for id, what, due, who, by, at in row.open
    ]
    return Family(review, signed, [Member(UUID(id), *rest) for id, *rest in row.team], to_do, row.beside)


def bound(child: UUID, today: date) -> dict[str, Any]:
    scope = scopes.current()
    return {"clinic": scope.clinic, "me": scope.person, "child": child, "today": today}


def notes(child: UUID, today: date, before: Place) -> Sequence[Any]:
    """About those whom the reader supervises today, newest first; one more than a page. To be asked in a review alone."""
    values = bound(child, today) | page_of(before)
    return db.session.execute(NOTES, values).all()


def actions(child: UUID, before: Place = None) -> Sequence[Action]:
    """All that was agreed about a child, newest first; one more than a page."""
    values = {"clinic": scopes.current().clinic, "child": child} | page_of(before)
    return [Action(**row) for row in db.session.execute(ACTIONS, values).mappings()]


def page_of(before: Place) -> dict[str, Any]:
    at, id = before or (None, None)
    return {"before": at, "before_id": id, "limit": PAGE + 1}
