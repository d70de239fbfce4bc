"""Whom a limit of tries is for: not the whole network where somebody is known better than by that."""

from flask import Response

from app.addresses import keyed
from app.people import devices
from app.web.headers import network
from app.web.person import me

AT_THE_DOOR = "60 per 10 minutes"
"""Wrong ones: a clinic of forty behind one address begins its Monday, and guesses at one person are counted besides."""


def browser_or_network() -> str:
    """A browser that somebody has come in by counts by itself: a visitor in the waiting room shuts nobody out."""
    known = devices.this_browsers()
    return keyed(str(known[0]), "limit:browser") if known else network()


def person() -> str:
    """Of what only somebody who is signed in reaches."""
    return keyed(str(me().id), "limit:person")


def refused(answer: Response) -> bool:
    """What counts at the sign-in pages: who comes in takes nothing from the others."""
    return answer.status_code == 422
