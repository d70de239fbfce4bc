"""Handing a family on, back, twice, and while somebody else does; a deputy who goes."""

from datetime import timedelta

import pytest

from app.colleagues import roles
from app.involvement import care_team
from app.notices.models import Notice
from app.team import away, handing
from app.team.models import HandoverNote
from tenants.db import db, transaction


def therapists(harbour, child):
    today = harbour.today
    with transaction(harbour.jobs()):
        rows = care_team.members(harbour.children[child], today)
        return {row.staff_id: row.until for row in rows if row.part == "therapist"}


def reads(harbour, child, day):
    with transaction(harbour.jobs()):
        return {row.staff_id for row in care_team.members(harbour.children[child], day)}


def told(harbour, who):
    with transaction(harbour.jobs()):
        return list(db.session.scalars(db.select(Notice.kind).where(Notice.staff_id == harbour.people[who])))


@pytest.fixture
def handed(harbour):
    """Maya is Dr Reyes's; Dr Okafor stays for ten days."""
    people, day = harbour.people, harbour.today
    with transaction(harbour.staff()):
        handing.hand_over(
            harbour.children["maya"], people["okafor"], people["reyes"], day, "x", day + timedelta(days=10)
        )
    return f"/families/{harbour.children['maya']}/hand-over"


def test_handed_back_while_the_old_one_still_has_days(harbour, handed, browser):
    reyes = browser(harbour).sign_in_staff("reyes")
    reyes.get(handed)
    reyes.post(handed, {"person": str(harbour.people["okafor"]), "words": "Back again."})
    assert therapists(harbour, "maya") == {harbour.people["okafor"]: None}


def test_an_owner_moves_a_caseload_to_somebody_who_still_has_days(harbour, handed, browser):
    olga, member = browser(harbour).sign_in_staff("olga"), harbour.people["reyes"]
    olga.get(f"/clinic/staff/{member}/leaving")
    olga.post(f"/clinic/staff/{member}/caseload", {"person": str(harbour.people["okafor"]), "words": ""})
    assert "Handed over: 2." in olga.text
    assert therapists(harbour, "maya") == {harbour.people["okafor"]: None}


def test_whoever_leaves_a_family_that_somebody_has_already_adds_nobody_to_it(harbour, handed, browser):
    olga, member = browser(harbour).sign_in_staff("olga"), harbour.people["okafor"]
    olga.get(f"/clinic/staff/{member}/leaving")
    olga.post(f"/clinic/staff/{member}/caseload", {"person": str(harbour.people["novak"]), "words": "I read now."})
    assert therapists(harbour, "maya") == {harbour.people["reyes"]: None}
    assert therapists(harbour, "sam") == {harbour.people["novak"]: None}


def test_handed_over_with_a_last_day_pressed_twice_is_one_note(harbour, browser):
    okafor, path = browser(harbour).sign_in_staff(), f"/families/{harbour.children['maya']}/hand-over"
    okafor.get(path)
    last = str(harbour.today + timedelta(days=10))
    form = okafor.hidden(path) | {"person": str(harbour.people["reyes"]), "words": "Dr Reyes now.", "last_day": last}
    for _ in range(2):
        okafor.post(path, form, follow=False, status=303)
    with transaction(harbour.jobs()):
        hers = db.select(HandoverNote).where(HandoverNote.shared_with == harbour.parts["dana"])
        assert len(db.session.scalars(hers).all()) == 1


def test_a_caseload_handed_over_twice_is_handed_over_once(harbour, browser):
    olga, member = browser(harbour).sign_in_staff("olga"), harbour.people["okafor"]
    olga.get(f"/clinic/staff/{member}/leaving")
    path = f"/clinic/staff/{member}/caseload"
    form = olga.hidden(path) | {"person": str(harbour.people["reyes"]), "words": "x"}
    for _ in range(2):
        olga.post(path, form)
    assert therapists(harbour, "maya") == {harbour.people["reyes"]: None}


def test_a_deputy_for_good_stays_one_after_an_absence(harbour):
    day, people = harbour.today, harbour.people
    with transaction(harbour.staff()):
        away.go(people["okafor"], people["mills"], day, day, day)
    assert people["mills"] in reads(harbour, "maya", day + timedelta(days=1))


def test_one_whose_last_day_comes_before_the_absence_ends_stands_in_until_its_end(harbour):
    day, people, sam = harbour.today, harbour.people, harbour.children["sam"]
    with transaction(harbour.staff()):
        care_team.join(sam, people["reyes"], day)
        care_team.leave(sam, people["reyes"], day, day + timedelta(days=3))
        away.go(people["okafor"], people["reyes"], day, day + timedelta(days=10), day)
    assert people["reyes"] in reads(harbour, "sam", day + timedelta(days=5))


def test_whoever_counts_on_a_deputy_who_leaves_is_told_and_new_families_have_none(harbour):
    day, people = harbour.today, harbour.people
    with transaction(harbour.staff()):
        away.go(people["okafor"], people["novak"], day, day + timedelta(days=9), day)
    with transaction(harbour.staff("olga")):
        roles.leave(people["novak"])
    assert "deputy-gone" in told(harbour, "okafor")
    with transaction(harbour.staff("reyes")):
        handing.hand_over(harbour.children["theo"], people["reyes"], people["okafor"], day, "x")
    assert people["novak"] not in reads(harbour, "theo", day)


def test_whoever_is_away_stands_in_for_nobody(harbour, browser):
    day, people = harbour.today, harbour.people
    with transaction(harbour.staff("reyes")):
        away.go(people["reyes"], people["novak"], day, day + timedelta(days=9), day)
    okafor = browser(harbour).sign_in_staff()
    okafor.get("/staff/you/away")
    form = {"since": str(day), "until": str(day + timedelta(days=5)), "person": str(people["reyes"])}
    assert "away on some of these days, too" in okafor.post("/staff/you/away", form, status=422).text
    form["person"] = str(people["mills"])
    okafor.post("/staff/you/away", form)
    with transaction(harbour.staff("mills")):
        away.go(people["mills"], people["novak"], day, day, day)
    assert "deputy-away" in told(harbour, "okafor")


def test_whoever_counts_on_a_deputy_who_is_taken_off_a_team_is_told(harbour, browser):
    day, people = harbour.today, harbour.people
    with transaction(harbour.staff()):
        care_team.join(harbour.children["sam"], people["reyes"], day)
        away.go(people["okafor"], people["novak"], day, day + timedelta(days=9), day)
        rows = care_team.members(harbour.children["sam"], day)
        novak = next(row.id for row in rows if row.staff_id == people["novak"])
    reyes = browser(harbour).sign_in_staff("reyes")
    reyes.get(f"/families/{harbour.children['sam']}/team")
    reyes.post(f"/team/{novak}/delete")
    assert "deputy-off" in told(harbour, "okafor")


def test_closing_a_family_by_name_is_told_to_somebody_else(harbour, browser):
    okafor, path = browser(harbour).sign_in_staff(), f"/families/{harbour.children['sam']}"
    okafor.get(f"{path}/team")
    okafor.post(f"{path}/closed-to", {"shut-person": str(harbour.people["reyes"]), "shut-why": ""})
    assert "closed-by-name" in told(harbour, "olga")
    assert told(harbour, "reyes") == []
