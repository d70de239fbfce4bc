"""Dated stays, attacked: taken back, over, begun at midnight."""

from datetime import timedelta

import pytest

from app.involvement import homes, involving, turning
from app.involvement.models import HouseholdMember
from tenants.db import db, transaction
from tenants.models import Due
from tests.deeds import shares_at_home
from tests.world import part


@pytest.fixture
def dana(harbour, browser):
    return browser(harbour).sign_in("dana")


def moves(house, who, home, since, until=None):
    today = house.today
    with transaction(house.staff()):
        household = involving.home(house.children["maya"], home)
        return homes.move_in(part(house, who), household, since, until, today)


def days_pass(servers, days):
    """All stays lie so much further back, and what is due is due."""
    with servers.admin("withkin") as admin:
        admin.execute("update household_member set since = since - %s, until = until - %s", [days, days])
        admin.execute("update due set at = at - make_interval(days => %s) where kind = 'homes'", [days])


def turn(house):
    with transaction(house.jobs()) as scope:
        mine = Due.kind == turning.SWEEP, Due.clinic_id == house.clinic, Due.at <= scope.now
        assert db.session.scalar(db.select(Due.id).where(*mine).limit(1)), "the scheduler finds it"
    turning.turn_homes(house.clinic)


def test_a_planned_stay_that_was_taken_back_is_in_nobodys_way(harbour):
    today = harbour.today
    assert moves(harbour, "rosa", "B", today + timedelta(days=1))
    with transaction(harbour.staff()):
        planned = next(stay for stay, label in homes.of(harbour.parts["rosa"]) if label == "B")
        assert homes.move_out(db.session.get_one(HouseholdMember, (harbour.clinic, planned.id)), today)
    assert moves(harbour, "rosa", "B", today)


def test_must_04_sharing_is_offered_with_whoever_came_at_midnight(harbour, browser, servers):
    moves(harbour, "rosa", "B", harbour.today + timedelta(days=1))
    chris = browser(harbour).sign_in("chris")
    days_pass(servers, 1)
    turn(harbour)
    assert "Rosa would read" in chris.get("/you/sharing").text


def test_must_04_a_choice_does_not_hold_again_for_whoever_left_at_midnight_and_comes_back(harbour, dana, servers):
    today = harbour.today
    with transaction(harbour.staff()):
        (stay,) = [stay for stay, _label in homes.of(harbour.parts["rosa"])]
        homes.move_out(db.session.get_one(HouseholdMember, (harbour.clinic, stay.id)), today)
    moves(harbour, "rosa", "A", today, today + timedelta(days=1))
    shares_at_home(harbour, "dana", "maya")
    page = f"/updates/about/{harbour.children['maya']}"
    assert "At home Rosa reads it, too." in dana.get(page).text
    days_pass(servers, 3)
    turn(harbour)
    moves(harbour, "rosa", "A", harbour.today)
    assert "Rosa" not in dana.get(page).text
    assert "Rosa would read" in dana.get("/you/sharing").text, "she is asked anew"


def test_the_people_page_names_every_home_of_today_and_none_that_is_planned(harbour, browser):
    today, okafor = harbour.today, browser(harbour).sign_in_staff()
    assert moves(harbour, "rosa", "B", today, today + timedelta(days=9))
    assert moves(harbour, "dana", "B", today + timedelta(days=2))
    okafor.get(f"/families/{harbour.children['maya']}/people")
    assert "home A, B" in okafor.text
    assert okafor.text.count("home A, B") == 1


def test_a_choice_that_holds_no_more_is_told_as_sharing_no_more(harbour, browser, servers):
    shares_at_home(harbour, "dana", "maya")
    okafor = browser(harbour).sign_in_staff()
    okafor.get(f"/families/{harbour.children['maya']}/people")
    assert "Chose to share" in okafor.text
    assert moves(harbour, "chris", "A", harbour.today)
    okafor.get(f"/families/{harbour.children['maya']}/people")
    assert "Chose to share" not in okafor.text
