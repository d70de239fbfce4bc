"""Must 17, attacked: slips of whoever may make none any more, old links, and what a new device learns of her home."""

import pytest

from app.involvement import care_team
from app.involvement.same_person import SamePerson
from app.people import devices
from app.people.links import new_link, token
from app.people.models import PortalLink
from tenants.db import db, transaction
from tests.deeds import asks, makes_slip, shares_at_home
from tests.portal.test_new_device import NEW


def left(house):
    with transaction(house.staff("olga")):
        devices.end_ways_in(house.people["mills"])


def shut_out(house):
    day = house.today
    with transaction(house.staff()):
        care_team.close_to(house.children["maya"], house.people["mills"], "", day)


@pytest.mark.parametrize("what", [left, shut_out])
def test_must_17_a_slip_ends_with_whoever_made_it(harbour, browser, what):
    code, other = makes_slip(harbour, "dana", by="mills"), makes_slip(harbour, "chris")
    what(harbour)
    browser(harbour).get(f"/in/{code}", status=410)
    browser(harbour).get(f"/in/{other}")


@pytest.fixture
def moved_on(harbour, browser):
    """Dana's address was changed in the room; the token of the link that she had come in by lies in the old inbox."""
    with transaction(harbour.jobs()):
        link = new_link("sign-in", caregiver=harbour.people["dana"])
        db.session.flush()
        word = token(link.id, "sign-in", harbour.clinic)
    dana = browser(harbour)
    dana.enter(word)
    dana.post("/welcome", {"use": "nobody"})
    okafor, page = browser(harbour).sign_in_staff(), f"/parts/{harbour.parts['dana']}/address/change"
    okafor.get(page)
    okafor.post(page, {"address": "dana.new@harbour.example", "safe": "y", "how": "room"})
    return word


def test_must_01_a_used_link_in_the_old_inbox_tells_nothing_of_the_change(harbour, browser, moved_on):
    old = browser(harbour)
    old.get(f"/in/{moved_on}", status=410)
    assert "It was used" in old.text
    assert "Somebody said" not in old.text and "Was that not you?" not in old.text


def test_must_17_and_puts_her_next_device_in_no_question(harbour, browser, moved_on):
    old = browser(harbour)
    old.get("/sign-in")
    old.post(f"/in/{moved_on}/not-me", {"csrf_token": old.hidden("/sign-in")["csrf_token"]}, status=410)
    assert NEW not in browser(harbour).sign_in("dana").get("/home").text


def test_must_17_a_new_device_does_not_read_who_lives_with_her_and_shares_nothing(harbour, browser):
    shares_at_home(harbour, "dana", "maya")
    own, other, maya = browser(harbour).sign_in("dana"), browser(harbour), harbour.children["maya"]
    other.enter(makes_slip(harbour, "dana"))
    note = f"/updates/about/{maya}"
    for path in ("/home", "/you", "/welcome", note, f"/check-in/{maya}/1", f"/check-in/{maya}/3"):
        assert "Rosa" not in other.get(path).text, path
    other.get(note)
    other.post(note, {"body": "Written on the new one", "topic": "mood"})
    assert "Written on the new one" not in browser(harbour).sign_in("rosa").get("/shared").text
    assert "At home Rosa reads it, too." in own.get(note).text


@pytest.fixture
def recognised(harbour, browser, work):
    """Dana said yes to a part at Dr Reyes's. Her own browser, and the part's id."""
    asked, dana = asks(harbour, "dana"), browser(harbour).sign_in("dana")
    dana.get("/home")
    dana.post(f"/you/asked/{asked}", {"said": "yes"})
    work()
    with transaction(harbour.jobs()):
        return dana, db.session.scalars(db.select(SamePerson.involvement_id).where(SamePerson.id == asked)).one()


def test_must_17_a_slip_made_at_one_child_is_told_at_each_child_it_opens(harbour, browser, recognised, work):
    _dana, noor = recognised
    harbour.parts["noor"] = noor
    thief = browser(harbour)
    thief.enter(makes_slip(harbour, "noor", by="reyes"))
    work()
    today = browser(harbour).sign_in_staff().get("/today").text
    assert "Dana (Maya) came in on a device (computer), by a slip that Dr Reyes made." in today


def test_must_01_that_was_not_me_tells_the_inviter_of_no_name_before_her_yes(harbour, browser, work):
    asked = asks(harbour, "dana")
    with transaction(harbour.jobs()):
        part = db.session.scalars(db.select(SamePerson.involvement_id).where(SamePerson.id == asked)).one()
        link = db.session.scalars(db.select(PortalLink).where(PortalLink.involvement_id == part)).one()
        word = token(link.id, "invitation", harbour.clinic)
    page = browser(harbour)
    page.enter(word)
    page.get(f"/in/{word}", status=410)
    page.post(f"/in/{word}/not-me", status=410)
    work()
    assert "Dana" not in browser(harbour).sign_in_staff("reyes").get("/today").text
    assert "A link of Dana (Maya) was used by somebody else" in browser(harbour).sign_in_staff().get("/today").text


def test_must_19_a_new_device_reads_the_card_in_nobodys_name(harbour, browser):
    dana, other = browser(harbour).sign_in("dana"), browser(harbour)
    other.enter(makes_slip(harbour, "dana"))
    day = harbour.today
    with transaction(harbour.staff()):
        care_team.join(harbour.children["maya"], harbour.people["reyes"], day)
    other.get("/welcome")
    other.post("/welcome")
    assert "Hi Dana." in other.get("/home").text
    assert "Before you start" in dana.get("/home").text
