"""The office: invitations for the families a therapist opened to the desk; no word anyone wrote, no sensitive address."""

import pytest

from app.involvement.models import Involvement
from app.team import desk
from tenants.db import db, transaction
from tests.deeds import replies, tells


@pytest.fixture
def otis(harbour, browser):
    return browser(harbour).sign_in_staff("otis")


@pytest.fixture
def opened(harbour):
    with transaction(harbour.staff()):
        desk.open_up(harbour.children["maya"])


def test_without_a_therapists_yes_the_office_sees_nobody(harbour, otis):
    assert "No family is open to the desk." in otis.get("/desk").text
    assert "Maya" not in otis.text
    otis.post(f"/parts/{harbour.parts['dana']}/invitation", status=404)


def test_it_sees_names_homes_and_ways_in_and_no_word_anyone_wrote(harbour, otis, opened):
    replies(harbour, tells(harbour, "dana", "maya", "The move frightens her"), "Follow her lead")
    otis.get("/desk")
    for shown in ("Maya", "Dana", "mother, home A", "father, home B", "dana@harbour.example"):
        assert shown in otis.text
    for hidden in ("frightens", "Follow her lead", "joint custody", "Theo", "Sam"):
        assert hidden not in otis.text
    for path in ("", "/people", "/team"):
        otis.get(f"/families/{harbour.children['maya']}{path}", status=403)


def test_the_address_of_a_sensitive_part_is_not_shown(harbour, otis, opened):
    with transaction(harbour.staff()):
        db.session.execute(db.update(Involvement).where(Involvement.id == harbour.parts["dana"]).values(sensitive=True))
    assert "dana@harbour.example" not in otis.get("/desk").text
    assert "chris@harbour.example" in otis.text


def test_it_invites_and_takes_back(harbour, otis, opened, work, outbox_now):
    otis.get("/desk")
    otis.post(f"/parts/{harbour.parts['dana']}/invitation", {"from": "desk"})
    assert "The invitation is on its way." in otis.text
    work()
    assert outbox_now.mails("dana@harbour.example")
    assert "Invited today" in otis.get("/desk").text
    otis.post(f"/parts/{harbour.parts['dana']}/invitation/delete", {"from": "desk"})
    assert "The invitation is taken back." in otis.text


def test_what_is_closed_again_is_not_there_at_the_next_request(harbour, otis, opened):
    otis.get("/desk")
    with transaction(harbour.staff()):
        desk.close(harbour.children["maya"])
    otis.post(f"/parts/{harbour.parts['dana']}/invitation", {"from": "desk"}, status=404)
    assert "Maya" not in otis.get("/desk").text


def test_a_family_closed_by_name_to_somebody_of_the_office_is_not_there(harbour, otis, opened):
    from app.involvement import care_team

    today = harbour.today
    with transaction(harbour.staff()):
        care_team.close_to(harbour.children["maya"], harbour.people["otis"], "an uncle", today)
    assert "Maya" not in otis.get("/desk").text
    otis.post(f"/parts/{harbour.parts['dana']}/invitation", status=404)
