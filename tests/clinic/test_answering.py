"""How soon and when somebody answers, where families read it; and a clinic of one (musts 9 and 10)."""

import re

import pytest

from app.colleagues import inviting
from app.involvement.models import CareTeamMember
from app.people.alone import reads_alone
from app.people.models import PortalLink, StaffLogin, StaffRole
from tenants import holding
from tenants.db import db, new_id, transaction
from tenants.scope import Audience, Scope
from tests.clinic.pages import ANSWERING, opened, stored
from tests.solo import cove

HOURS = "We answer Monday to Friday, 9:00\u202fAM to 5:00\u202fPM."


def alone(house):
    """Dr Okafor is the only one left who reads."""
    long_ago = house.today.replace(year=2020)
    with transaction(house.jobs()) as scope:
        others = StaffRole.staff_id != house.people["okafor"], StaffRole.role.in_(("therapist", "supervisor"))
        db.session.execute(db.update(StaffRole).where(*others).values(until=scope.now))
        team = CareTeamMember.staff_id != house.people["okafor"]
        db.session.execute(db.update(CareTeamMember).where(team).values(until=long_ago))


def said(house, browser, **more):
    olga = browser(house).sign_in_staff("olga")
    path = opened(olga, "answering")
    olga.post(path, ANSWERING | more)
    return olga


def before(text: str) -> str:
    return re.search(r'<div class="before".*?</div>', text, re.S)[0]


def test_wherever_families_read_how_soon_they_read_when(harbour, browser):
    said(harbour, browser)
    dana, maya = browser(harbour).sign_in("dana"), harbour.children["maya"]
    for path in (f"/updates/about/{maya}", f"/questions/about/{maya}", f"/check-in/{maya}/3"):
        dana.get(path)
        assert HOURS in before(dana.text), path
        assert "Only" not in before(dana.text), "several read here"
    for path in ("/home", "/welcome", "/you", "/updates"):
        dana.get(path)
        assert HOURS in dana.text, path
    dana.get(f"/updates/about/{maya}")
    dana.post(f"/updates/about/{maya}", {"body": "She slept.", "topic": "sleep"})
    assert HOURS in dana.text.partition("What you told")[0], "again in the receipt (must 9)"


def test_a_clinic_that_has_not_said_its_hours_claims_none(harbour, browser):
    dana = browser(harbour).sign_in("dana")
    dana.get(f"/updates/about/{harbour.children['maya']}")
    assert "Answers are written" not in dana.text and "within 2 working days" in dana.text


@pytest.mark.parametrize(
    ("days", "words"),
    [(["1", "3", "5"], "Monday, Wednesday and Friday"), (["2"], "Tuesday"), (["5", "6", "7"], "Friday to Sunday"), (["6", "7"], "Saturday and Sunday")],
)  # fmt: skip
def test_days_are_said_as_people_say_them(harbour, browser, days, words):
    said(harbour, browser, days=days, end="00:00")
    dana = browser(harbour).sign_in("dana")
    dana.get("/home")
    assert f"We answer {words}, 9:00\u202fAM to 12:00\u202fAM." in dana.text


def test_where_one_alone_reads_the_crisis_line_comes_first_and_the_cover_is_named(harbour, browser):
    said(harbour, browser, cover_name="Dr Lee", cover_phone="555-0100")
    alone(harbour)
    dana = browser(harbour).sign_in("dana")
    dana.get(f"/updates/about/{harbour.children['maya']}")
    box = before(dana.text)
    assert "Only Dr Okafor reads this." in box and HOURS in box, "the days it names are those it says"
    assert box.index("911") < box.index("Only Dr Okafor"), "the crisis line first"
    assert "Cannot reach us? Call Dr Lee:" in box and 'href="tel:555-0100"' in box


def test_a_deputy_or_a_supervisor_reads_too_so_nobody_reads_alone(harbour, browser):
    said(harbour, browser, cover_name="Dr Lee", cover_phone="555-0100")
    alone(harbour)
    with transaction(harbour.jobs()):
        db.session.add(StaffRole(staff_id=harbour.people["sade"], role="supervisor"))
    dana = browser(harbour).sign_in("dana")
    dana.get(f"/updates/about/{harbour.children['maya']}")
    assert "Only Dr Okafor" not in dana.text and "Dr Lee" not in dana.text


