"""What keeps somebody out of a page who may have it otherwise. The door raises them; each has an answer of its own."""

from uuid import UUID

from tenants.plans import Level
from tenants.scope import Audience


class SignedOut(Exception):
    """Nobody, or somebody of the other kind, is signed in: the error page asks to sign in and keeps what was typed."""

    def __init__(self, audience: Audience):
        self.audience = audience


class Unsure(Exception):
    """What was asked for wants the password first, given within the last minutes: the answer asks, and keeps what was typed."""


class SecondStepFirst(Exception):
    """The time to set up a second step is over: every page of staff leads to where it is done."""


class OnlyOnePage(Exception):
    """A digest's mail let her in on a browser that is not hers: it opens that one page (must 17)."""

    def __init__(self, digest: UUID):
        self.digest = digest


class InQuestion(Exception):
    """The device is new beside one the person had, and nobody has said that it is theirs: it changes no way of signing in.

    `family`: it is a caregiver's."""

    def __init__(self, family: bool):
        self.family = family


class NotPaid(Exception):
    """What the clinic has paid for does not hold this (any more): `tenants.plans`."""

    def __init__(self, level: Level):
        self.level = level


class NobodyReads(Exception):
    """Nobody at the clinic can answer any more, so no box of a caregiver takes a word (must 29)."""
