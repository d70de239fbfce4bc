"""Whose data the work at hand may touch.

A scope is opened once, at the edge (a request, a job, a command), and pinned to its one transaction by `tenants.db`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

NOBODY = UUID(int=0)
THE_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


class Audience(StrEnum):
    """Who is asking. Each is a database login of its own, and none can become another (architecture.md, Roles)."""

    STAFF = "staff"
    FAMILY = "family"
    DOOR = "door"
    SYSTEM = "system"
    JANITOR = "janitor"


class NoScope(RuntimeError):
    """Work was about to run without saying for whom, or inside somebody else's scope. Never caught: it is a bug."""


def typed(value: object) -> None:
    """Settings are written into SQL literally (rule S2), so nothing but ids and times may become one."""
    for one in value if isinstance(value, tuple) else (value,):
        if not isinstance(one, UUID | datetime):
            raise TypeError(f"a scope holds ids and times, not {type(one).__name__}")


@dataclass(frozen=True)
class Family:
    """What row-level security compares a caregiver's rows with; `app.boundaries` computes it when the scope opens."""

    caregiver: UUID
    parts: tuple[UUID, ...]
    """Her own involvements that have not ended: what she may write in."""
    circles: tuple[UUID, ...]
    children: tuple[UUID, ...]
    people: tuple[UUID, ...]
    """Whose names may be shown to her."""
    choices: tuple[UUID, ...] = ()
    """What she chose to share at home, where it is in force today."""
    since: datetime = THE_BEGINNING
    """On a device that is new to her, nothing older."""

    def __post_init__(self) -> None:
        for each in fields(self):
            typed(getattr(self, each.name))


@dataclass(frozen=True)
class Scope:
    """One clinic (or none: then only the tables that belong to no clinic), one login, one moment."""

    clinic: UUID | None
    audience: Audience
    person: UUID = NOBODY
    """Who acts: compared with the author of what is written. Nobody, for jobs and the door."""
    family: Family | None = None
    read_only: bool = False
    now: datetime = field(default_factory=lambda: moment())
    """The moment of everything this scope writes: nobody dates their own words."""

    def __post_init__(self) -> None:
        typed((self.clinic or NOBODY, self.person, self.now))

    def settings(self) -> dict[str, str]:
        """All that is pinned. A setting that is not pinned makes the policies that need it raise, not hide."""
        if self.clinic is None:
            return {}
        pinned = {"app.clinic": str(self.clinic), "app.now": self.now.isoformat(), "app.person": str(self.person)}
        if family := self.family:
            pinned |= {"app.caregiver": str(family.caregiver), "app.since": family.since.isoformat()}
            for name in ("parts", "circles", "children", "people", "choices"):
                pinned[f"app.{name}"] = "{" + ",".join(map(str, getattr(family, name))) + "}"
        return pinned


_scope: ContextVar[Scope | None] = ContextVar("scope", default=None)
at_end: list[Callable[[], object]] = []
"""What must happen when a scope ends, so that nothing of it survives into the next."""


def current() -> Scope:
    """The open scope. Raises NoScope outside one."""
    if (scope := _scope.get()) is None:
        raise NoScope("open a scope first: with clinic_scope(...)")
    return scope


def moment() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


def is_open() -> bool:
    return _scope.get() is not None


@contextmanager
def clinic_scope(scope: Scope) -> Iterator[Scope]:
    """Everything inside belongs to this scope; leaving it rolls back what was not committed. None opens inside another."""
    if (outer := _scope.get()) is not None:
        raise NoScope(f"already inside the scope of {outer.clinic}")
    token = _scope.set(scope)
    try:
        yield scope
    finally:
        for end in at_end:
            end()
        _scope.reset(token)
