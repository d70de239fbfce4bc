"""What Today shows of all that waits: everything, one kind, one family, or what waits longer than was promised."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from flask import url_for
from flask_babel import lazy_gettext as _l

from app.updates.models import UPDATE_KINDS
from app.web.arguments import an_id


@dataclass(frozen=True)
class Heap:
    """How many of one kind wait of one family, within the promised time or beyond it."""

    child_id: UUID
    child: str
    kind: str
    late: bool
    count: int


@dataclass(frozen=True)
class Choice:
    kind: str = ""
    child: UUID | None = None
    late: bool = False

    @classmethod
    def of(cls, arguments: Any) -> "Choice":
        """From an address; anything that makes no sense chooses nothing."""
        kind = arguments.get("kind", "")
        return cls(
            kind if kind in UPDATE_KINDS else "", an_id(arguments.get("child", "")), arguments.get("late") == "1"
        )

    @classmethod
    def in_address(cls, address: str) -> "Choice":
        """Of the page that a form stood on."""
        return cls.of({name: values[-1] for name, values in parse_qs(urlsplit(address).query).items()})

    def but(self, **changes: Any) -> "Choice":
        return replace(self, **changes)

    @property
    def arguments(self) -> dict[str, Any]:
        """For an address that chooses the same."""
        asked = {"kind": self.kind, "child": str(self.child or ""), "late": "1" if self.late else ""}
        return {name: value for name, value in asked.items() if value}

    def count(self, heaps: Iterable[Heap]) -> int:
        """How many of these it shows."""
        return sum(heap.count for heap in heaps if self.shows(heap))

    def shows(self, heap: Heap) -> bool:
        return self.kind in ("", heap.kind) and self.child in (None, heap.child_id) and (heap.late or not self.late)


KIND_WORDS = {"": _l("All"), "question": _l("Questions"), "checkin": _l("Check-ins"), "note": _l("Notes")}
LATE_WORDS = {False: _l("Any wait"), True: _l("Longer than promised")}


@dataclass(frozen=True)
class Offer:
    """What else could be chosen, and how much each would show."""

    choice: Choice
    heaps: Sequence[Heap]

    @property
    def total(self) -> int:
        return Choice().count(self.heaps)

    def link(self, words: Any, choice: Choice) -> tuple[Any, str, bool, int]:
        """As `ui.filters` takes it."""
        return words, url_for("today.show", **choice.arguments), choice == self.choice, choice.count(self.heaps)

    @property
    def kinds(self) -> list[tuple[Any, str, bool, int]]:
        return [self.link(words, self.choice.but(kind=kind)) for kind, words in KIND_WORDS.items()]

    @property
    def late(self) -> list[tuple[Any, str, bool, int]]:
        return [self.link(words, self.choice.but(late=late)) for late, words in LATE_WORDS.items()]

    @property
    def families(self) -> list[tuple[UUID, str, int]]:
        """Whoever would show something, and the one that is chosen."""
        names = {heap.child_id: heap.child for heap in self.heaps}
        counted = [(id, name, self.choice.but(child=id).count(self.heaps)) for id, name in names.items()]
        return [row for row in counted if row[2] or row[0] == self.choice.child]
