"""What is agreed in a review: who reads it, who is asked for it, and what becomes of it."""

import re
from datetime import timedelta
from threading import Barrier, Thread

import pytest

from app.involvement import care_team
from app.sight import actions as verbs
from app.sight.supervision import AgreedAction
from app.team import handing
from tenants.db import db, transaction
from tests.engagement.reviewed import ACTION, agrees, begun, deeds_about

pytestmark = pytest.mark.usefixtures("theo")


@pytest.fixture
def agreed(harbour, sade):
    return agrees(harbour, sade)


@pytest.fixture
def listed(harbour):
    return f"/agreed/{harbour.children['theo']}"


def stored(house, id):
    with transaction(house.jobs()):
        return db.session.get_one(AgreedAction, (house.clinic, id))


def test_it_stands_on_the_therapists_today_until_it_is_done(harbour, agreed, reyes):
    assert ACTION in reyes.get("/today").text and "due " in reyes.text
    reyes.post(f"/actions/{agreed}/done")
    assert "Marked as done." in reyes.text and "Not done yet" in reyes.text
    assert stored(harbour, agreed).done_by == harbour.people["reyes"]
    reyes.post(f"/actions/{agreed}/done/delete")
    assert "It is still to be done." in reyes.text
    row = stored(harbour, agreed)
    assert (row.done_at, row.done_by) == (None, None)
    assert [one for one in deeds_about(harbour) if "done" in one] == ["done", "not-done"]


def test_what_was_done_before_today_stands_there_no_more(harbour, agreed, reyes, servers):
    reyes.get("/today")
    reyes.post(f"/actions/{agreed}/done")
    with servers.admin("withkin") as admin:
        admin.execute("update agreed_action set done_at = done_at - interval '13 hours'")
    assert ACTION not in reyes.get("/today").text


def test_the_supervisor_reads_what_is_due_and_what_is_overdue(harbour, agreed, sade, servers):
    assert ACTION in sade.get("/engagement").text and "Overdue" not in sade.text
    with servers.admin("withkin") as admin:
        admin.execute("update agreed_action set due = due - 5")
    assert "Overdue since" in sade.get("/engagement").text
    sade.post(f"/actions/{agreed}/done")
    assert ACTION not in sade.text


def test_it_can_be_the_supervisors_own(harbour, sade, reyes):
    agrees(harbour, sade, who="sade")
    assert ACTION in sade.get("/engagement").text
    assert ACTION not in reyes.get("/today").text


@pytest.mark.parametrize("who", ["okafor", "novak"])
def test_nobody_beside_the_team_reads_it_or_does_it(harbour, agreed, listed, browser, who):
    other = browser(harbour).sign_in_staff(who)
    assert ACTION not in other.get("/today").text
    other.get(listed, status=404)
    other.post(f"/actions/{agreed}/done", status=404)
    other.post(f"/actions/{agreed}/hold/delete", status=403)
    assert stored(harbour, agreed).done_at is None


def test_only_somebody_of_the_team_or_the_supervisor_can_be_asked(harbour, sade, page):
    review = begun(harbour, sade)
    sade.get(page)
    form = {"what": ACTION, "due": str(harbour.today)}
    sade.post(f"/reviews/{review}/actions", form | {"who": str(harbour.people["okafor"])}, status=422)
    sade.post(f"/reviews/{review}/actions", form | {"who": str(harbour.people["reyes"])})
    assert "It is agreed." in sade.text


@pytest.mark.parametrize("days", [-1, 366])
def test_the_day_is_to_come_and_within_a_year(harbour, sade, page, days):
    review = begun(harbour, sade)
    sade.get(page)
    due = str(harbour.today + timedelta(days=days))
    form = {"what": ACTION, "who": str(harbour.people["reyes"]), "due": due}
    sade.post(f"/reviews/{review}/actions", form, status=422)
    assert "within a year" in sade.text and ACTION in sade.text


