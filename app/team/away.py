"""Being away: a deputy stands in for every family of a therapist, from a day until a day, and families read who answers."""

from datetime import date, timedelta
from uuid import UUID

from app import audit, notices
from app.involvement import care_team
from app.involvement.absence import Absence, absences
from app.involvement.care_team import NoTherapist
from app.involvement.models import CareTeamMember
from app.people.colleagues import may
from app.permissions import Permission
from tenants import scope as scopes
from tenants.db import db, marked, new_id
from tenants.holding import one_after_another


class DeputyAway(ValueError):
    """Whoever is to stand in is away on some of these days, too."""


class AlreadyAway(ValueError):
    """Another absence covers some of these days."""


def go(staff: UUID, deputy: UUID, since: date, until: date, today: date) -> tuple[Absence, list[UUID]]:
    """Both days included. Answers with the children that are closed to the deputy and need another.

    Raises AlreadyAway, DeputyAway, NoTherapist.
    """
    one_after_another()
    mine = care_team.caseload(staff, max(since, today))
    if not may(deputy, Permission.CASELOAD):
        raise NoTherapist
    if any(one.since <= until and since <= one.until for one in absences(deputy, today)):
        raise DeputyAway
    if any(one.since <= until and since <= one.until for one in absences(staff, today)):
        raise AlreadyAway
    row = Absence(id=new_id(), staff_id=staff, deputy_id=deputy, since=since, until=until)
    db.session.add(row)
    db.session.flush()
    left = [child for child in mine if not care_team.stands_in(child, row)]
    audit.record("went-away", "staff_member", staff, deputy=str(deputy), since=str(since), until=str(until))
    if deputy != scopes.current().person:
        notices.tell(deputy, "deputy", about=staff, by=scopes.current().person, since=since, until=until)
    counted = db.select(Absence.staff_id).where(
        Absence.deputy_id == staff, Absence.since <= until, Absence.until >= since, Absence.ended_at.is_(None)
    )
    for reader in set(db.session.scalars(counted)):
        notices.tell(reader, "deputy-away", about=staff, by=scopes.current().person, since=since, until=until)
    return row, left


def come_back(row: Absence, today: date) -> bool:
    """Ends it at once; the deputy opens nothing more from the next request on. False: it had ended."""
    one_after_another()
    if not marked(Absence.ended_at, Absence.id == row.id, Absence.until >= today):
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
    audit.record("no-longer-away", "staff_member", row.staff_id, deputy=str(row.deputy_id))
    return True
