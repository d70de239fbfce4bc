"""Several homes, dated; somebody who comes by office; one more caregiver. Nobody inherits the past."""

from datetime import timedelta

import pytest

from app.involvement import homes, involving, parties
from app.involvement.models import Household, Involvement
from tenants.db import db, transaction
from tests.deeds import as_caregiver

KIM = {"who-name": "Kim", "who-relation": "foster carer", "who-home": "C"}


@pytest.fixture
def okafor(harbour, browser):
    return browser(harbour).sign_in_staff()


def newest(house):
    """Of each home by its letter, and of all (None), the parts in the newest party."""
    with transaction(house.staff()):
        names = dict(
            db.session.execute(
                db.select(Household.id, Household.label).where(Household.child_id == house.children["maya"])
            ).all()
        )
        return {names.get(home): members for home, members in parties.newest(house.children["maya"]).items()}


def moves(okafor, house, key, home, **days):
    path = f"/parts/{house.parts[key]}"
    okafor.get(path)
    form = {"home": home, "since": str(house.today)} | {name: str(day) for name, day in days.items()}
    return okafor.post(f"{path}/homes", form)


def test_a_grandmother_lives_in_two_homes_and_shares_what_each_is_told_from_now_on(harbour, okafor):
    before = newest(harbour)
    assert harbour.parts["rosa"] not in before["B"]
    moves(okafor, harbour, "rosa", "B")
    after = newest(harbour)
    assert after["B"] == before["B"] | {harbour.parts["rosa"]} and after["A"] == before["A"]


def test_somebody_who_moves_leaves_the_old_home_at_once(harbour, okafor):
    moves(okafor, harbour, "rosa", "B")
    with transaction(harbour.staff()):
        old = next(stay.id for stay, label in homes.of(harbour.parts["rosa"]) if label == "A")
    okafor.post(f"/stays/{old}/delete")
    assert harbour.parts["rosa"] not in newest(harbour)["A"]
    okafor.post(f"/stays/{old}/delete")
    assert "It was so already." in okafor.text


def test_a_stay_of_later_begins_on_its_day(harbour, okafor):
    later = harbour.today + timedelta(days=3)
    moves(okafor, harbour, "rosa", "B", since=later, until=later + timedelta(days=7))
    assert harbour.parts["rosa"] not in newest(harbour)["B"]
    both = {harbour.parts["rosa"], harbour.parts["chris"]}
    for days, there in ((-1, False), (0, True), (7, True), (8, False)):
        with transaction(harbour.staff()):
            lives = parties.members_today(harbour.children["maya"], later + timedelta(days=days))
        assert any(both <= members for members in lives.values()) == there


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"home": "Z"}, "Not a valid choice"),
        ({"since": ""}, "Write the first day."),
        ({"until": "2020-01-01"}, "Write a day to come"),
        ({"home": "A"}, "It says so for some of these days already."),
    ],
)
def test_half_said_is_refused(harbour, okafor, wrong, says):
    path = f"/parts/{harbour.parts['rosa']}"
    okafor.get(path)
    okafor.post(f"{path}/homes", {"home": "B", "since": str(harbour.today)} | wrong, status=422)
    assert says in okafor.text


def test_one_more_caregiver_comes_to_a_new_home_and_inherits_nothing(harbour, okafor):
    before = newest(harbour)
    page = f"/families/{harbour.children['maya']}/people/new"
    okafor.get(page)
    okafor.post(f"/families/{harbour.children['maya']}/people", KIM)
    assert "Kim is added." in okafor.text
    after = newest(harbour)
    assert len(after["C"]) == 1 and len(after[None]) == len(before[None]) + 1
    assert after["A"] == before["A"] and after["B"] == before["B"]


def test_pressed_twice_it_is_one_person(harbour, okafor):
    okafor.get(f"/families/{harbour.children['maya']}/people/new")
    page = okafor.page
    for _ in range(2):
        okafor.page = page
        okafor.post(f"/families/{harbour.children['maya']}/people", KIM)
    with transaction(harbour.jobs()):
        assert (
            db.session.scalar(
                db.select(db.func.count()).where(
                    Involvement.relation == "foster carer", Involvement.child_id == harbour.children["maya"]
                )
            )
            == 1
        )


def test_whoever_comes_by_office_has_no_home_and_is_in_no_party_of_others(harbour, okafor):
    before = newest(harbour)
    okafor.get(f"/families/{harbour.children['maya']}/people/new")
    okafor.post(f"/families/{harbour.children['maya']}/people", KIM | {"who-relation": "case worker", "who-home": "A"})
    assert newest(harbour) == before
    with transaction(harbour.jobs()):
        kim = db.session.scalars(db.select(Involvement).where(Involvement.professional)).one()
    okafor.get(f"/parts/{kim.id}")
    assert "Homes" not in okafor.text
    okafor.post(f"/parts/{kim.id}/homes", {"home": "A", "since": str(harbour.today)}, status=422)
    assert "lives in no home" in okafor.text
    assert newest(harbour) == before


def test_whoever_comes_by_office_belongs_to_no_home_also_where_one_is_named(harbour):
    before, day, maya = newest(harbour), harbour.today, harbour.children["maya"]
    with transaction(harbour.staff()):
        kim = involving.join(maya, harbour.people["ben"], "case worker", involving.home(maya, "A"), day)
        assert kim.professional and homes.of(kim.id) == []
    assert newest(harbour) == before


def test_a_professional_writes_and_is_asked_for_no_check_in(harbour, browser, servers):
    with servers.admin("withkin") as admin:
        admin.execute("update involvement set professional = true where id = %s", [harbour.parts["dana"]])
    dana = browser(harbour)
    dana.sign_in("dana")
    home = dana.get("/home").text
    assert "Write a note" in home and "Check in anyway" not in home and "One-minute" not in home
    dana.get(f"/check-in/{harbour.children['maya']}/1")
    assert "Nothing is here at the moment." in dana.text
    dana.get(f"/updates/about/{harbour.children['maya']}")
    dana.post(f"/updates/about/{harbour.children['maya']}", {"topic": "other", "body": "The visit went well"})
    assert "Thank you" in dana.text
    assert as_caregiver(harbour, "dana").family.circles
