"""What is agreed with a caregiver: she asks for less or more, the therapist says yes; its history (must 5)."""

import re
from datetime import timedelta

import pytest

from app.happened import Happened
from app.involvement import asking, care_team, ending, involving
from app.involvement.asks import AgreementAsk
from app.involvement.models import Agreement, Child
from tenants.db import db, transaction
from tests.deeds import as_caregiver
from tests.world import part


@pytest.fixture
def dana(harbour, browser):
    return browser(harbour).sign_in("dana")


@pytest.fixture
def okafor(harbour, browser):
    return browser(harbour).sign_in_staff("okafor")


def agreed(house, who="dana"):
    with transaction(house.jobs()):
        row = db.select(Agreement).where(Agreement.involvement_id == house.parts[who], Agreement.until.is_(None))
        found = db.session.scalars(row).one()
        return found.checkins, found.words


def asks(house):
    with transaction(house.jobs()):
        rows = db.select(AgreementAsk).order_by(AgreementAsk.at)
        return [(row.way, row.answer) for row in db.session.scalars(rows)]


def asked(house, who, way, child="maya"):
    who.get("/you")
    who.post(f"/you/agreed/{house.children[child]}/{way}")
    return who


def happenings(house):
    with transaction(house.jobs()):
        return len(db.session.scalars(db.select(Happened.id)).all())


def test_must_05_she_asks_and_nothing_changes_until_the_therapist_says_yes(harbour, dana, okafor):
    before = happenings(harbour)
    asked(harbour, dana, "less")
    assert "You asked for less for now about Maya." in dana.text
    assert agreed(harbour) == (2, "") and happenings(harbour) == before
    assert "Dana asks for less for now about Maya." in okafor.get("/today").text
    assert "Yes for Dana: one check-in a week" in okafor.text
    okafor.post(f"/parts/{harbour.parts['dana']}/less")
    assert "Agreed: one check-in a week." in okafor.text and "Dana asks" not in okafor.text
    assert agreed(harbour) == (1, "") and asks(harbour) == [("less", "agreed")]
    assert "one check-in a week" in dana.get("/you").text and "You asked" not in dana.text


def test_she_takes_it_back_while_nobody_has_answered(harbour, dana, okafor):
    asked(harbour, dana, "less")
    dana.post(f"/you/agreed/{harbour.children['maya']}/delete")
    assert "Taken back. It stays as it is." in dana.text and asks(harbour) == []
    assert "Dana asks" not in okafor.get("/today").text
    dana.post(f"/you/agreed/{harbour.children['maya']}/delete")
    assert "It was answered already." in dana.text


def test_taken_back_meanwhile_the_yes_on_an_old_page_changes_nothing(harbour, dana, okafor):
    asked(harbour, dana, "less")
    okafor.get("/today")
    with transaction(as_caregiver(harbour, "dana")):
        asking.ask_no_more(harbour.parts["dana"], harbour.children["maya"])
    okafor.post(f"/parts/{harbour.parts['dana']}/less")
    assert "This was changed meanwhile." in okafor.text and agreed(harbour) == (2, "")


def test_two_therapists_at_once_halve_it_once(harbour, dana, okafor, browser):
    asked(harbour, dana, "less")
    mills = browser(harbour).sign_in_staff("mills")
    for they in (okafor, mills):
        they.get("/today")
    for they in (okafor, mills):
        they.post(f"/parts/{harbour.parts['dana']}/less")
    assert "This was changed meanwhile." in mills.text and agreed(harbour) == (1, "")


def test_asked_twice_it_is_one_and_the_other_way_round_the_newer_stands(harbour, dana):
    for way in ("less", "less", "more"):
        asked(harbour, dana, "less")
        dana.post(f"/you/agreed/{harbour.children['maya']}/{way}")
    assert asks(harbour) == [("more", None)]


def test_they_talk_first_and_she_reads_it_and_can_ask_again(harbour, dana, okafor):
    asked(harbour, dana, "less")
    okafor.get("/today")
    okafor.post(f"/parts/{harbour.parts['dana']}/talk")
    assert "Nothing has changed." in okafor.text and "Dana asks" not in okafor.text
    assert "let us talk about what fits you" in dana.get("/you").text and agreed(harbour) == (2, "")
    asked(harbour, dana, "more")
    assert asks(harbour) == [("less", "talk"), ("more", None)]
    okafor.get("/today")
    okafor.post(f"/parts/{harbour.parts['dana']}/more")
    assert agreed(harbour) == (3, "") and {answer for _way, answer in asks(harbour)} == {"agreed"}
    assert "let us talk" not in dana.get("/you").text


