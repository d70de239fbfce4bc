"""A child in the address becomes the child of one's own care team, or isn't here."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_

from app.involvement.models import CareTeamMember, Child, Involvement
from app.web.dates import now_here
from app.web.door import loads
from app.web.person import Person
from tenants.db import db
from tenants.scope import Audience


def on_team(person: Person, child: Any) -> ColumnElement[bool]:
    """That the person is on the care team of this child column today."""
    today = now_here().date()
    team = db.select(CareTeamMember.child_id).where(
        CareTeamMember.staff_id == person.id,
        CareTeamMember.since <= today,
        or_(CareTeamMember.until.is_(None), CareTeamMember.until >= today),
    )
    return child.in_(team)


@loads(Audience.STAFF, "child")
def my_child(person: Person, child: UUID) -> Child | None:
    return db.session.scalar(db.select(Child).where(Child.id == child, on_team(person, Child.id)))


@loads(Audience.STAFF, "part")
def part_of_my_child(person: Person, part: UUID) -> Involvement | None:
    return db.session.scalar(
        db.select(Involvement).where(Involvement.id == part, on_team(person, Involvement.child_id))
    )
