"""Breaking the glass: a record outside one's care teams, by name and birth year, with a reason, for an hour (must 27).

Until the reason is given a hit and a miss are answered alike. Both are told to the supervisors, a hit to the care team.
"""

from datetime import date, timedelta
from uuid import UUID

from app import audit, notices
from app.addresses import sort_name
from app.involvement.care_team import is_on_team, members
from app.involvement.closed import children_closed_to
from app.involvement.models import Child
from app.people.colleagues import who_can
from app.people.models import now
from app.permissions import Permission
from app.sight.models import Glass
from app.sight.supervising import supervisors_of
from tenants import scope as scopes
from tenants.db import db, marked

LASTS = timedelta(minutes=60)


def matches(name: str, birth_year: int, today: date) -> list[Child]:
    """The children of this name whose age, as it was told, fits the year; none that is closed to the person, or open anyway."""
    me = scopes.current().person
    found = db.select(Child).where(
        Child.sort_name == sort_name(name), Child.ended_at.is_(None), Child.id.not_in(children_closed_to(me)),
        ~is_on_team(me, Child.id, today),
    )  # fmt: skip
    return [child for child in db.session.scalars(found.order_by(Child.id)) if birth_year in years(child)]


def years(child: Child) -> tuple[int, int]:
    """A child told to be seven on a day was born in one of two years."""
    latest = child.age_on.year - child.age_told
    return latest - 1, latest


def break_glass(name: str, birth_year: int, reason: str, child: UUID | None, today: date) -> Glass:
    """Opens the child's record to the person of the open scope for an hour; without a child, keeps that one was looked for."""
    me = scopes.current().person
    row = Glass(staff_id=me, looked_for=name, birth_year=birth_year, reason=reason, child_id=child, until=now() + LASTS)
    db.session.add(row)
    db.session.flush()
    if child is not None:
        audit.record("broke-glass", "child", child, glass=str(row.id))
    else:
        audit.record("looked-in-vain", "glass", row.id)
    for reader in told_of(child, today) - {me}:
        notices.tell(reader, "glass" if child else "glass-miss", child=child, about=row.id, by=me)
    return row


def told_of(child: UUID | None, today: date) -> set[UUID]:
    """The care team and its supervisors; where there are none, every supervisor; where there is none, the owners."""
    team = [one.staff_id for one in members(child, today)] if child else []
    supervisors = supervisors_of(team, today) or {id for id, _ in who_can(Permission.SUPERVISE)}
    return set(team) | (supervisors or {id for id, _ in who_can(Permission.RUN_CLINIC)})


def close(glass: Glass) -> bool:
    """Before the hour is over. False: it was closed."""
    if not marked(Glass.closed_at, Glass.id == glass.id):
        return False
    audit.record("closed-glass", "glass", glass.id)
    return True
