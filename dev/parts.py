"""What the supervisor runs: a part says how it starts, when it is ready and how it wants to be stopped."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from signal import SIGTERM, Signals
from typing import Protocol

from dev.accounts import Account


class Part(Protocol):
    """One program. `grace` is how many seconds it may take to stop before it is killed."""

    @property
    def name(self) -> str: ...
    @property
    def account(self) -> Account | None: ...
    @property
    def stop_signal(self) -> Signals: ...
    @property
    def grace(self) -> float: ...
    @property
    def restarts(self) -> bool:
        """Started again when it dies, instead of taking everything down: nothing else keeps state in it."""
        ...

    def prepare(self) -> None:
        """Whatever must be there before the program starts. Safe to repeat."""
        ...

    def command(self) -> list[str]: ...
    def environment(self) -> Mapping[str, str]:
        """All of it: a part inherits no variable."""
        ...

    def ready(self) -> bool:
        """Whether it answers. Asked again and again; returns within a second or so and never raises."""
        ...


@dataclass(frozen=True)
class Program:
    """A part that is one command and needs nothing prepared."""

    name: str
    arguments: list[str]
    variables: Mapping[str, str]
    answers: Callable[[], bool] = field(default=lambda: True)
    stop_signal: Signals = SIGTERM
    grace: float = 10
    restarts: bool = False
    account: Account | None = None

    def prepare(self) -> None:
        """Nothing to do."""

    def command(self) -> list[str]:
        return self.arguments

    def environment(self) -> Mapping[str, str]:
        return self.variables

    def ready(self) -> bool:
        return self.answers()
