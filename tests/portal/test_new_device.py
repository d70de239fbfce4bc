"""A device beside one she has: nothing private and nothing older for a day, or until her yes on one she had (must 17)."""

import re
from datetime import date

import pytest

from app.people.models import Device
from app.portal.entries import tell_of_entries
from app.updates.models import Update
from tenants.db import db, transaction
from tests.deeds import asks, makes_slip, replies, tells, worries

NEW = "This device is new here."
WORDS, REPLY = "The move frightens her", "Follow her lead"


def devices(house, who="dana"):
    from tenants.scope import Audience, Scope

    with transaction(Scope(house.clinic, Audience.DOOR)):
        mine = db.select(Device).where(Device.caregiver_id == house.people[who]).order_by(Device.made_at)
        return db.session.scalars(mine).all()


@pytest.fixture
def phone(harbour, browser):
    """Dana's own, with something told and answered."""
    page = browser(harbour).sign_in("dana")
    replies(harbour, tells(harbour, "dana", "maya", WORDS), REPLY)
    return page


@pytest.fixture
def other(harbour, phone, browser):
    """Another browser that came in as Dana, by a slip."""
    page = browser(harbour)
    page.enter(makes_slip(harbour, "dana"))
    return page


def pages(house, page):
    told = tells(house, "rosa", "maya", "x")
    child = house.children["maya"]
    for path in ("/home", f"/home/{child}", "/updates", "/questions", "/you", "/welcome", f"/updates/about/{child}"):
        yield path, page.get(path).text
    yield "one of hers", page.get(f"/updates/{told}", status=404).text


def answer(page, said, other):
    """Says it on the page at hand."""
    path = next(path for path in re.findall(r'action="(/you/devices/[^"]+/answer)"', page.text) if str(other) in path)
    return page.post(path, {"said": said})


def test_must_17_a_first_device_is_new_beside_none_and_shows_all(harbour, browser):
    tells(harbour, "dana", "maya", WORDS)
    page = browser(harbour).sign_in("dana")
    assert WORDS in page.get("/updates").text and NEW not in page.text


def test_must_17_a_new_device_shows_nothing_private_and_nothing_older(harbour, phone, other):
    with transaction(harbour.staff()):
        from app.involvement import involving
        from tests.world import part

        involving.agree(part(harbour, "dana"), 3, "We take it slowly", date(2026, 1, 2))
    asks(harbour, "dana")
    for path, text in pages(harbour, other):
        for hidden in (WORDS, REPLY, "dana@harbour.example", "We take it slowly", "Is this you?", "Was that you?"):
            assert hidden not in text, (path, hidden)
        assert path == "one of hers" or NEW in text
    with transaction(harbour.jobs()):
        old = db.session.scalars(db.select(Update.id).where(Update.body == WORDS)).one()
    other.get(f"/updates/{old}", status=404)
    assert WORDS in phone.get("/updates").text


def test_must_17_what_is_written_on_it_is_shown_on_it(harbour, phone, other):
    path = f"/updates/about/{harbour.children['maya']}"
    other.get(path)
    other.post(path, {"body": "Written here", "topic": "mood"})
    assert "Written here" in other.get("/updates").text
    assert "Written here" in phone.get("/updates").text and WORDS in phone.text


@pytest.mark.parametrize("wall", ["python", "both"])
def test_must_17_either_wall_holds_alone(harbour, phone, other, bypassing, wall):
    if wall == "python":
        with bypassing("family"):
            assert all(WORDS not in text and REPLY not in text for _path, text in pages(harbour, other))
    else:
        assert all(WORDS not in text for _path, text in pages(harbour, other))


def test_must_17_it_is_named_on_the_device_she_had_and_her_yes_opens_all(harbour, phone, other):
    assert "A computer came in today." in phone.get("/home").text
    answer(phone, "me", devices(harbour)[-1].id)
    assert "came in today" not in phone.get("/home").text
    assert WORDS in other.get("/updates").text and NEW not in other.text


def test_must_17_not_me_ends_it_at_once_and_its_cookie_is_nobodys(harbour, phone, other, browser):
    phone.get("/home")
    answer(phone, "not-me", devices(harbour)[-1].id)
    other.get("/you", follow=False, status=303)
    other.enter(makes_slip(harbour, "dana"))
    assert len(devices(harbour)) == 3, "its browser is a new one again"
    assert NEW in other.text


def test_must_17_after_a_day_it_is_hers_and_still_asked_about(harbour, phone, other, servers):
    with servers.admin("withkin") as admin:
        admin.execute("update device set made_at = made_at - interval '25 hours' where asked")
    assert WORDS in other.get("/updates").text and NEW not in other.text
    assert "A computer came in yesterday." in phone.get("/home").text


@pytest.mark.parametrize("hours", [1, 23])
def test_must_17_before_a_day_it_is_not(harbour, phone, other, servers, hours):
    with servers.admin("withkin") as admin:
        admin.execute(f"update device set made_at = made_at - interval '{hours} hours' where asked")
    assert NEW in other.get("/home").text


def test_must_17_a_device_in_question_answers_for_nobody_and_makes_itself_not_the_only_one(
    harbour, phone, other, browser
):
    mine, new = devices(harbour)
    asked = asks(harbour, "dana")
    for path, form in (
        (f"/you/devices/{mine.id}/answer", {"said": "not-me"}),
        (f"/you/devices/{new.id}/answer", {"said": "me"}),
        (f"/you/devices/{mine.id}/delete", {}),
        ("/you/word", {"word": "pumpernickel"}),
        (f"/you/asked/{asked}", {"said": "yes"}),
    ):
        other.get("/you")
        other.post(path, form, status=403)
    other.get("/you")
    other.post("/you/sign-out-everywhere")
    phone.get("/you", follow=False, status=303)
    again = browser(harbour)
    again.enter(makes_slip(harbour, "dana"))
    assert NEW in again.text, "her own phone is still the one it stands beside"
    phone.enter(makes_slip(harbour, "dana"))
    assert NEW not in phone.text and WORDS in phone.get("/updates").text


