"""Being away: a deputy from a day until a day, and families read who answers meanwhile."""

from datetime import timedelta

import pytest

from app.families.adding import Told, add_family
from app.involvement.absence import Absence
from app.team import away, handing
from tenants.db import db, new_id, transaction
from tests.deeds import tells


@pytest.fixture
def okafor(harbour, browser):
    return browser(harbour).sign_in_staff()


def goes(okafor, since, until, deputy, status=200):
    okafor.get("/staff/you/away")
    return okafor.post(
        "/staff/you/away", {"since": str(since), "until": str(until), "person": str(deputy)}, status=status
    )


def test_a_deputy_reads_and_answers_for_every_family_and_the_families_read_it(harbour, okafor, browser):
    told = tells(harbour, "lee", "sam", "Is he well?")
    today = harbour.today
    goes(okafor, today, today + timedelta(days=9), harbour.people["reyes"])
    assert "On those days families read who answers them." in okafor.text
    reyes = browser(harbour).sign_in_staff("reyes")
    assert "You stand in for Dr Okafor" in reyes.get("/today").text
    assert "Is he well?" in reyes.text
    reyes.post(f"/answers/{told}", {"kind": "seen"})
    assert "Is he well?" not in reyes.text
    dana = browser(harbour)
    dana.sign_in("dana")
    says = "Dr Okafor is away until"
    assert says in dana.get("/home").text
    assert "Dr Reyes reads this meanwhile and answers." in dana.text
    assert says in dana.get(f"/updates/about/{harbour.children['maya']}").text


def test_before_the_first_day_and_after_the_last_nothing_is_open_and_nothing_is_said(harbour, okafor, browser, servers):
    today = harbour.today
    goes(okafor, today + timedelta(days=2), today + timedelta(days=4), harbour.people["reyes"])
    reyes, dana = browser(harbour).sign_in_staff("reyes"), browser(harbour)
    dana.sign_in("dana")
    assert "Sam" not in reyes.get("/families").text
    assert "is away" not in dana.get(f"/updates/about/{harbour.children['maya']}").text
    with servers.admin("withkin") as admin:
        admin.execute("update care_team_member set since = since - 2, until = until - 2 where for_id is not null")
    assert "Sam" in reyes.get("/families").text
    writing = f"/updates/about/{harbour.children['maya']}"
    assert "is away" in dana.get(writing).text
    with servers.admin("withkin") as admin:
        admin.execute("update care_team_member set since = since - 4, until = until - 4 where for_id is not null")
    assert "Sam" not in reyes.get("/families").text
    assert "is away" not in dana.get(f"/updates/about/{harbour.children['maya']}").text


def test_whoever_comes_back_early_ends_it_at_the_next_request(harbour, okafor, browser):
    today = harbour.today
    goes(okafor, today, today + timedelta(days=9), harbour.people["reyes"])
    reyes = browser(harbour).sign_in_staff("reyes")
    reyes.get(f"/families/{harbour.children['sam']}")
    with transaction(harbour.jobs()):
        row = db.session.scalars(db.select(Absence.id)).one()
    okafor.get("/staff/you/away")
    okafor.post(f"/away/{row}/delete")
    reyes.get(f"/families/{harbour.children['sam']}", status=404)


def test_days_that_cannot_be_and_days_one_is_away_already(harbour, okafor):
    today, reyes = harbour.today, harbour.people["reyes"]
    assert "The last day comes after the first." in goes(okafor, today + timedelta(days=3), today, reyes, 422).text
    past = goes(okafor, today - timedelta(days=9), today - timedelta(days=8), reyes, 422)
    assert "Write a day that has not passed." in past.text
    goes(okafor, today, today + timedelta(days=3), reyes)
    again = goes(okafor, today + timedelta(days=3), today + timedelta(days=5), reyes, 422)
    assert "You are away on some of these days already." in again.text


def test_a_family_that_comes_meanwhile_has_the_deputy_too(harbour, browser):
    today = harbour.today
    with transaction(harbour.staff()):
        away.go(harbour.people["okafor"], harbour.people["novak"], today, today + timedelta(days=5), today)
    with transaction(harbour.staff("reyes")):
        handing.hand_over(harbour.children["theo"], harbour.people["reyes"], harbour.people["okafor"], today, "")
    with transaction(harbour.staff()):
        add_family(new_id(), "Noor", 5, [Told("Dee", "aunt", "A")], harbour.people["okafor"], today)
    novak = browser(harbour).sign_in_staff("novak")
    assert all(f">{child}<" in novak.get("/families").text for child in ("Theo", "Noor", "Maya"))


def test_a_family_that_goes_takes_no_deputy_along(harbour, browser):
    today = harbour.today
    with transaction(harbour.staff()):
        away.go(harbour.people["okafor"], harbour.people["novak"], today, today + timedelta(days=5), today)
        handing.hand_over(harbour.children["sam"], harbour.people["okafor"], harbour.people["reyes"], today, "")
    browser(harbour).sign_in_staff("novak").get(f"/families/{harbour.children['sam']}", status=404)


def test_a_deputy_changes_no_team(harbour, browser):
    mills = browser(harbour).sign_in_staff("mills")
    assert "Take off" not in mills.get(f"/families/{harbour.children['maya']}/team").text
    mills.get(f"/families/{harbour.children['maya']}/hand-over", status=404)
