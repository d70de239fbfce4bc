"""Must 26: one part ended: at once, own words only, signing in stays. Care ended: 30 days' reading, then own words."""

import pytest

from app.involvement import ending, involving
from app.involvement.models import Child
from app.people.models import PortalLink
from tenants.db import db, transaction
from tests.deeds import replies, tells
from tests.world import part


@pytest.fixture
def okafor(harbour, browser):
    return browser(harbour).sign_in_staff()


@pytest.fixture
def dana(harbour, browser):
    """Signed in, with a note that was answered."""
    replies(harbour, tells(harbour, "dana", "maya", "The move frightens her"), "Thank you, Dana")
    dana = browser(harbour)
    dana.sign_in("dana")
    return dana


def page_of(house, key="dana"):
    return f"/parts/{house.parts[key]}"


def ends(okafor, house, key="dana"):
    okafor.get(page_of(house, key))
    okafor.post(f"{page_of(house, key)}/end")


def care(house, what):
    day = house.today
    with transaction(house.staff()):
        child = db.session.get_one(Child, (house.clinic, house.children["maya"]))
        assert what(child, day)


def ended_days_ago(servers, days):
    with servers.admin("withkin") as admin:
        admin.execute(
            "update child set ended_at = ended_at - make_interval(days => %s) where ended_at is not null", [days]
        )


def test_must_26_a_part_that_ends_leaves_the_own_words_at_the_next_request(harbour, okafor, dana):
    told = dana.get("/updates").text
    assert "The move frightens her" in told and "Thank you, Dana" in dana.get("/home").text
    ends(okafor, harbour)
    assert "Ended." in okafor.text
    assert "Thank you, Dana" not in dana.get("/home").text
    assert "Nothing is here at the moment." in dana.text
    dana.get(f"/home/{harbour.children['maya']}", status=404)
    assert "The move frightens her" in dana.get("/updates").text
    assert "Write about" not in dana.text


def test_must_26_she_can_still_sign_in(harbour, okafor, dana):
    ends(okafor, harbour)
    dana.get("/you")
    dana.post("/sign-out")
    dana.sign_in("dana")
    assert "The move frightens her" in dana.get("/updates").text


def test_must_26_what_she_was_writing_is_not_taken_any_more_and_not_lost(harbour, okafor, dana):
    path = f"/updates/about/{harbour.children['maya']}"
    dana.get(path)
    ends(okafor, harbour)
    dana.post(path, {"topic": "other", "body": "She slept badly"}, status=404)
    assert "She slept badly" in dana.text


def test_must_26_unused_links_close_with_it(harbour, okafor, servers):
    okafor.get(f"/families/{harbour.children['maya']}/people")
    okafor.post(f"/parts/{harbour.parts['chris']}/invitation")
    ends(okafor, harbour, "chris")
    with transaction(harbour.jobs()):
        links = db.select(PortalLink).where(
            PortalLink.involvement_id == harbour.parts["chris"], PortalLink.used_at.is_(None)
        )
        assert all(link.revoked_at for link in db.session.scalars(links)) and db.session.scalars(links).all()


def test_must_26_ended_by_mistake_it_is_reopened_and_pressed_twice_it_is_once(harbour, okafor, dana):
    ends(okafor, harbour)
    okafor.post(f"{page_of(harbour)}/end")
    assert "It was so already." in okafor.text
    okafor.post(f"{page_of(harbour)}/end/delete")
    assert "Thank you, Dana" in dana.get("/home").text


def test_must_26_care_ended_is_read_for_thirty_days_and_nothing_is_written(harbour, okafor, dana, servers):
    maya = harbour.children["maya"]
    dana.get(f"/updates/about/{maya}")
    writing = dana.page
    okafor.get(f"/families/{maya}/end")
    okafor.post(f"/families/{maya}/end")
    assert "Care ended" in okafor.text
    home = dana.get("/home").text
    assert "Maya's time here has ended" in home and "Thank you, Dana" in home
    assert "Write a note" not in home and "Check in anyway" not in home and "One-minute" not in home
    for path in (f"/updates/about/{maya}", f"/questions/about/{maya}", f"/check-in/{maya}/1"):
        dana.get(path, status=404)
    dana.page = writing
    dana.post(f"/updates/about/{maya}", {"topic": "other", "body": "Too late?"}, status=404)
    assert "Too late?" in dana.text, "what was typed is shown, to keep"
    assert "Write about" not in dana.get("/updates").text
    ended_days_ago(servers, 29)
    assert "Thank you, Dana" in dana.get("/home").text
    ended_days_ago(servers, 2)
    assert "Thank you, Dana" not in dana.get("/home").text
    assert "The move frightens her" in dana.get("/updates").text


def test_must_26_care_that_has_ended_is_in_no_list_and_can_go_on(harbour, okafor):
    care(harbour, ending.end_care)
    assert "Maya" not in okafor.get("/families").text
    assert "Maya" in okafor.get("/families?ended=1").text
    path = f"/families/{harbour.children['maya']}/end"
    okafor.get(path)
    okafor.post(f"{path}/delete")
    assert "The care of Maya goes on." in okafor.text
    assert "Maya" in okafor.get("/families").text


def test_must_26_nobody_is_invited_where_care_has_ended(harbour, okafor):
    care(harbour, ending.end_care)
    okafor.get(f"/families/{harbour.children['maya']}/people")
    okafor.post(f"/parts/{harbour.parts['dana']}/invitation")
    assert "The care of this child has ended." in okafor.text


def test_must_26_ended_and_begun_again_is_done_once(harbour):
    day = harbour.today
    for what in (ending.end_care, ending.begin_again):
        care(harbour, what)
        with transaction(harbour.staff()):
            assert not what(db.session.get_one(Child, (harbour.clinic, harbour.children["maya"])), day)


def test_a_pause_asks_nothing_and_leaves_reading_and_writing(harbour, okafor, dana):
    assert "One-minute check-in" in dana.get("/home").text
    okafor.get(page_of(harbour))
    okafor.post(f"{page_of(harbour)}/pause")
    home = dana.get("/home").text
    assert "One-minute check-in" not in home and "Thank you, Dana" in home and "Write a note" in home
    assert "a pause: nothing is asked of you for now" in dana.get("/you").text
    okafor.post(f"{page_of(harbour)}/pause/delete")
    assert "One-minute check-in" in dana.get("/home").text


def test_an_ended_part_is_asked_for_no_reply(harbour, okafor, dana):
    day = harbour.today
    tells(harbour, "dana", "maya", "One more thing")
    with transaction(harbour.staff()):
        involving.end(part(harbour, "dana"), day)
    assert "does not read a reply any more" in okafor.get("/today").text
