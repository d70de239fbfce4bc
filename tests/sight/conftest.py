"""Who opens whose record, for the tests of musts 25 and 27."""

import pytest

from tests.deeds import tells
from tests.sight.words import WORDS


@pytest.fixture
def theo(harbour):
    tells(harbour, "ben", "theo", WORDS)
    return f"/families/{harbour.children['theo']}"


@pytest.fixture
def sade(harbour, browser):
    """Supervises Dr Reyes, who sees Theo."""
    return browser(harbour).sign_in_staff("sade")


@pytest.fixture
def reviewing(harbour, sade, theo):
    sade.get(f"/reviews/of/{harbour.children['theo']}")
    sade.post(f"/reviews/of/{harbour.children['theo']}", {"reason": "due"})
    return sade


@pytest.fixture
def reyes(harbour, browser):
    """Not on Maya's team."""
    return browser(harbour).sign_in_staff("reyes")


@pytest.fixture
def maya(harbour):
    tells(harbour, "dana", "maya", "The move frightens her")
    return f"/families/{harbour.children['maya']}"