def test_more_again_is_what_it_was_before_and_the_words_stay(harbour, okafor):
    path, today = f"/parts/{harbour.parts['dana']}", harbour.today
    with transaction(harbour.staff()):
        involving.agree(part(harbour, "dana"), 5, "After breakfast", today)
    okafor.get(path)
    okafor.post(f"{path}/less")
    assert agreed(harbour) == (2, "After breakfast")
    okafor.post(f"{path}/more")
    assert agreed(harbour) == (5, "After breakfast")


def test_its_history_stands_on_the_parts_page_and_is_paged(harbour, okafor, servers):
    path, today, id = f"/parts/{harbour.parts['dana']}", harbour.today, harbour.parts["dana"]
    with transaction(harbour.staff()):
        for n in range(14):
            since = today - timedelta(days=200 - 10 * n)
            db.session.add(
                Agreement(
                    involvement_id=id, checkins=3, words=f"Way {n:02}", since=since, until=since + timedelta(days=10)
                )
            )
    assert "Way 13" in okafor.get(path).text and "Way 00" not in okafor.text
    okafor.get(re.search(rf'href="({path}\?before=[^"]+)"', okafor.text)[1])
    assert "Way 00" in okafor.text and "Way 13" not in okafor.text


def test_must_05_no_other_caregivers_request_is_taken_or_seen(harbour, dana, browser):
    asked(harbour, dana, "less")
    for who in ("rosa", "chris"):
        other = browser(harbour).sign_in(who)
        assert "You asked" not in other.get("/you").text
        other.post(f"/you/agreed/{harbour.children['maya']}/delete")
        with transaction(as_caregiver(harbour, who)):
            assert db.session.scalars(db.select(AgreementAsk.id)).all() == []
    assert asks(harbour) == [("less", None)]
    ben = browser(harbour).sign_in("ben")
    ben.get("/you")
    ben.post(f"/you/agreed/{harbour.children['maya']}/less", status=404)


def test_where_nothing_is_asked_nothing_can_be_less(harbour, dana):
    today = harbour.today
    dana.get("/you")
    with transaction(harbour.staff()):
        involving.pause(part(harbour, "dana"), today)
    dana.post(f"/you/agreed/{harbour.children['maya']}/less")
    assert "There is nothing to change at the moment." in dana.text and asks(harbour) == []
    assert "Less for now" not in dana.text
    with transaction(harbour.staff()):
        involving.resume(part(harbour, "dana"), today)
        involving.agree(part(harbour, "dana"), 0, "", today)
    assert "More again" in dana.get("/you").text and "Less for now" not in dana.text
    dana.post(f"/you/agreed/{harbour.children['maya']}/less")
    assert asks(harbour) == []
    with transaction(harbour.staff()):
        involving.agree(part(harbour, "dana"), 7, "", today)
    dana.get("/you")
    dana.post(f"/you/agreed/{harbour.children['maya']}/more")
    assert asks(harbour) == []


def test_care_that_ended_asks_for_nothing_and_shows_no_request(harbour, dana, okafor):
    today = harbour.today
    asked(harbour, dana, "less")
    with transaction(harbour.staff()) as scope:
        ending.end_care(db.session.get_one(Child, (scope.clinic, harbour.children["maya"])), today)
    assert "Dana asks" not in okafor.get("/today").text
    assert "Less for now" not in dana.get("/you").text
    dana.post(f"/you/agreed/{harbour.children['maya']}/more", status=404)


def test_must_17_a_device_in_question_asks_nothing_and_reads_nothing_of_it(harbour, dana, browser):
    asked(harbour, dana, "less")
    other = browser(harbour)
    other.sign_in("dana")
    assert "You asked" not in other.get("/you").text and "Less for now" not in other.text
    other.post(f"/you/agreed/{harbour.children['maya']}/delete", status=403)
    assert asks(harbour) == [("less", None)]


def test_not_for_a_colleague_closes_what_she_asks_too(harbour, dana, browser):
    today = harbour.today
    asked(harbour, dana, "less")
    mills = browser(harbour).sign_in_staff("mills")
    assert "Dana asks" in mills.get("/today").text
    with transaction(harbour.staff()):
        care_team.close_to(harbour.children["maya"], harbour.people["mills"], "", today)
    assert "Dana asks" not in mills.get("/today").text
    mills.post(f"/parts/{harbour.parts['dana']}/less", status=404)
