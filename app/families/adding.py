"""A new family: the child, the homes, the people and the care team."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app import audit
from app.addresses import sort_name
from app.families import addressing
from app.involvement import care_team, involving, parties
from app.involvement.models import Child, Involvement
from app.people.models import Caregiver
from tenants import scope as scopes
from tenants.db import db, new_id, stored
from tenants.holding import one_after_another


@dataclass(frozen=True)
class Told:
    """One caregiver as told at the first call; the rest is "not told yet", which keeps the least open (must 2)."""

    name: str
    relation: str
    home: str
    address: str | None = None
    safe: bool = False
    language: str | None = None
    """One of those offered."""


def add_family(id: UUID, name: str, age: int, caregivers: list[Told], therapist: UUID, today: date) -> UUID:
    """Adds a child under the id its form carried, with its caregivers and care team. Sent twice, it is the same child."""
    if db.session.get(Child, (scopes.current().clinic, id)) is not None:
        return id
    row = Child(id=id, name=name, sort_name=sort_name(name), age_told=age, age_on=today)
    if not stored("pk_child", lambda: db.session.add(row)):
        return id
    db.session.flush()
    audit.record("added", "child", id)
    care_team.join(id, therapist, today)
    for told in caregivers:
        add_caregiver(id, told, today)
    parties.renew(id, today)
    return id


def add_caregiver(child: UUID, told: Told, today: date, id: UUID | None = None) -> Involvement:
    """Adds one caregiver of a child, under the id its form carried. An address that is known here is answered like a new
    one (must 1)."""
    if id and (before := db.session.get(Involvement, (scopes.current().clinic, id))):
        return before
    person = Caregiver(id=new_id(), name=told.name, sort_name=sort_name(told.name), language=told.language)
    db.session.add(person)
    db.session.flush()
    by_office = told.relation in involving.BY_OFFICE
    home = None if by_office else involving.home(child, told.home)
    part = involving.join(child, person.id, told.relation, home, today, id=id)
    if told.address:
        one_after_another()
        addressing.write_down(part, told.address, told.safe)
    involving.agree(part, 0 if by_office else 2, "", today)
    return part
