"""What an address, or the form of a list, asks for. Anything that makes no sense asks for nothing."""

from collections.abc import Mapping
from uuid import UUID

from app.addresses import search_name
from app.web.person import Person
from app.web.sealed import unsealed

LONGEST, MOST = 100, 12
"""Characters and words of a search that are looked at."""


def an_id(typed: str | None) -> UUID | None:
    try:
        return UUID(typed) if typed else None
    except ValueError:
        return None


def typed_in(arguments: Mapping[str, str], person: Person) -> str:
    """What somebody looks for: typed into the form (`q`), or sealed by it for an address (`find`)."""
    typed = arguments.get("q") or unsealed(arguments.get("find", ""), person)
    return " ".join(typed.replace("\x00", "").split())[:LONGEST]


def words_of(typed: str) -> list[str]:
    """Each must be part of a name."""
    return search_name(typed).split()[:MOST]
