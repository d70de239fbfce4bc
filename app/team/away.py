"""Being away: a deputy stands in for every family of a therapist, from a day until a day, and families read who answers."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import or_

from app import audit, notices
from app.involvement import care_team
from app.involvement.care_team import Closed
from app.involvement.models import CareTeamMember
from app.team.models import Absence
from tenants import scope as scopes
from tenants.db import changed, db, new_id


class AlreadyAway(ValueError):
    """Another absence covers some of these days."""


def absences(staff: UUID, today: date) -> list[Absence]:
    """Those that are under way or still to come, soonest first."""
    rows = db.select(Absence).where(Absence.staff_id == staff, Absence.until >= today, Absence.ended_at.is_(None))
    return list(db.session.scalars(rows.order_by(Absence.since)))


def go(staff: UUID, deputy: UUID, since: date, until: date, today: date) -> tuple[Absence, list[UUID]]:
    """Both days included. Answers with the children that are closed to the deputy and need another. Raises AlreadyAway."""
    mine = care_team.caseload(staff, max(since, today))
    care_team.one_after_another(mine)
    if any(one.since <= until and since <= one.until for one in absences(staff, today)):
        raise AlreadyAway
    row = Absence(id=new_id(), staff_id=staff, deputy_id=deputy, since=since, until=until)
    db.session.add(row)
    db.session.flush()
    left = [child for child in mine if not stands_in(child, row)]
    audit.record("went-away", "staff_member", staff, deputy=str(deputy), since=str(since), until=str(until))
    if deputy != scopes.current().person:
        notices.tell(deputy, "deputy", about=staff, by=scopes.current().person, since=since, until=until)
    return row, left


def stands_in(child: UUID, row: Absence) -> bool:
    try:
        care_team.join(child, row.deputy_id, row.since, part="deputy", until=row.until, in_place_of=row.staff_id)
    except Closed:
        return False
    return True


def come_back(row: Absence, today: date) -> bool:
    """Ends it at once; the deputy opens nothing more from the next request on. False: it had ended."""
    open_still = db.update(Absence).where(Absence.id == row.id, Absence.ended_at.is_(None), Absence.until >= today)
    if not changed(open_still.values(ended_at=scopes.current().now)):
        return False
    yesterday = today - timedelta(days=1)
    db.session.execute(
        db.update(CareTeamMember)
        .where(
            CareTeamMember.for_id == row.staff_id, CareTeamMember.staff_id == row.deputy_id,
            CareTeamMember.since == row.since, CareTeamMember.until > yesterday,
        )
        .values(until=yesterday)
    )  # fmt: skip
    audit.record("came-back", "staff_member", row.staff_id, deputy=str(row.deputy_id))
    return True


def cover(child: UUID, staff: UUID, today: date) -> None:
    """A family that comes to somebody who is away has the deputy, too."""
    for row in absences(staff, today):
        stands_in(child, row)


def uncover(child: UUID, staff: UUID, last_day: date) -> None:
    """A family that has left somebody has no deputy of theirs any more."""
    db.session.execute(
        db.update(CareTeamMember)
        .where(
            CareTeamMember.child_id == child, CareTeamMember.for_id == staff,
            or_(CareTeamMember.until.is_(None), CareTeamMember.until > last_day),
        )
        .values(until=last_day)
    )  # fmt: skip
