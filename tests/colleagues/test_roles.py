"""What colleagues may do: given and taken by an owner, and nobody can lock the clinic out of itself."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import Context

import pytest

from app.colleagues import roles
from app.people.colleagues import roles_of
from app.sight import supervising
from app.team import handing
from tenants.db import db, transaction
from tests.deeds import tells


@pytest.fixture
def olga(harbour, browser):
    return browser(harbour).sign_in_staff("olga")


def has(house, who):
    with transaction(house.jobs()):
        return roles_of(house.people[who])


def saves(harbour, olga, who, wanted, status=200):
    member = harbour.people[who]
    olga.get(f"/clinic/staff/{member}")
    return olga.post(f"/clinic/staff/{member}/roles", {"roles": wanted}, status=status)


def test_a_person_may_hold_several_roles_from_the_next_page_on(harbour, olga, browser):
    otis = browser(harbour).sign_in_staff("otis")
    otis.get("/engagement", status=403)
    saves(harbour, olga, "otis", ["office", "supervisor", "therapist"])
    assert has(harbour, "otis") == {"office", "supervisor", "therapist"}
    assert otis.get("/engagement").request.path == "/staff/sign-in", "changed roles begin a new session"
    otis.sign_in_staff("otis")
    otis.get("/engagement")
    otis.get("/today")
    saves(harbour, olga, "otis", ["office"])
    otis.sign_in_staff("otis").get("/today", status=403)


def test_the_last_owner_stays_one(harbour, olga):
    answer = saves(harbour, olga, "olga", ["office"], 422)
    assert "Make somebody else an owner first." in answer.text
    assert has(harbour, "olga") == {"owner"}


def test_an_owner_hands_the_clinic_to_somebody_and_leaves(harbour, olga, browser):
    saves(harbour, olga, "sade", ["supervisor", "owner"])
    sade = browser(harbour).sign_in_staff("sade")
    saves(harbour, sade, "olga", [])
    olga.get("/clinic", follow=False, status=303)
    member = harbour.people["olga"]
    sade.get(f"/clinic/staff/{member}/leaving")
    sade.post(f"/clinic/staff/{member}/end")
    assert "does not work here any more" in sade.text
    olga.get("/staff/you", follow=False, status=303)


def test_somebody_who_has_not_joined_is_no_other_owner(harbour, olga, servers):
    saves(harbour, olga, "sade", ["supervisor", "owner"])
    with servers.admin("withkin") as admin:
        admin.execute("update staff_login set confirmed_at = null where staff_id = %s", [harbour.people["sade"]])
    saves(harbour, olga, "olga", [], 422)


def test_two_owners_who_remove_each_other_at_once_leave_one(app, harbour, olga):
    saves(harbour, olga, "sade", ["supervisor", "owner"])

    def remove(pair):
        by, whom = pair

        def work():
            with app.app_context():
                try:
                    with transaction(harbour.staff(by)):
                        roles.set_roles(harbour.people[whom], frozenset({"office"}))
                except roles.LastOwner:
                    return "last"
                return "removed"

        return Context().run(work)

    with ThreadPoolExecutor(2) as many:
        assert sorted(many.map(remove, (("olga", "sade"), ("sade", "olga")))) == ["last", "removed"]
    assert [who for who in ("olga", "sade") if "owner" in has(harbour, who)]


def test_of_two_who_save_the_second_reads_who_was_quicker_and_may_save_again(harbour, olga, browser):
    saves(harbour, olga, "sade", ["supervisor", "owner"])
    sade = browser(harbour).sign_in_staff("sade")
    member = harbour.people["otis"]
    olga.get(f"/clinic/staff/{member}")
    saves(harbour, sade, "otis", ["office", "therapist"])
    answer = olga.post(f"/clinic/staff/{member}/roles", {"roles": ["office", "supervisor"]}, status=409)
    assert "Sade Cole changed this meanwhile." in answer.text
    assert "Stored now: Office, Therapist" in answer.text
    assert has(harbour, "otis") == {"office", "therapist"}
    olga.post(f"/clinic/staff/{member}/roles", {"roles": ["office", "supervisor"]})
    assert has(harbour, "otis") == {"office", "supervisor"}


def test_of_two_who_rename_the_second_reads_who_was_quicker(harbour, olga, browser):
    saves(harbour, olga, "sade", ["supervisor", "owner"])
    sade = browser(harbour).sign_in_staff("sade")
    member = harbour.people["otis"]
    for page in (olga, sade):
        page.get(f"/clinic/staff/{member}")
    sade.post(f"/clinic/staff/{member}/name", {"name": "Otis B. Lang"})
    answer = olga.post(f"/clinic/staff/{member}/name", {"name": "Otto Lang"}, status=409)
    assert "Sade Cole changed this meanwhile." in answer.text
    assert 'value="Otto Lang"' in answer.text


# Leaving.


def test_a_caseload_is_handed_over_first(harbour, olga):
    member = harbour.people["okafor"]
    assert "Hand this person&#39;s families over first" in saves(harbour, olga, "okafor", ["office"], 422).text
    olga.get(f"/clinic/staff/{member}/leaving")
    olga.post(f"/clinic/staff/{member}/end", status=422)
    assert has(harbour, "okafor") == {"therapist"}


def test_somebody_leaves_with_every_family_in_other_hands(harbour, olga, browser):
    tells(harbour, "dana", "maya", "The move frightens her")
    okafor = browser(harbour).sign_in_staff()
    okafor.get("/today")
    member = harbour.people["okafor"]
    olga.get(f"/clinic/staff/{member}/leaving")
    assert "Hand 2 families over" in olga.text
    assert "Maya" not in olga.text, "an owner reads no family's name here"
    olga.post(
        f"/clinic/staff/{member}/caseload",
        {"person": str(harbour.people["reyes"]), "words": "Dr Reyes is here for you."},
    )
    assert "Handed over: 2." in olga.text
    olga.post(f"/clinic/staff/{member}/end")
    okafor.get("/today", follow=False, status=303)
    answer = okafor.post("/families", {"child": "Kim typed this"}, status=401)
    assert "Kim typed this" in answer.text
    assert "The move frightens her" in browser(harbour).sign_in_staff("reyes").get("/today").text
    dana = browser(harbour)
    dana.sign_in("dana")
    assert "Dr Reyes is here for you." in dana.get("/home").text


def test_whoever_left_cannot_sign_in(harbour, olga, browser):
    member = harbour.people["novak"]
    olga.get(f"/clinic/staff/{member}/leaving")
    olga.post(f"/clinic/staff/{member}/end")
    novak = browser(harbour)
    novak.get("/staff/sign-in")
    answer = novak.post(
        "/staff/sign-in", {"address": "novak@harbour.example", "password": "a few words in a row"}, status=422
    )
    assert "do not belong together" in answer.text
    assert "Dr Novak" in olga.get("/clinic/staff?left=1").text


def test_families_closed_by_name_to_the_successor_wait_for_somebody_else(harbour, olga):
    today = harbour.today
    with transaction(harbour.staff()):
        from app.involvement import care_team

        care_team.close_to(harbour.children["sam"], harbour.people["reyes"], "a cousin", today)
    member = harbour.people["okafor"]
    olga.get(f"/clinic/staff/{member}/leaving")
    olga.post(f"/clinic/staff/{member}/caseload", {"person": str(harbour.people["reyes"]), "words": "x"})
    assert "1 are closed to this person by name." in olga.text or "closed to this person by name" in olga.text
    olga.post(f"/clinic/staff/{member}/end", status=422)
    olga.get(f"/clinic/staff/{member}/leaving")
    olga.post(f"/clinic/staff/{member}/caseload", {"person": str(harbour.people["novak"]), "words": "x"})
    olga.post(f"/clinic/staff/{member}/end")
    assert "does not work here any more" in olga.text


def test_a_deputys_leaving_and_a_therapists_end_their_pairs_and_stands(harbour, olga):
    member = harbour.people["mills"]
    olga.get(f"/clinic/staff/{member}/leaving")
    olga.post(f"/clinic/staff/{member}/end")
    with transaction(harbour.jobs()):
        from app.involvement import care_team
        from tenants.holding import today

        assert harbour.people["mills"] not in {
            one.staff_id for one in care_team.members(harbour.children["maya"], today())
        }
    today = harbour.today
    with transaction(harbour.staff("olga")):
        handing.hand_over_all(harbour.people["reyes"], harbour.people["novak"], today, "")
        roles.leave(harbour.people["reyes"])
        assert supervising.supervisors_of([harbour.people["reyes"]], today) == set()
        assert db.session.is_active
