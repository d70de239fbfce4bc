"""What mended the attack on staff, attacked: rights that are not alike, an oracle, colleagues who come back."""

from datetime import timedelta

import pytest

from app.colleagues import inviting, roles
from app.involvement import care_team, closed
from app.notices.models import Notice
from app.people import alone
from app.sight import supervising, widening
from app.team import away, handing
from tenants.db import db, new_id, transaction
from tests.sight.test_must_25_attacked import gives, hands_all, on_sams_team, signed


def look(browser, name, reason, year=2019):
    browser.get("/break-glass")
    who = {"name": name, "birth_year": str(year)}
    browser.post("/break-glass", who)
    return browser.post("/break-glass/open", who | {"reason": reason})


def comes_back(harbour, who, role):
    """Has left, and is invited again: the mail waits."""
    with transaction(harbour.staff("olga")):
        roles.leave(harbour.people[who])
        inviting.invite(new_id(), who.title(), f"{who}@harbour.example", frozenset({role}))


def test_a_supervisor_of_the_one_who_stands_in_for_the_other_needs_a_signature(harbour, browser):
    people, day = harbour.people, harbour.today
    with transaction(harbour.staff("sade")):
        roles.set_roles(people["olga"], frozenset({"owner", "supervisor", "therapist"}))
        supervising.pair(people["olga"], people["okafor"], day)
    with transaction(harbour.staff("novak")):
        away.go(people["novak"], people["olga"], day, day + timedelta(days=5), day)
    olga = browser(harbour).sign_in_staff("olga")
    assert "waits for a second signature" in hands_all(harbour, olga, "okafor", "novak").text


def test_families_do_not_come_to_a_therapist_whom_she_has_asked_to_supervise(harbour, browser):
    gives(harbour, "sade", "olga", "owner", "supervisor")
    with transaction(harbour.staff("olga")):
        widening.take("supervision", harbour.people["olga"], therapist=harbour.people["novak"])
    olga = browser(harbour).sign_in_staff("olga")
    assert "waits for a second signature" in hands_all(harbour, olga, "okafor", "novak").text
    assert on_sams_team(harbour) == {harbour.people["okafor"]}


def test_asked_again_with_another_note_says_that_the_first_one_stands(harbour, browser):
    gives(harbour, "sade", "olga", "owner", "therapist")
    olga, member = browser(harbour).sign_in_staff("olga"), harbour.people["okafor"]
    hands_all(harbour, olga, "okafor", "olga")
    olga.get(f"/clinic/staff/{member}/leaving")
    olga.post(f"/clinic/staff/{member}/caseload", {"person": str(harbour.people["olga"]), "words": "Other words."})
    assert "The note is the one you wrote then" in olga.text


def test_the_log_of_broken_glass_is_no_oracle(harbour, browser):
    with transaction(harbour.staff()):
        for who in ("sade", "reyes"):
            closed.close(harbour.children["maya"], harbour.people[who], "neighbour")
    sade = browser(harbour).sign_in_staff("sade")
    look(sade, "Nobodyatall", "why aaa", 1950)
    look(sade, "Maya", "why bbb", 1950)
    log = sade.get("/break-glass/log").text
    assert "why aaa" in log and "why bbb" in log, "one's own looks are shown, whatever the name"
    look(browser(harbour).sign_in_staff("reyes"), "Maya", "why ccc")
    assert "why ccc" not in sade.get("/break-glass/log").text
    with transaction(harbour.jobs()):
        told = db.select(Notice.kind).where(Notice.staff_id == harbour.people["sade"], Notice.kind == "glass-miss")
        assert db.session.scalars(told).all() == [], "nor is she told of what the log does not show"


