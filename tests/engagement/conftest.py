"""Who supervises whom, for what is written down and agreed in a review."""

import pytest

from tests.deeds import tells
from tests.sight.words import WORDS


@pytest.fixture
def theo(harbour):
    """Seen by Dr Reyes, whom Sade supervises; Ben raises him."""
    tells(harbour, "ben", "theo", WORDS)
    return f"/families/{harbour.children['theo']}"


@pytest.fixture
def page(harbour):
    return f"/engagement/families/{harbour.children['theo']}"


@pytest.fixture
def sade(harbour, browser):
    return browser(harbour).sign_in_staff("sade")


@pytest.fixture
def reyes(harbour, browser):
    return browser(harbour).sign_in_staff("reyes")
