"""Must 19: the card says who reads what this person writes, and comes again only when something grows."""

import re

import pytest

from app.boundaries.limits import lift, limit
from app.involvement import care_team, involving
from app.people.models import Card
from app.portal import card
from tenants.db import db, transaction
from tests.deeds import shares_at_home


@pytest.fixture
def dana(harbour, browser):
    """Has read the card."""
    return browser(harbour).sign_in("dana")


def comes_again(she):
    return she.get("/home").request.path == "/welcome"


def cards(house):
    with transaction(house.jobs()):
        mine = db.select(Card).where(Card.caregiver_id == house.people["dana"]).order_by(Card.at)
        return [row.version for row in db.session.scalars(mine)]


def test_must_19_it_names_whoever_reads_what_this_person_writes(harbour, dana):
    dana.get("/welcome")
    assert re.search(r"What you write about Maya:</strong> Dr Mills, Dr Okafor read it\.", dana.text)
    for said in ("Their supervisor may look at it", "Each time is written down.", "It is not private from a court."):
        assert said in dana.text
    for other in ("Chris", "Dr Reyes", "Dr Novak"):
        assert other not in dana.text
    shares_at_home(harbour, "dana", "maya")
    assert "At home Rosa reads the notes and check-ins you share." in dana.get("/you").text


def test_must_19_acknowledged_it_is_kept_with_its_version_once(harbour, dana):
    dana.get("/welcome")
    dana.post("/welcome")
    (version,) = cards(harbour)
    assert version.split(":")[0] == card.WORDING and not comes_again(dana)


def test_must_19_a_new_wording_is_asked(harbour, dana, monkeypatch):
    monkeypatch.setattr(card, "WORDING", "4")
    assert comes_again(dana)
    dana.post("/welcome")
    assert not comes_again(dana)


def test_must_19_one_more_reader_is_asked_and_one_less_is_not(harbour, dana):
    today, maya = harbour.today, harbour.children["maya"]
    with transaction(harbour.staff()):
        care_team.join(maya, harbour.people["reyes"], today)
    assert comes_again(dana) and "Dr Reyes" in dana.text
    dana.post("/welcome")
    with transaction(harbour.staff()):
        care_team.leave(maya, harbour.people["reyes"], today)
    assert not comes_again(dana)


def test_must_19_a_limit_asks_nothing_and_what_is_opened_further_does(harbour, browser, dana):
    today, hers = harbour.today, harbour.parts["dana"]
    with transaction(harbour.staff()):
        limit(hers, "goals", "closed", "safety", today)
        limit(hers, "progress", "therapist-led", "safety", today)
    assert not comes_again(dana), "a narrowing"
    narrow = browser(harbour).sign_in("dana")
    with transaction(harbour.staff()):
        lift(hers, "goals", today)
    assert not comes_again(narrow), "she has agreed to as much before"
    with transaction(harbour.staff()):
        limit(harbour.parts["lee"], "messages", "therapist-led", "safety", today)
    lee = browser(harbour).sign_in("lee")
    with transaction(harbour.staff()):
        lift(harbour.parts["lee"], "messages", today)
    assert comes_again(lee)


@pytest.mark.parametrize("change", ["his limit", "his end", "somebody joins"])
def test_must_19_another_persons_change_asks_nothing(harbour, dana, change):
    today, chris, maya = harbour.today, harbour.parts["chris"], harbour.children["maya"]
    with transaction(harbour.staff()):
        if change == "his limit":
            limit(chris, "updates", "closed", "safety", today)
        elif change == "his end":
            involving.end(db.session.get_one(involving.Involvement, (harbour.clinic, chris)), today)
        else:
            involving.join(maya, harbour.people["ben"], "uncle", involving.home(maya, "B"), today)
    assert not comes_again(dana)


def test_must_19_her_own_choice_to_share_is_asked_where_she_makes_it_and_not_again(harbour, dana):
    shares_at_home(harbour, "dana", "maya")
    assert not comes_again(dana)
