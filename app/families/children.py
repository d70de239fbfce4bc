"""A child in the address becomes the child of one's own care team, or isn't here."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement

from app.involvement.care_team import is_on_team
from app.involvement.legal import LegalStanding
from app.involvement.models import Child, Involvement
from app.people.models import Caregiver
from app.web.dates import now_here
from app.web.door import loads
from app.web.person import Person
from tenants.db import db
from tenants.scope import Audience


def on_team(person: Person, child: Any) -> ColumnElement[bool]:
    """That the person is on the care team of this child column today, as therapist or deputy."""
    return is_on_team(person.id, child, now_here().date())


@loads(Audience.STAFF, "child")
def my_child(person: Person, child: UUID) -> Child | None:
    return db.session.scalar(db.select(Child).where(Child.id == child, on_team(person, Child.id)))


@loads(Audience.STAFF, "part")
def part_of_my_child(person: Person, part: UUID) -> Involvement | None:
    return db.session.scalar(
        db.select(Involvement).where(Involvement.id == part, on_team(person, Involvement.child_id))
    )


@loads(Audience.STAFF, "treated")
def part_of_a_child_i_treat(person: Person, part: UUID) -> Involvement | None:
    """The same of a child whose therapist one is: a deputy opens nothing further."""
    treats = is_on_team(person.id, Involvement.child_id, now_here().date(), "therapist")
    return db.session.scalar(db.select(Involvement).where(Involvement.id == part, treats))


def around(part: Involvement) -> tuple[Child, Caregiver, LegalStanding | None]:
    """The child and the caregiver whose part it is, and what was told of it, in one statement."""
    stands = (LegalStanding.clinic_id == Child.clinic_id) & (LegalStanding.involvement_id == part.id)
    rows = (
        db.select(Child, Caregiver, LegalStanding)
        .join(Caregiver, (Caregiver.clinic_id == Child.clinic_id) & (Caregiver.id == part.caregiver_id))
        .outerjoin(LegalStanding, stands & LegalStanding.until.is_(None))
        .where(Child.id == part.child_id)
    )
    child, caregiver, standing = db.session.execute(rows).one()
    return child, caregiver, standing
