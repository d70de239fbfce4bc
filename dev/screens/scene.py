"""One page as one person sees it at one moment."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from dev.screens.visitor import Visitor


@dataclass(frozen=True)
class Scene:
    """`shows` is the endpoint whose answer is on the screen, nothing where no route answers; `go` brings the browser there, whatever was shown before."""

    group: str
    name: str
    who: str
    """A browser of `dev/screens/people.py`."""
    shows: str
    go: Callable[[Visitor], None]
    status: int = 200
    media: Literal["screen", "print"] = "screen"

    @property
    def file(self) -> str:
        return f"{self.group}-{self.name}".replace(",", "").replace(" ", "-")
