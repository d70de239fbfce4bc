"""Must 4, attacked: a correction takes nothing home that nobody at home reads, unless she says so there."""

import pytest

from tests.deeds import shares_at_home, tells, tells_at_home

TICKED = 'name="clinic_only" value="1" checked'


@pytest.fixture
def dana(harbour, browser):
    return browser(harbour).sign_in("dana")


def correction(dana, told):
    return " ".join(dana.get(f"/updates/{told}/correction").text.split())


def test_must_04_what_was_only_the_clinics_stays_so_when_she_corrects_it(harbour, dana):
    before = tells(harbour, "dana", "maya", "told before she chose")
    choice = shares_at_home(harbour, "dana", "maya")
    assert TICKED in correction(dana, before)
    only = tells(harbour, "dana", "maya", "only the clinic")
    assert TICKED in correction(dana, only)
    assert TICKED not in correction(dana, tells_at_home(harbour, "dana", "maya", "for Rosa, too", choice))


def test_must_04_what_corrects_something_shared_is_shared_as_it_was(harbour, dana):
    choice = shares_at_home(harbour, "dana", "maya")
    first = tells_at_home(harbour, "dana", "maya", "She slept", choice)
    path = f"/updates/{first}/correction"
    dana.get(path)
    dana.post(path, {"body": "She slept badly"})
    assert TICKED not in correction(dana, first), "its correction is what is shared now"
    dana.get(path)
    dana.post(path, {"body": "She slept very badly", "clinic_only": "1"})
    assert TICKED in correction(dana, first)