def test_somebody_invited_who_has_not_joined_takes_no_cover_away(harbour, browser):
    said(harbour, browser, cover_name="Dr Lee", cover_phone="555-0100")
    alone(harbour)
    with transaction(harbour.staff("olga")):
        id, _ = inviting.invite(new_id(), "Dr Never", "never@mail.example", frozenset({"therapist", "supervisor"}))
    dana = browser(harbour).sign_in("dana")
    dana.get(f"/updates/about/{harbour.children['maya']}")
    box = before(dana.text)
    assert "Only Dr Okafor reads this" in box and box.index("911") < box.index("Only Dr Okafor")
    assert 'href="tel:555-0100"' in box
    with transaction(Scope(harbour.clinic, Audience.DOOR)) as scope:
        db.session.execute(db.update(StaffLogin).where(StaffLogin.staff_id == id).values(confirmed_at=scope.now))
        db.session.execute(db.update(PortalLink).where(PortalLink.staff_id == id).values(used_at=scope.now))
    dana.get(f"/updates/about/{harbour.children['maya']}")
    assert "Only Dr Okafor" not in dana.text, "now two read"


def test_a_first_owner_who_treats_reads_before_the_address_is_confirmed(app, harbour):
    house = cove(app)
    with transaction(Scope(house.clinic, Audience.DOOR)):
        db.session.execute(db.update(StaffLogin).values(confirmed_at=None))
    with transaction(house.staff("ines")):
        inviting.invite(new_id(), "Dr Hill", "hill@cove.example", frozenset({"supervisor"}))
    with transaction(house.jobs()):
        assert reads_alone(holding.today())
    with transaction(Scope(house.clinic, Audience.DOOR)) as scope:
        hers = StaffLogin.staff_id == house.people["ines"]
        db.session.execute(db.update(StaffLogin).where(~hers).values(confirmed_at=scope.now))
        db.session.execute(db.update(PortalLink).where(PortalLink.purpose == "join").values(used_at=scope.now))
    with transaction(house.jobs()):
        assert not reads_alone(holding.today()), "both read"


def test_the_checklist_asks_a_clinic_of_one_for_a_covering_colleague(harbour, browser):
    olga = browser(harbour).sign_in_staff("olga")
    olga.get("/clinic")
    assert "covering colleague" not in olga.text
    alone(harbour)
    olga.get("/clinic")
    assert "Name a covering colleague" in olga.text and "To do" in olga.text
    path = opened(olga, "answering")
    assert "You are the only one here" in olga.text
    olga.post(path, ANSWERING | {"cover_name": "Dr Lee", "cover_phone": "555-0100"})
    olga.get("/clinic")
    assert "To do" not in olga.text


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"days": []}, "Tick at least one day."),
        ({"start": "17:00", "end": "09:00"}, "Choose a time that is later"),
        ({"start": ""}, "Write a time"),
        ({"cover_name": "Dr Lee"}, "Write both the name and the phone"),
        ({"cover_name": "☎", "cover_phone": "555-0100"}, "nothing can be seen here"),
        ({"cover_phone": "555"}, "Write both the name and the phone"),
        ({"cover_name": "Dr Lee", "cover_phone": "none"}, "a number that a phone can call"),
        ({"cover_name": "\u200b", "cover_phone": "555 0100"}, "Write both the name and the phone"),
        ({"cover_name": "\u3164", "cover_phone": "555 0100"}, "nothing can be seen here"),
    ],
)
def test_half_said_is_refused_and_kept(harbour, browser, wrong, says):
    olga = browser(harbour).sign_in_staff("olga")
    path = opened(olga, "answering")
    olga.post(path, ANSWERING | {"reply_days": "5"} | wrong, status=422)
    assert says in olga.text
    assert '<option selected value="5">' in olga.text
    assert stored(harbour).answers_on is None
