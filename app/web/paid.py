"""What a clinic may do at this moment by what it has paid, for doors, views and pages. No statement: it comes with the host."""

from flask import g

from app.web.refusals import NotPaid
from tenants import scope as scopes
from tenants.plans import Level, Paid, Standing
from tenants.plans import standing as stands


def standing() -> Standing:
    here: Standing | None = g.get("standing")
    if here is None:
        here = g.standing = g.clinic.standing(scopes.moment())
    return here


def read_afresh(paid: Paid) -> Standing:
    """Read afresh, for this request: what came with the host may be seconds old."""
    here: Standing
    here = g.standing = stands(paid, scopes.moment(), g.clinic.zone)
    return here


def ending_in_sight() -> bool:
    """Whether families read already that nobody will, from a day on."""
    here = standing()
    return here.lets(Level.ANSWER) and here.tells(scopes.moment())


def lets(level: Level) -> bool:
    return standing().lets(level)


def must_let(level: Level) -> None:
    """Raises NotPaid."""
    if not lets(level):
        raise NotPaid(level)