def test_a_family_is_not_closed_to_everybody_who_could_take_it_over(harbour, browser):
    okafor, path = browser(harbour).sign_in_staff(), f"/families/{harbour.children['sam']}"
    for who, status in (("reyes", 200), ("novak", 200), ("mills", 422)):
        okafor.get(f"{path}/team")
        form = {"shut-person": str(harbour.people[who]), "shut-why": ""}
        answer = okafor.post(f"{path}/closed-to", form, status=status)
    assert "One therapist must be left" in answer.text
    okafor.post(f"{path}/closed-to", {"shut-person": str(harbour.people["otis"]), "shut-why": ""})
    assert "Closed to this person" in okafor.text, "who could take nothing over may be closed to"


def test_whoever_is_invited_again_reads_nothing_and_takes_nothing_over(harbour):
    day, people = harbour.today, harbour.people
    for who in ("mills", "sade", "reyes"):
        with transaction(harbour.staff("olga")):
            handing.hand_over_all(people[who], people["okafor"], day, "")
            roles.leave(people[who])
    with transaction(harbour.jobs()):
        assert not alone.reads_alone(day), "Dr Novak reads, too"
    comes_back(harbour, "novak", "therapist")
    with transaction(harbour.jobs()):
        assert alone.reads_alone(day)
    with transaction(harbour.staff()), pytest.raises(care_team.NoTherapist):
        handing.hand_over(harbour.children["sam"], people["okafor"], people["novak"], day, "x")


def test_a_signed_caseload_does_not_go_to_whoever_is_invited_again(harbour, browser, work):
    day, people = harbour.today, harbour.people
    gives(harbour, "sade", "olga", "owner", "supervisor")
    with transaction(harbour.staff("sade")):
        supervising.pair(people["olga"], people["novak"], day)
    hands_all(harbour, browser(harbour).sign_in_staff("olga"), "okafor", "novak")
    comes_back(harbour, "novak", "therapist")
    assert signed(harbour)
    work()
    assert on_sams_team(harbour) == {people["okafor"]}


def test_a_review_does_not_open_again_when_a_family_comes_back(harbour, browser):
    day, people, theo = harbour.today, harbour.people, harbour.children["theo"]
    sade = browser(harbour).sign_in_staff("sade")
    sade.get(f"/reviews/of/{theo}")
    sade.post(f"/reviews/of/{theo}", {"reason": "due"})
    for old, new in (("reyes", "novak"), ("novak", "reyes")):
        with transaction(harbour.staff(old)):
            handing.hand_over(theo, people[old], people[new], day, "x")
    sade.get(f"/families/{theo}", status=404)


def test_broken_glass_does_not_open_again_when_a_closing_is_lifted(harbour, browser):
    reyes, okafor, maya = (
        browser(harbour).sign_in_staff("reyes"),
        browser(harbour).sign_in_staff(),
        harbour.children["maya"],
    )
    look(reyes, "Maya", "Her school called.")
    reyes.get(f"/families/{maya}")
    okafor.get(f"/families/{maya}/team")
    okafor.post(f"/families/{maya}/closed-to", {"shut-person": str(harbour.people["reyes"]), "shut-why": ""})
    with transaction(harbour.staff()):
        closed.lift(db.session.scalars(db.select(closed.ClosedTo)).one())
    reyes.get(f"/families/{maya}", status=404)


def test_a_review_does_not_open_again_when_a_closing_is_lifted(harbour, browser):
    sade, reyes, theo = (
        browser(harbour).sign_in_staff("sade"),
        browser(harbour).sign_in_staff("reyes"),
        harbour.children["theo"],
    )
    sade.get(f"/reviews/of/{theo}")
    sade.post(f"/reviews/of/{theo}", {"reason": "due"})
    sade.get(f"/families/{theo}")
    reyes.get(f"/families/{theo}/team")
    reyes.post(f"/families/{theo}/closed-to", {"shut-person": str(harbour.people["sade"]), "shut-why": ""})
    with transaction(harbour.staff("reyes")):
        closed.lift(db.session.scalars(db.select(closed.ClosedTo)).one())
    sade.get(f"/families/{theo}", status=404)
