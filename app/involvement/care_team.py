"""Who is on a child's care team, from a day until a day. Whoever leaves at once was on it until yesterday."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_

from app import audit
from app.involvement import closed
from app.involvement.absence import Absence, absences
from app.involvement.closed import ClosedTo
from app.involvement.models import CareTeamMember
from app.people.colleagues import may
from app.permissions import Permission
from tenants.db import changed, db
from tenants.holding import one_after_another


class Closed(ValueError):
    """The child is closed to this person by name (must 27)."""


class NoTherapist(ValueError):
    """The person works here no more, or not as a therapist: no child is given to them."""


class LastTherapist(ValueError):
    """No child is left without a therapist."""


def on_day(day: date) -> ColumnElement[bool]:
    """That a membership holds on this local day of the clinic."""
    return (CareTeamMember.since <= day) & or_(CareTeamMember.until.is_(None), CareTeamMember.until >= day)


def is_on_team(staff: UUID, child: Any, day: date, *parts: str) -> ColumnElement[bool]:
    """That the person is on the care team of this child column; as one of `parts`, if any are named. Not where the child is closed to the person."""
    team = db.select(CareTeamMember.child_id).where(CareTeamMember.staff_id == staff, on_day(day))
    if parts:
        team = team.where(CareTeamMember.part.in_(parts))
    return child.in_(team) & child.not_in(closed.children_closed_to(staff))


def members(child: UUID, day: date) -> list[CareTeamMember]:
    """Everybody on the team that day, the longest first."""
    rows = db.select(CareTeamMember).where(CareTeamMember.child_id == child, on_day(day))
    ordered = rows.order_by(CareTeamMember.since, CareTeamMember.id)
    return list(db.session.scalars(ordered.execution_options(populate_existing=True)))


def caseload(staff: UUID, day: date, part: str = "therapist") -> list[UUID]:
    """The children whose team this person is on that day, as therapist unless another part is named."""
    rows = db.select(CareTeamMember.child_id).where(
        CareTeamMember.staff_id == staff, CareTeamMember.part == part, on_day(day)
    )
    return list(db.session.scalars(rows.distinct().order_by(CareTeamMember.child_id)))


def from_day_on(staff: UUID, day: date, part: str = "therapist") -> list[UUID]:
    """The children whose team this person is on that day, or joins later."""
    rows = db.select(CareTeamMember.child_id).where(
        CareTeamMember.staff_id == staff,
        CareTeamMember.part == part,
        or_(CareTeamMember.until.is_(None), CareTeamMember.until >= day),
    )
    return list(db.session.scalars(rows.distinct().order_by(CareTeamMember.child_id)))


def has(child: UUID, staff: UUID, since: date, part: str, until: date | None, in_place_of: UUID | None = None) -> bool:
    """Whether somebody is on the team as that already: a therapist for good, or the same deputy for as long or longer."""
    mine = [row for row in members(child, since) if row.staff_id == staff]
    if any(row.part == "therapist" and row.until is None for row in mine):
        return True
    same = [row for row in mine if row.part == part == "deputy" and row.for_id == in_place_of]
    return any(row.until is None or (until is not None and row.until >= until) for row in same)


def join(
    child: UUID,
    staff: UUID,
    since: date,
    *,
    part: str = "therapist",
    until: date | None = None,
    in_place_of: UUID | None = None,
) -> bool:
    """Adds somebody to a team. False: a therapist of it already, or a deputy for as long. Raises Closed, NoTherapist.

    A therapist whose last day was set stays for good; whoever was a deputy is a therapist from now on.
    """
    one_after_another()
    shut = closed.children_closed_to(staff).where(ClosedTo.child_id == child)
    if db.session.scalar(shut) is not None:
        raise Closed
    if not may(staff, Permission.CASELOAD):
        raise NoTherapist
    if has(child, staff, since, part, until, in_place_of):
        return False
    for row in members(child, since):
        if row.staff_id == staff and (part == "therapist" or row.for_id == in_place_of):
            row.until = since - timedelta(days=1)
    row = CareTeamMember(child_id=child, staff_id=staff, part=part, for_id=in_place_of, since=since, until=until)
    db.session.add(row)
    db.session.flush()
    audit.record("joined-team", "child", child, staff=str(staff), part=part, until=str(until) if until else None)
    if part == "therapist":
        for absence in absences(staff, since):
            stands_in(child, absence)
    return True


def others_for_good(child: UUID, staff: UUID, day: date) -> bool:
    """Whether somebody else is this child's therapist with no last day."""
    return any(row.staff_id != staff and row.part == "therapist" and row.until is None for row in members(child, day))


def stands_in(child: UUID, absence: Absence) -> bool:
    """The deputy of an absence joins the team for its days. False: the deputy cannot, and the child has nobody then."""
    deputy, therapist = absence.deputy_id, absence.staff_id
    try:
        join(child, deputy, absence.since, part="deputy", until=absence.until, in_place_of=therapist)
    except (Closed, NoTherapist):
        return False
    return True


def leave(child: UUID, staff: UUID, today: date, last_day: date | None = None) -> bool:
    """Ends every membership of a person in a team, and of their deputies, at once or after `last_day`. False: there was none.

    Raises LastTherapist where no therapist would be left from the day after.
    """
    one_after_another()
    last = last_day or today - timedelta(days=1)
    stays = db.select(CareTeamMember.id).where(
        CareTeamMember.child_id == child, CareTeamMember.staff_id != staff, CareTeamMember.part == "therapist",
        CareTeamMember.since <= max(last + timedelta(days=1), today), CareTeamMember.until.is_(None),
    )  # fmt: skip
    mine = [row for row in members(child, today) if row.staff_id == staff]
    if any(row.part == "therapist" for row in mine) and db.session.scalar(stays.limit(1)) is None:
        raise LastTherapist
    reaches = or_(CareTeamMember.until.is_(None), CareTeamMember.until > last)
    ended = changed(
        db.update(CareTeamMember)
        .where(CareTeamMember.child_id == child, CareTeamMember.staff_id == staff, reaches)
        .values(until=last)
    )
    deputies = (CareTeamMember.child_id == child, CareTeamMember.for_id == staff, CareTeamMember.until > last)
    db.session.execute(db.update(CareTeamMember).where(*deputies).values(until=last))
    if ended:
        audit.record("left-team", "child", child, staff=str(staff), last_day=str(last))
    return bool(ended)


def close_to(child: UUID, staff: UUID, why: str, today: date) -> bool:
    """ "Not for Sam": takes the person off the team, today's and every later one, and keeps them out on every road.

    False: it is closed to this person already. Raises LastTherapist.
    """
    leave(child, staff, today)
    return closed.close(child, staff, why)