def test_whose_it_is_reads_it_when_the_family_went_to_somebody_else(harbour, agreed, reyes, listed):
    today = harbour.today
    with transaction(harbour.staff("reyes")):
        handing.hand_over(harbour.children["theo"], harbour.people["reyes"], harbour.people["mills"], today, "")
    assert ACTION in reyes.get("/today").text
    reyes.get(listed, status=404)
    reyes.post(f"/actions/{agreed}/done", {"back": "/today"})
    assert stored(harbour, agreed).done_at


def test_must_27_not_for_somebody_closes_what_was_agreed_too(harbour, agreed, reyes, sade, listed):
    """Also where it was their own; and the supervisor's card."""
    reyes.get("/today")
    theo, today = harbour.children["theo"], harbour.today
    with transaction(harbour.staff("reyes")):
        care_team.join(theo, harbour.people["mills"], today)
        care_team.close_to(theo, harbour.people["sade"], "", today)
    assert ACTION not in sade.get("/engagement").text
    with transaction(harbour.staff("reyes")):
        care_team.close_to(theo, harbour.people["reyes"], "", today)
    assert ACTION not in reyes.get("/today").text
    reyes.get(listed, status=404)
    reyes.post(f"/actions/{agreed}/done", status=404)
    sade.get(listed, status=404)
    sade.post(f"/actions/{agreed}/done", status=404)
    sade.post(f"/actions/{agreed}/hold/delete", status=404)
    assert stored(harbour, agreed).done_at is None


def test_the_supervisor_takes_it_back_and_it_holds_again(harbour, agreed, sade, reyes, listed):
    sade.get(listed)
    sade.post(f"/actions/{agreed}/hold/delete")
    assert "Taken back. Nobody is asked for it any more." in sade.text and "It holds again" in sade.text
    assert ACTION not in reyes.get("/today").text
    reyes.get(listed)
    reyes.post(f"/actions/{agreed}/done", {"back": listed})
    assert "It was so already." in reyes.text and stored(harbour, agreed).done_at is None
    sade.post(f"/actions/{agreed}/hold")
    assert ACTION in reyes.get("/today").text
    assert "Take it back" not in reyes.get(listed).text


def test_pressed_twice_and_by_two_at_once_it_is_done_once(harbour, agreed, app):
    turns, ready = [], Barrier(2)

    def press(who):
        with app.app_context(), transaction(harbour.staff(who)):
            row = db.session.get_one(AgreedAction, (harbour.clinic, agreed))
            ready.wait(5)
            turns.append(verbs.done(row))

    both = [Thread(target=press, args=(who,)) for who in ("reyes", "sade")]
    [one.start() for one in both]
    [one.join(20) for one in both]
    assert sorted(turns) == [False, True]
    assert deeds_about(harbour).count("done") == 1


def test_agreed_twice_by_one_form_it_is_one(harbour, sade, page):
    review = begun(harbour, sade)
    sade.get(page)
    due, who = str(harbour.today), str(harbour.people["reyes"])
    form = sade.hidden(f"/reviews/{review}/actions") | {"what": ACTION, "who": who, "due": due}
    for _ in range(2):
        sade.post(f"/reviews/{review}/actions", form)
    with transaction(harbour.jobs()):
        assert len(db.session.scalars(db.select(AgreedAction.id)).all()) == 1


def test_all_that_was_agreed_is_paged(harbour, sade, reyes, listed):
    review = begun(harbour, sade)
    common = {"review_id": review, "child_id": harbour.children["theo"], "staff_id": harbour.people["sade"]}
    due = harbour.today
    for n in range(21):
        with transaction(harbour.staff("sade")):
            db.session.add(AgreedAction(what=f"Action {n:02}.", who_id=harbour.people["reyes"], due=due, **common))
    assert "Action 20." in reyes.get(listed).text and "Action 00." not in reyes.text
    reyes.get(re.search(rf'href="({listed}\?before=[^"]+)"', reyes.text)[1])
    assert "Action 00." in reyes.text and "Action 20." not in reyes.text
    assert "There are more. They come when these are done." in reyes.get("/today").text
    assert "There are more. They come when these are done." in sade.get("/engagement").text
