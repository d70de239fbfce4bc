"""All reasons of a standing as sentences, and the one next step: that of the reason it stands for."""

from collections.abc import Sequence

from app.engagement import words
from app.engagement.words import Reason

KINDS = {"reach-out": "reach", "look": "watch", "on-track": "ok"}


def kind(status: str) -> str:
    """The look of its tag."""
    return KINDS.get(status, "plain")


def sentences(reasons: Sequence[Reason] | None) -> list[str]:
    return [said for reason in reasons or () if (said := words.sentence(reason))]


def next_step(reasons: Sequence[Reason] | None) -> str:
    return words.next_step(reasons[0]) if reasons else ""
