"""Two therapists on one team change it at once: nothing is lost, and the page says who was quicker."""

from datetime import timedelta

import pytest

from app.involvement import care_team, closed
from app.involvement.closed import ClosedTo
from tenants.db import db, transaction


@pytest.fixture
def path(harbour):
    """Dr Reyes is Maya's therapist, too."""
    today = harbour.today
    with transaction(harbour.jobs()):
        care_team.join(harbour.children["maya"], harbour.people["reyes"], today)
    return f"/families/{harbour.children['maya']}"


@pytest.fixture
def okafor(harbour, browser, path):
    """With Maya's team open in front of her."""
    okafor = browser(harbour).sign_in_staff()
    okafor.get(f"{path}/team")
    return okafor


def team(harbour):
    today = harbour.today
    with transaction(harbour.jobs()):
        rows = care_team.members(harbour.children["maya"], today)
        return {(row.staff_id, row.part, row.until) for row in rows}


def by_reyes(harbour, deed, *args, **more):
    with transaction(harbour.staff("reyes")):
        return deed(*args, **more)


def test_a_colleague_added_meanwhile_is_named_and_what_was_chosen_stays(harbour, okafor, path):
    novak, maya, until = harbour.people["novak"], harbour.children["maya"], harbour.today + timedelta(days=7)
    by_reyes(harbour, care_team.join, maya, novak, harbour.today, part="deputy", until=until)
    answer = okafor.post(f"{path}/team", {"join-person": str(novak), "join-part": "therapist"}, status=409)
    assert "Dr Reyes changed this meanwhile." in answer.text
    assert (novak, "deputy", until) in team(harbour)
    okafor.post(f"{path}/team", {"join-person": str(novak), "join-part": "therapist"})
    assert (novak, "therapist", None) in team(harbour)


def test_two_who_say_the_same_are_not_in_each_others_way(harbour, okafor, path):
    novak = harbour.people["novak"]
    by_reyes(harbour, care_team.join, harbour.children["maya"], novak, harbour.today)
    okafor.post(f"{path}/team", {"join-person": str(novak), "join-part": "therapist"})
    assert "on the team already" in okafor.text


def test_of_two_reasons_for_closing_it_the_second_is_shown_the_first_and_kept(harbour, okafor, path):
    otis = harbour.people["otis"]
    by_reyes(harbour, closed.close, harbour.children["maya"], otis, "A cousin")
    answer = okafor.post(f"{path}/closed-to", {"shut-person": str(otis), "shut-why": "A neighbour"}, status=409)
    assert "Dr Reyes changed this meanwhile." in answer.text
    assert "A cousin" in answer.text
    assert "A neighbour" in answer.text
    answer = okafor.post(f"{path}/closed-to", {"shut-person": str(otis), "shut-why": "A neighbour"}, status=422)
    assert "It is closed to this person." in answer.text


def test_what_somebody_else_undid_already_is_said_and_told_once(harbour, okafor, path):
    maya, mills, otis = harbour.children["maya"], harbour.people["mills"], harbour.people["otis"]
    closing = closing_to(harbour, otis)
    membership = on_team(harbour, mills)
    okafor.get(f"{path}/team")
    by_reyes(harbour, care_team.leave, maya, mills, harbour.today)
    by_reyes(harbour, lifted, closing)
    okafor.post(f"/team/{membership}/delete")
    assert "Dr Reyes has taken this person off the team already." in okafor.text
    okafor.post(f"/closed-to/{closing}/delete")
    assert "Dr Reyes has done that already." in okafor.text


def closing_to(harbour, staff):
    with transaction(harbour.staff()):
        closed.close(harbour.children["maya"], staff, "")
        return db.session.scalars(db.select(ClosedTo.id)).one()


def on_team(harbour, staff):
    today = harbour.today
    with transaction(harbour.jobs()):
        rows = care_team.members(harbour.children["maya"], today)
        return next(row.id for row in rows if row.staff_id == staff)


def lifted(id):
    return closed.lift(db.session.scalars(db.select(ClosedTo).where(ClosedTo.id == id)).one())


def test_nobody_on_the_team_is_closed_to_by_name(harbour, okafor, path):
    form = {"shut-person": str(harbour.people["mills"]), "shut-why": ""}
    assert "Take this person off the team first." in okafor.post(f"{path}/closed-to", form, status=422).text


def test_the_office_opened_twice_says_who_was_quicker(harbour, okafor, path, browser):
    reyes = browser(harbour).sign_in_staff("reyes")
    reyes.get(f"{path}/team")
    reyes.post(f"{path}/desk")
    okafor.post(f"{path}/desk")
    assert "Dr Reyes has done that already." in okafor.text
