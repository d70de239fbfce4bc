"""Must 26, attacked: ways in, questions and open pages that outlive what they were for."""

import pytest

from app.families.inviting import CannotInvite
from app.involvement import ending, involving
from app.involvement.models import Child, Involvement
from app.involvement.same_person import SamePerson
from app.people.links import new_link, token
from app.people.models import PortalLink
from app.updates.models import Update
from tenants.db import db, transaction
from tests.deeds import asks, makes_slip, tells
from tests.world import part


@pytest.fixture
def dana(harbour, browser):
    return browser(harbour).sign_in("dana")


def rows(house, model, *which):
    with transaction(house.jobs()):
        return db.session.scalars(db.select(model).where(*which)).all()


def ends(house, who):
    day = house.today
    with transaction(house.staff()):
        involving.end(part(house, who), day)


def care_ends(house):
    day = house.today
    with transaction(house.staff()):
        ending.end_care(db.session.get_one(Child, (house.clinic, house.children["maya"])), day)


def sign_in_link(house, who):
    with transaction(house.jobs()):
        link = new_link("sign-in", caregiver=house.people[who])
        db.session.flush()
        return token(link.id, "sign-in", house.clinic)


@pytest.mark.parametrize("what", [lambda house: ends(house, "chris"), care_ends])
def test_must_26_what_ended_before_somebody_came_in_lets_them_in_by_nothing(harbour, browser, work, what):
    """An invitation that went astray: whoever has that inbox must not get in by asking for a link."""
    word = sign_in_link(harbour, "chris")
    what(harbour)
    stranger = browser(harbour)
    stranger.get(f"/in/{word}", status=410)
    stranger.get("/sign-in")
    stranger.post("/sign-in", {"address": "chris@harbour.example"})
    work()
    assert len(rows(harbour, PortalLink, PortalLink.purpose == "sign-in")) == 1, "no other was made"


def test_must_26_no_slip_begins_anything_where_care_has_ended(harbour, browser):
    browser(harbour).sign_in("dana")
    care_ends(harbour)
    with pytest.raises(CannotInvite):
        makes_slip(harbour, "chris")
    makes_slip(harbour, "dana")


def test_must_26_a_question_that_nobody_answered_ends_with_its_part(harbour, dana):
    asked = asks(harbour, "dana")
    dana.get("/home")
    day = harbour.today
    with transaction(harbour.staff("reyes")):
        mine = db.select(SamePerson.involvement_id).where(SamePerson.id == asked)
        involving.end(db.session.get_one(Involvement, (harbour.clinic, db.session.scalars(mine).one())), day)
    dana.post(f"/you/asked/{asked}", {"said": "yes"}, status=404)
    assert "Is this you?" not in dana.get("/home").text


@pytest.mark.parametrize("what", [lambda house: ends(house, "dana"), care_ends])
def test_must_26_nothing_is_corrected_of_what_has_ended_and_what_was_typed_is_not_lost(harbour, dana, what):
    told = tells(harbour, "dana", "maya", "She slept")
    path = f"/updates/{told}/correction"
    dana.get(path)
    what(harbour)
    dana.post(path, {"body": "She slept badly"}, status=404)
    assert "She slept badly" in dana.text
    assert rows(harbour, Update, Update.body == "She slept badly") == []
    assert "Correct it" not in dana.get(f"/updates/{told}").text
    assert "Correct what you told" not in dana.get(path).text
