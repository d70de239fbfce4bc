"""What is open to a caregiver: the one policy that pages, previews, exports and digests ask."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import md5
from uuid import UUID

from app.boundaries.models import AREAS


@dataclass(frozen=True)
class Part:
    """One involvement of a caregiver, as the door read it."""

    id: UUID
    child: UUID
    told: bool
    """Relation, legal standing and basis are told; until then everything is therapist-led (must 2)."""
    ended: bool
    professional: bool = False
    """A caregiver by office reads what is shared one by one, whatever is told."""


@dataclass(frozen=True)
class PartyOf:
    """A party that a part belongs to."""

    id: UUID
    part: UUID
    kind: str
    household: UUID | None


@dataclass(frozen=True)
class Limit:
    part: UUID
    area: str
    level: str
    since: date
    until: date | None


def circle(area: str, party: UUID) -> UUID:
    """The key that rows are compared by: one area of one party, or a part's own words (area "own")."""
    return UUID(md5(f"{area}{party}".encode(), usedforsecurity=False).hexdigest())


def level(part: Part, area: str, limits: Iterable[Limit], today: date) -> str:
    """The level in force today: the boundary's, else therapist-led until the part's standing is told and for a professional, else open."""
    for limit in limits:
        if (
            (limit.part, limit.area) == (part.id, area)
            and limit.since <= today
            and (limit.until is None or today <= limit.until)
        ):
            return limit.level
    return "open" if part.told and not part.professional else "therapist-led"


def is_open(party: PartyOf, level: str, homes: frozenset[tuple[UUID, UUID]]) -> bool:
    """Whether a level leaves a party's circle open. `homes`: (part, household) that hold today. Not understood is closed."""
    match level:
        case "open":
            return party.kind != "home" or (party.part, party.household) in homes
        case "therapist-led":
            return party.kind == "part"
        case _:
            return False


def open_circles(
    parts: Iterable[Part],
    parties: Iterable[PartyOf],
    limits: Iterable[Limit],
    homes: frozenset[tuple[UUID, UUID]],
    today: date,
) -> tuple[UUID, ...]:
    """Every circle open today to the caregiver of these parts. Own words always; of an ended part, nothing else (must 26)."""
    by_id, limits = {part.id: part for part in parts}, tuple(limits)
    circles = [circle("own", id) for id in by_id]
    for party in parties:
        part = by_id[party.part]
        if part.ended:
            continue
        circles += [circle(area, party.id) for area in AREAS if is_open(party, level(part, area, limits, today), homes)]
    return tuple(circles)