def test_must_17_signing_out_everywhere_on_ones_own_device_begins_anew(harbour, phone, browser):
    phone.get("/you")
    phone.post("/you/sign-out-everywhere")
    phone.get("/you", follow=False, status=303)
    again = browser(harbour).sign_in("dana")
    assert NEW not in again.get("/home").text


def test_must_17_the_same_browser_is_no_new_device_after_signing_out_or_leaving(harbour, phone):
    phone.get("/you")
    phone.post("/sign-out")
    phone.sign_in("dana")
    assert NEW not in phone.get("/home").text and len(devices(harbour)) == 1


def test_must_17_mail_too_opens_a_new_device_in_question(harbour, phone, browser):
    page = browser(harbour).sign_in("dana")
    assert NEW in page.get("/home").text


def test_must_17_for_a_slip_it_stands_on_today_with_who_made_it(harbour, phone, browser, work):
    otis = browser(harbour)
    otis.enter(makes_slip(harbour, "dana", "mills"))
    work()
    for name in ("okafor", "mills"):
        desk = browser(harbour).sign_in_staff(name)
        text = desk.get("/today").text
        assert "Dana (Maya) came in on a device (computer), by a slip that Dr Mills made. Was it them?" in text
    reyes = browser(harbour).sign_in_staff("reyes")
    assert "Dana" not in reyes.get("/today").text
    tell_of_entries(harbour.clinic)
    assert browser(harbour).sign_in_staff().get("/today").text.count("by a slip that Dr Mills made") == 1


def test_a_first_slip_is_told_to_the_team_but_not_to_its_maker(harbour, browser, work):
    browser(harbour).enter(makes_slip(harbour, "dana", "okafor"))
    work()
    assert "by a slip" not in browser(harbour).sign_in_staff("okafor").get("/today").text
    assert "by a slip that Dr Okafor made" in browser(harbour).sign_in_staff("mills").get("/today").text


@pytest.mark.parametrize("again", [False, True])
def test_must_17_staff_put_out_what_came_in_by_a_slip_that_was_not_hers(harbour, phone, other, browser, again):
    """Also where that browser came in by something else since."""
    if again:
        other.sign_in("dana")
    okafor = browser(harbour).sign_in_staff()
    okafor.get(f"/families/{harbour.children['maya']}/people")
    path = re.search(r'action="(/entries/[^"]+/not-them)"', okafor.text)[1]
    reyes = browser(harbour).sign_in_staff("reyes")
    reyes.get("/today")
    reyes.post(path, status=404)
    okafor.post(path)
    assert "Used by somebody else, and put out." in okafor.text
    other.get("/you", follow=False, status=303)
    assert "Was that you?" not in phone.get("/home").text and WORDS in phone.get("/updates").text


def test_her_answer_about_phone_and_inbox_is_told_to_the_care_team(harbour, browser, work):
    dana = browser(harbour)
    dana.enter(makes_slip(harbour, "dana"))
    dana.post("/welcome", {"use": "both"})
    work()
    text = browser(harbour).sign_in_staff("okafor").get("/today").text
    assert "Somebody else uses the phone or inbox of Dana (Maya)." in text


def test_a_device_in_question_is_not_asked_who_else_uses_the_phone(harbour, browser):
    """Or it would answer in her name."""
    browser(harbour).enter(makes_slip(harbour, "dana"))
    other = browser(harbour)
    other.enter(makes_slip(harbour, "dana"))
    assert "Does anyone else use" not in other.get("/welcome").text


def test_must_17_a_session_that_a_slip_began_on_a_known_device_is_put_out_too(harbour, phone, browser):
    phone.get("/in/slip")
    phone.post("/in/slip", {"code": makes_slip(harbour, "dana")})
    okafor = browser(harbour).sign_in_staff()
    okafor.get(f"/families/{harbour.children['maya']}/people")
    okafor.post(re.search(r'action="(/entries/[^"]+/not-them)"', okafor.text)[1])
    phone.get("/you", follow=False, status=303)
    assert NEW not in phone.sign_in("dana").get("/home").text, "it stays the device she had"


def test_must_17_who_reads_at_home_who_opened_and_words_to_take_along_wait_for_her_yes(harbour, phone, other, servers):
    for path in ("/you/sharing", "/you/opened", "/you/words"):
        phone.get(path)
        assert NEW in other.get(path, status=403).text
    for path in ("/you/words", f"/you/sharing/about/{harbour.children['maya']}"):
        other.get("/you")
        other.post(path, status=403)
    with servers.admin("withkin") as admin:
        assert admin.execute("select count(*) from words_asked").fetchone() == (0,)


def test_must_17_no_draft_no_worry_and_nothing_shared_before_is_on_it(harbour, phone, other):
    maya = harbour.children["maya"]
    phone.get(f"/updates/about/{maya}")
    phone.post(f"/updates/about/{maya}/draft", {"topic": "other", "body": "Half a sentence"})
    worry = worries(harbour, "dana", "maya", "He frightens me", before=True)
    assert "Half a sentence" in phone.get(f"/updates/about/{maya}").text
    assert "What I told" in phone.get("/safety").text
    assert "What I told" not in other.get("/safety").text
    other.get(f"/safety/{worry}", status=404)
    other.get("/shared")
