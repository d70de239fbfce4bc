"""What a supervisor wants to see of the families: whose, standing how, named how, in which order. It stands in the address."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from app.web.arguments import an_id, typed_in, words_of
from app.web.person import Person
from app.web.sealed import sealed

STATUSES = ("reach-out", "look", "too-early", "on-track", "not-expected")
"""In the order in which they stand on the page."""
SORTS = ("standing", "name", "heard")


@dataclass(frozen=True)
class Asked:
    """Anything that makes no sense is everything."""

    therapist: UUID | None = None
    status: str = ""
    sort: str = "standing"
    typed: str = ""
    find: str = ""
    """What was typed, as an address may hold it: a name is in none (trust.md 6)."""

    @classmethod
    def of(cls, arguments: Mapping[str, str], person: Person) -> "Asked":
        typed = typed_in(arguments, person)
        status, sort = arguments.get("status", ""), arguments.get("sort", "")
        return cls(
            an_id(arguments.get("therapist")),
            status if status in STATUSES else "",
            sort if sort in SORTS else "standing",
            typed,
            sealed(typed, person),
        )

    @property
    def words(self) -> list[str]:
        return words_of(self.typed)

    @property
    def listing(self) -> str:
        """The list that a cursor is for."""
        return f"standings:{self.therapist}:{self.status}:{self.sort}"

    @property
    def arguments(self) -> dict[str, Any]:
        """For an address of the same list; what is as usual is left out."""
        asked = {"therapist": self.therapist, "status": self.status, "find": self.find}
        asked["sort"] = self.sort if self.sort != "standing" else ""
        return {name: value for name, value in asked.items() if value}

    def but(self, **changes: Any) -> dict[str, Any]:
        """The address of another list."""
        return replace(self, **changes).arguments
