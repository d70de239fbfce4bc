"""Whom a caregiver lives with today, and whom she chose to share with: of the rows that the door read (must 4).

A choice names a party. It holds from the clinic's day after it was made, for as long as those of the party, and nobody
else, live there; while her part is sensitive, only where a therapist ticked it for this party, and she chose after that.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from app.web.person import AtHome


def at_home(rows: Iterable[dict[str, Any]]) -> tuple[AtHome, ...]:
    """Of the rows of `opening.PARTS`. What has ended shares nothing anew; what was chosen stays to be taken back."""
    return tuple(home for row in rows for home in homes(row))


def homes(row: dict[str, Any]) -> Iterator[AtHome]:
    part, choices = UUID(str(row["id"])), {UUID(party): rest for party, *rest in row["choices"]}
    today = set()
    for id, size, made, members, here, ticked in row["at_home"] if not row["ended"] else []:
        if {one for one, _ in members} != set(here):
            continue
        party, others = UUID(id), tuple(UUID(who) for one, who in members if UUID(one) != part)
        choice, at, holds = choices.get(party, (None, None, False))
        offered = bool(others) and (not row["sensitive"] or was_ticked(moment(ticked), moment(at)))
        today.add(party)
        yield AtHome(
            part, party, size, others, moment(made), offered, id_of(choice), moment(at), bool(holds and offered)
        )
    for party, (choice, at, _) in choices.items():
        if party not in today:
            yield AtHome(part, party, 0, (), None, False, id_of(choice), moment(at), False)


def was_ticked(at: datetime | None, chosen: datetime | None) -> bool:
    """What she chose before comes back by no tick: she is asked anew, once she has taken it back."""
    return at is not None and (chosen is None or chosen > at)


def id_of(value: str | None) -> UUID | None:
    return UUID(value) if value else None


def moment(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None
