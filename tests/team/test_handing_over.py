"""A family goes to another therapist: who reads changes at the next request, and each caregiver reads a note."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from datetime import timedelta

import pytest

from app.boundaries.limits import limit
from app.involvement import care_team
from app.team import handing
from app.team.models import Handover, HandoverNote
from tenants.db import db, transaction
from tests.deeds import as_caregiver, tells

NOTE = "Dr Reyes works with you from today. We have talked about the moves."


@pytest.fixture
def okafor(harbour, browser):
    return browser(harbour).sign_in_staff()


def hands_over(harbour, okafor, **more):
    path = f"/families/{harbour.children['maya']}/hand-over"
    okafor.get(path)
    form = {"person": str(harbour.people["reyes"]), "words": NOTE} | more
    return okafor.post(path, form)


def test_the_new_therapist_reads_and_answers_and_the_old_one_no_more(harbour, okafor, browser):
    told = tells(harbour, "dana", "maya", "The move frightens her")
    hands_over(harbour, okafor)
    assert "Maya is handed over to Dr Reyes." in okafor.text
    okafor.get(f"/families/{harbour.children['maya']}", status=404)
    okafor.post(f"/answers/{told}", {"kind": "seen"}, status=404)
    reyes = browser(harbour).sign_in_staff("reyes")
    assert "Dr Okafor handed Maya over to Dr Reyes." in reyes.get("/today").text
    assert "The move frightens her" in reyes.text


def test_each_caregiver_reads_the_note_and_the_new_name(harbour, okafor, browser):
    hands_over(harbour, okafor)
    for who in ("dana", "chris"):
        page = browser(harbour)
        page.sign_in(who)
        assert NOTE in page.get("/home").text
        page.get(f"/updates/about/{harbour.children['maya']}")
        assert "Dr Reyes" in page.text
        assert "Dr Okafor" not in page.text.replace(NOTE, "")


def test_a_caregiver_whose_messages_are_closed_reads_no_note(harbour, okafor, browser):
    today = harbour.today
    with transaction(harbour.staff()):
        limit(harbour.parts["chris"], "messages", "closed", "court-order", today)
    hands_over(harbour, okafor)
    chris = browser(harbour)
    chris.sign_in("chris")
    assert NOTE not in chris.get("/home").text
    with transaction(as_caregiver(harbour, "chris")):
        assert db.session.scalars(db.select(HandoverNote.words)).all() == []


def test_one_who_reads_what_she_never_wrote_to_is_shown_who_reads_what_again(harbour, okafor, browser):
    dana = browser(harbour)
    dana.sign_in("dana")
    assert dana.get("/home").request.path == "/home"
    hands_over(harbour, okafor)
    assert dana.get("/home").request.path == "/welcome"


def test_until_a_last_day_both_are_on_the_team(harbour, okafor, browser):
    hands_over(harbour, okafor, last_day=str(harbour.today + timedelta(days=7)))
    okafor.get(f"/families/{harbour.children['maya']}")
    browser(harbour).sign_in_staff("reyes").get(f"/families/{harbour.children['maya']}")
    with transaction(harbour.jobs()):
        assert care_team.members(harbour.children["maya"], harbour_day() + timedelta(days=8))[-1].staff_id


def harbour_day():
    from tenants.holding import today

    return today()


@pytest.mark.parametrize(("form", "says"), [
    ({"words": " "}, "Write a line the family can read."), ({"person": ""}, "Choose somebody."),
    ({"last_day": "2020-01-01"}, "Write a day that has not passed."),
])  # fmt: skip
def test_what_is_missing_is_said_and_what_was_typed_stays(harbour, okafor, form, says):
    path = f"/families/{harbour.children['maya']}/hand-over"
    okafor.get(path)
    page = okafor.post(path, {"person": str(harbour.people["reyes"]), "words": NOTE} | form, status=422)
    assert says in page.text
    if "words" not in form:
        assert NOTE in okafor.text


def test_of_two_who_hand_it_over_at_once_one_does(app, harbour):
    today, maya = harbour.today, harbour.children["maya"]

    def hand(new):
        def work():
            with app.app_context():
                try:
                    with transaction(harbour.staff()):
                        handing.hand_over(maya, harbour.people["okafor"], harbour.people[new], today, "")
                except handing.Gone:
                    return "gone"
                return "done"

        return Context().run(work)

    with ThreadPoolExecutor(2) as many:
        assert sorted(many.map(hand, ("reyes", "novak"))) == ["done", "gone"]
    with transaction(harbour.jobs()):
        assert len(db.session.scalars(db.select(Handover)).all()) == 1


def test_no_child_is_left_without_a_therapist(harbour, okafor):
    path = f"/families/{harbour.children['maya']}/team"
    okafor.get(path)
    with transaction(harbour.jobs()):
        mine = care_team.members(harbour.children["maya"], harbour_day())
        own = next(one.id for one in mine if one.staff_id == harbour.people["okafor"])
    page = okafor.post(f"/team/{own}/delete", status=422)
    assert "The last therapist hands the family over" in page.text


def test_a_second_therapist_joins_and_the_first_may_leave(harbour, okafor, browser):
    path = f"/families/{harbour.children['maya']}/team"
    okafor.get(path)
    okafor.post(path, {"join-person": str(harbour.people["reyes"]), "join-part": "therapist"})
    assert "Saved." in okafor.text
    reyes = browser(harbour).sign_in_staff("reyes")
    assert "Dr Okafor added Dr Reyes to the care team of Maya." in reyes.get("/today").text
    with transaction(harbour.jobs()):
        mine = care_team.members(harbour.children["maya"], harbour_day())
        own = next(one.id for one in mine if one.staff_id == harbour.people["okafor"])
    okafor.post(f"/team/{own}/delete")
    assert "Maya" not in okafor.get("/families").text
    assert reyes.get("/families").text.count(">Maya<") == 1


def test_a_deputy_who_becomes_therapist_is_on_the_team_once(harbour, okafor, browser):
    today = harbour.today
    with transaction(harbour.staff()):
        care_team.join(harbour.children["maya"], harbour.people["mills"], today)
    mills = browser(harbour).sign_in_staff("mills")
    assert mills.get("/families").text.count(">Maya<") == 1
