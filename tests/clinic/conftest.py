"""Olga, who owns Harbour, signed in."""

from datetime import date

import pytest


@pytest.fixture
def olga(harbour, browser):
    return browser(harbour).sign_in_staff("olga")


@pytest.fixture
def today(harbour) -> date:
    """The clinic's day, asked before a scope opens."""
    return harbour.today
