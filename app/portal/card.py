""" "Who reads what": acknowledged once, and again only when its wording, the readers or what she is shown grow (must 19)."""

from uuid import UUID

from app.people.models import Card
from app.portal import frame
from app.web.person import Person
from tenants.db import db

WORDING = "3"
"""Raised when the card's wording changes."""


def short(id: UUID) -> str:
    return id.hex[:8]


def readers(person: Person) -> set[str]:
    """Who reads today what she writes about which of her children."""
    mine = [part.child for part in frame.of(person).parts]
    return {f"{short(child)}.{short(staff)}" for child in mine for staff in person.readers.get(child, ())}


def levels(person: Person) -> dict[str, str]:
    """How far each area is open to her, one digit an area, in the part it is open in."""
    return {short(part): digits for part, digits in person.levels.items()}


def version(person: Person) -> str:
    """The wording, the readers and the levels in a short form that can be compared for growth."""
    shown = (f"{part}={digits}" for part, digits in levels(person).items())
    return ":".join([WORDING, *sorted(readers(person)), *sorted(shown)])


def acknowledged(person: Person) -> bool:
    """Whether the newest acknowledgement covers the wording, everybody who reads and all that she is shown today."""
    newest = frame.of(person).card
    if newest is None:
        return False
    wording, *tokens = newest.split(":")
    known = dict(token.split("=") for token in tokens if "=" in token)
    return (
        wording == WORDING
        and readers(person) <= set(tokens)
        and not any(grew(digits, known.get(part, "")) for part, digits in levels(person).items())
    )


def grew(now: str, before: str) -> bool:
    """Whether an area is open further than it was; one that was not there was closed."""
    return any(new > old for new, old in zip(now, before.ljust(len(now), "0"), strict=False))


def acknowledge(person: Person) -> None:
    """Pressed twice, it is acknowledged once."""
    if not acknowledged(person):
        db.session.add(Card(caregiver_id=person.id, version=version(person)))
