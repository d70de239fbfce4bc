""" "Who reads what": acknowledged once, and again only when its wording or the readers grow (must 19)."""

from uuid import UUID

from app.people.models import Card
from app.portal import frame
from app.web.person import Person
from tenants.db import db

WORDING = "2"
"""Raised when the card's wording changes."""


def version(readers: frozenset[str]) -> str:
    """The wording, and the readers in a short form that can be compared for growth."""
    return ":".join([WORDING, *sorted(readers)])


def of(person: Person) -> frozenset[str]:
    """Today's readers of what this person writes, as the first eight digits of their ids."""
    assert person.family is not None
    team = {id for readers in person.readers.values() for id in readers}
    return frozenset(short(id) for id in person.family.people if id in team)


def short(id: UUID) -> str:
    return id.hex[:8]


def acknowledged(person: Person) -> bool:
    """Whether the newest acknowledgement covers the wording and everybody who reads today."""
    newest = frame.of(person).card
    if newest is None:
        return False
    wording, *readers = newest.split(":")
    return wording == WORDING and of(person) <= set(readers)


def acknowledge(person: Person) -> None:
    """Pressed twice, it is acknowledged once."""
    if not acknowledged(person):
        db.session.add(Card(caregiver_id=person.id, version=version(of(person))))
