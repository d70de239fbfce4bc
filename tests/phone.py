"""A staff member's authenticator app, in a test."""

import re
from time import sleep, time

import pyotp

from tests.browser import Browser

STEP, SLOW = 30, 15
"""Seconds."""


class Phone:
    """Made on the set-up page; shows the codes of now, or of `ahead` steps from now."""

    def __init__(self, seed: str):
        self.seed = seed

    def code(self, ahead: int = 0, slowly: bool = False) -> str:
        """`slowly`: not at the end of a step, as a browser would send it in the next one, and one behind is then too old."""
        left = STEP - time() % STEP
        if slowly and left < SLOW:
            sleep(left)
        return pyotp.TOTP(self.seed).at(int(time()) + STEP * ahead)


def set_up(desk: Browser) -> tuple[Phone, list[str]]:
    """Turns the second step on for whoever is signed in: the phone, and the ten recovery codes. Its first code is taken."""
    desk.get("/staff/second-step")
    phone = Phone(re.search(r'<code class="key">([A-Z2-7 ]+)</code>', desk.text)[1].replace(" ", ""))
    desk.post("/staff/second-step", {"code": phone.code(-1)})
    return phone, codes_on(desk.text)


def codes_on(page: str) -> list[str]:
    return re.findall(r'<code class="key">([0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4})</code>', page)
