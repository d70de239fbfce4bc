"""Must 25, attacked: every way round the second signature that an attack found, closed."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.colleagues import roles
from app.involvement import care_team
from app.notices.models import Notice
from app.people.colleagues import roles_of
from app.sight import supervising, widening
from app.sight.models import Supervision, Widening
from app.team import away, desk, handing
from tenants.db import db, transaction
from tests.deeds import tells
from tests.overlap import overlap
from tests.sight.test_must_25 import carried_out_at

HERS = "The move frightens her"


@pytest.fixture
def olga(harbour, browser):
    return browser(harbour).sign_in_staff("olga")


def has(harbour, who):
    with transaction(harbour.jobs()):
        return roles_of(harbour.people[who])


def gives(harbour, by, who, *wanted):
    with transaction(harbour.staff(by)) as scope:
        roles.set_roles(harbour.people[who], frozenset(wanted))
        return scope.now


def rows(harbour):
    with transaction(harbour.jobs()):
        return db.session.scalars(db.select(Widening)).all()


def told(harbour, who):
    with transaction(harbour.jobs()):
        mine = db.select(Notice.kind).where(Notice.staff_id == harbour.people[who])
        return list(db.session.scalars(mine))


def signed(harbour, by="sade"):
    with transaction(harbour.staff(by)):
        return widening.end(db.session.scalars(db.select(Widening)).one(), "signed")


def hands_all(harbour, desk, of, to):
    member = harbour.people[of]
    desk.get(f"/clinic/staff/{member}/leaving")
    return desk.post(f"/clinic/staff/{member}/caseload", {"person": str(harbour.people[to]), "words": ""})


def on_sams_team(harbour):
    today = harbour.today
    with transaction(harbour.jobs()):
        return {row.staff_id for row in care_team.members(harbour.children["sam"], today)}


def test_a_signer_put_out_for_a_moment_still_signs_and_is_told(harbour):
    gives(harbour, "olga", "sade", "office")
    asked = gives(harbour, "olga", "olga", "owner", "supervisor")
    assert "sight-coming-role" in told(harbour, "sade"), "who could have signed an hour ago is told"
    gives(harbour, "olga", "sade", "supervisor")
    assert "sight-asked" in told(harbour, "sade")
    carried_out_at(harbour, asked + timedelta(days=9))
    assert has(harbour, "olga") == {"owner"}


def test_who_can_sign_is_asked_once(harbour):
    gives(harbour, "olga", "olga", "owner", "supervisor")
    assert told(harbour, "sade") == ["sight-asked"]


def test_a_day_begins_when_the_last_who_could_sign_is_gone(harbour):
    gives(harbour, "olga", "olga", "owner", "supervisor")
    carried_out_at(harbour, rows(harbour)[0].at + timedelta(days=9))
    assert has(harbour, "olga") == {"owner"}, "Sade can sign"
    left = rows(harbour)[0].at + timedelta(days=10)
    with transaction(replace(harbour.staff("olga"), now=left)):
        roles.set_roles(harbour.people["sade"], frozenset({"office"}))
    carried_out_at(harbour, left + timedelta(hours=23))
    assert has(harbour, "olga") == {"owner"}
    carried_out_at(harbour, left + timedelta(hours=25))
    assert has(harbour, "olga") == {"owner", "supervisor"}


def test_a_colleague_made_up_to_sign_cannot_before_a_day_is_over(harbour, browser):
    gives(harbour, "olga", "sade", "office")
    gives(harbour, "olga", "otis", "supervisor")
    gives(harbour, "olga", "olga", "owner", "supervisor")
    assert not signed(harbour, "otis")
    otis = browser(harbour).sign_in_staff("otis")
    otis.get("/signatures")
    otis.post(f"/signatures/{rows(harbour)[0].id}/sign")
    assert "You can sign from tomorrow on." in otis.text
    with transaction(harbour.staff("otis")):
        assert widening.end(db.session.scalars(db.select(Widening)).one(), "refused"), "refusing needs no day"


def test_a_caseload_given_to_somebody_she_supervises_is_signed_for(harbour, browser, work):
    tells(harbour, "dana", "maya", HERS)
    today = harbour.today
    with transaction(harbour.staff("sade")):
        roles.set_roles(harbour.people["olga"], frozenset({"owner", "supervisor"}))
        supervising.pair(harbour.people["olga"], harbour.people["reyes"], today)
    olga = browser(harbour).sign_in_staff("olga")
    assert "waits for a second signature" in hands_all(harbour, olga, "okafor", "reyes").text
    olga.get(f"/reviews/of/{harbour.children['maya']}", status=404)
    sade = browser(harbour).sign_in_staff("sade")
    assert "Olga Brandt asks that Dr Reyes takes over the families of Dr Okafor." in sade.get("/signatures").text
    assert signed(harbour)
    work()
    assert on_sams_team(harbour) == {harbour.people["reyes"]}


def test_whoever_supervises_both_hands_a_caseload_over_at_once(harbour, browser):
    today = harbour.today
    with transaction(harbour.staff("sade")):
        roles.set_roles(harbour.people["olga"], frozenset({"owner", "supervisor"}))
        for therapist in ("reyes", "okafor"):
            supervising.pair(harbour.people["olga"], harbour.people[therapist], today)
    hands_all(harbour, browser(harbour).sign_in_staff("olga"), "okafor", "reyes")
    assert on_sams_team(harbour) == {harbour.people["reyes"]}


def test_a_caseload_given_to_somebody_she_stands_in_for_is_signed_for(harbour, browser):
    tells(harbour, "dana", "maya", HERS)
    day = harbour.today
    gives(harbour, "sade", "olga", "owner", "therapist")
    with transaction(harbour.staff("novak")):
        away.go(harbour.people["novak"], harbour.people["olga"], day, day + timedelta(days=5), day)
    olga = browser(harbour).sign_in_staff("olga")
    assert "waits for a second signature" in hands_all(harbour, olga, "okafor", "novak").text
    assert HERS not in olga.get("/today").text


def test_what_a_dismissed_owner_asked_for_is_refused_with_her(harbour):
    gives(harbour, "olga", "sade", "office")
    asked = gives(harbour, "olga", "olga", "owner", "supervisor")
    gives(harbour, "olga", "otis", "owner")
    gives(harbour, "otis", "olga", "office")
    assert [row.outcome for row in rows(harbour)] == ["refused"]
    carried_out_at(harbour, asked + timedelta(days=9))
    assert has(harbour, "olga") == {"office"}


def test_what_is_signed_is_not_carried_out_for_who_left_since(harbour, work):
    gives(harbour, "olga", "sade", "owner", "supervisor")
    gives(harbour, "olga", "olga", "owner", "supervisor")
    assert signed(harbour)
    with transaction(harbour.staff("sade")):
        roles.leave(harbour.people["olga"])
    work()
    assert has(harbour, "olga") == frozenset()


@pytest.mark.parametrize("left", [("owner",), ("owner", "supervisor")])
def test_a_caseload_is_not_carried_out_for_who_has_none_any_more(harbour, browser, work, left):
    gives(harbour, "sade", "olga", "owner", "therapist")
    hands_all(harbour, browser(harbour).sign_in_staff("olga"), "okafor", "olga")
    gives(harbour, "sade", "olga", *left)
    assert signed(harbour)
    work()
    assert on_sams_team(harbour) == {harbour.people["okafor"]}
    assert "sight-failed" in told(harbour, "olga")


def test_a_supervision_is_not_begun_by_who_supervises_no_more(harbour, browser, work):
    gives(harbour, "sade", "olga", "owner", "supervisor")
    olga, member = browser(harbour).sign_in_staff("olga"), harbour.people["okafor"]
    olga.get(f"/clinic/staff/{member}")
    olga.post(f"/clinic/staff/{member}/supervision", {"person": str(harbour.people["olga"])})
    assert "sight-coming-supervision" in told(harbour, "okafor"), "the care team hears of it before"
    gives(harbour, "sade", "olga", "owner")
    assert signed(harbour)
    work()
    with transaction(harbour.jobs()):
        hers = db.select(Supervision).where(Supervision.supervisor_id == harbour.people["olga"])
        assert db.session.scalars(hers).all() == []


def test_a_signature_covers_the_families_that_were_asked_for(harbour, browser, work):
    gives(harbour, "sade", "olga", "owner", "therapist")
    day, people = harbour.today, harbour.people
    hands_all(harbour, browser(harbour).sign_in_staff("olga"), "okafor", "olga")
    with transaction(harbour.staff("reyes")):
        handing.hand_over(harbour.children["theo"], people["reyes"], people["okafor"], day, "x")
    assert signed(harbour)
    work()
    with transaction(harbour.jobs()):
        assert people["olga"] not in {row.staff_id for row in care_team.members(harbour.children["theo"], day)}
    assert on_sams_team(harbour) == {people["olga"]}


def test_asked_for_twice_at_the_same_moment_is_one_row(app, harbour):
    gives(harbour, "sade", "olga", "owner", "therapist")
    asks = lambda: widening.take("role", harbour.people["olga"], role="supervisor")  # noqa: E731
    overlap(app, (harbour.staff("olga"), asks), (harbour.staff("olga"), asks))
    assert len(rows(harbour)) == 1


def test_the_office_for_oneself_is_signed_for_too(harbour, olga):
    with transaction(harbour.staff()):
        desk.open_up(harbour.children["maya"])
    gives(harbour, "olga", "olga", "owner", "office")
    olga.get("/desk", status=403)
