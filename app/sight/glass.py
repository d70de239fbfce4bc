"""Breaking the glass: a record outside one's care teams, by name and birth year, with a reason, for an hour (must 27).

Until the reason is given a hit and a miss are answered alike. Both are told to the supervisors, a hit to the care team.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from app import audit, notices
from app.addresses import sort_name
from app.involvement.care_team import is_on_team, members
from app.involvement.closed import children_closed_to, shut_out
from app.involvement.models import Child
from app.people.colleagues import who_can
from app.people.models import now
from app.permissions import Permission
from app.sight.models import Glass
from app.sight.supervising import supervisors_of
from tenants import scope as scopes
from tenants.db import db, marked
from tenants.holding import one_after_another

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


def break_glass(
    name: str, birth_year: int, reason: str, child: UUID | None, today: date, among: Sequence[UUID] = ()
) -> Glass:
    """Opens the child's record to the person of the open scope for an hour; without a child, keeps that one was looked for.

    `among`: several have this name, and none is chosen yet. Pressed twice, it is the row of the first time.
    """
    one_after_another()
    me = scopes.current().person
    stands = open_already(me, child)
    for row in stands:
        if (row.looked_for, row.birth_year, row.reason) == (name, birth_year, reason):
            return row
    for row in stands if child else []:
        close(row)
    row = Glass(staff_id=me, looked_for=name, birth_year=birth_year, reason=reason, child_id=child, until=now() + LASTS)
    db.session.add(row)
    db.session.flush()
    if child is not None:
        audit.record("broke-glass", "child", child, glass=str(row.id))
    elif among:
        audit.record("found-several", "glass", row.id, children=[str(one) for one in among])
    else:
        audit.record("looked-in-vain", "glass", row.id)
    kind = "glass" if child else "glass-several" if among else "glass-miss"
    looked_at: Sequence[UUID | None] = among or [child]
    for reader in {reader for one in looked_at for reader in told_of(one, today, name)}:
        notices.tell(reader, kind, child=child, about=row.id, by=me)
    return row


def open_already(staff: UUID, child: UUID | None) -> list[Glass]:
    """What this person has broken within the hour for the same child, or in vain."""
    rows = db.select(Glass).where(
        Glass.staff_id == staff, Glass.child_id == child, Glass.closed_at.is_(None), Glass.until > now()
    )
    return list(db.session.scalars(rows.order_by(Glass.at, Glass.id)))


def told_of(child: UUID | None, today: date, name: str) -> set[UUID]:
    """The care team and its supervisors; where there are none, every supervisor; where there is none, the owners.

    Whoever asks is none of them, nor is anybody to whom the child is closed by name; of a look in vain nobody, to whom a
    child of that name is: it would tell them, beside a log that does not show it.
    """
    alike = [child] if child else db.session.scalars(db.select(Child.id).where(Child.sort_name == sort_name(name)))
    untold = {scopes.current().person}.union(*(shut_out(one) for one in alike))
    team = {one.staff_id for one in members(child, today)} if child else set()
    supervisors = supervisors_of(list(team), today) - untold or others_who_can(Permission.SUPERVISE, untold)
    return (team - untold) | (supervisors or others_who_can(Permission.RUN_CLINIC, untold))


def others_who_can(permission: Permission, but: set[UUID]) -> set[UUID]:
    return {id for id, _ in who_can(permission, but)}


def close(glass: Glass) -> bool:
    """Before the hour is over; with it, whatever else holds the same record open to the same person. False: it was closed."""
    same = Glass.child_id == glass.child_id if glass.child_id else Glass.id == glass.id
    if not marked(Glass.closed_at, Glass.staff_id == glass.staff_id, same):
        return False
    audit.record("closed-glass", "glass", glass.id, child=glass.child_id)
    return True
