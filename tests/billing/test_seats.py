"""Who is a seat, what Stripe is told of it and how often, and where a plan holds no more."""

import pytest

from app.billing import seats, standing
from app.jobs import queue
from app.sight.models import Widening
from tenants.db import db, transaction
from tenants.plans import Level
from tests.billing.standing import stands, unpaid

NO_SEAT = {
    "works here no more": "update staff_member set ended_at = now() where id = %s",
    "has not joined": "update staff_login set confirmed_at = null where staff_id = %s",
    "is no therapist any more": "update staff_role set until = now() where staff_id = %s",
    "is invited once more": "insert into portal_link (clinic_id, id, purpose, staff_id, token_hash, made_at, expires_at)"
    " select clinic_id, gen_random_uuid(), 'join', id, 'x', now(), now() + interval '7 days' from staff_member where id = %s",
}


def taken(house):
    with transaction(house.staff("olga")):
        return seats.taken()


@pytest.mark.parametrize("who", NO_SEAT)
def test_a_seat_is_a_therapist_who_has_joined_and_works_here(harbour, servers, who):
    assert taken(harbour) == 4
    with servers.admin("withkin") as admin:
        admin.execute(NO_SEAT[who], [harbour.people["reyes"]])
    assert taken(harbour) == 3


def test_whoever_signed_up_and_treats_is_one_before_the_address_is_confirmed(harbour, servers):
    with servers.admin("withkin") as admin:
        admin.execute("update staff_login set confirmed_at = null where staff_id = %s", [harbour.people["olga"]])
        admin.execute("update staff_role set role = 'therapist' where staff_id = %s", [harbour.people["olga"]])
    assert taken(harbour) == 5


def paid_for(house, count, status="active", **more):
    """Stripe has counted so many of four."""
    paid = {"name": "practice", "item_id": "si_x", "seats": count, "wanted": None, "turn": 0}
    stands(house, status=status, **paid | more)


def wanted(house):
    with transaction(house.jobs()):
        return seats.wanted(house.clinic)


def test_stripe_is_told_where_it_counts_otherwise_and_there_is_a_plan(harbour):
    paid_for(harbour, 4)
    assert wanted(harbour) is None
    paid_for(harbour, 3, status="canceled")
    assert wanted(harbour) is None
    paid_for(harbour, 3)
    assert wanted(harbour)[:2] == ("si_x", 4)


def test_one_seat_is_paid_where_nobody_treats(harbour, servers):
    with servers.admin("withkin") as admin:
        admin.execute("update staff_role set until = now() where role = 'therapist'")
    paid_for(harbour, 3)
    assert wanted(harbour)[:2] == ("si_x", 1)
    paid_for(harbour, 1)
    assert wanted(harbour) is None


def test_each_try_of_a_change_has_its_number_and_the_next_change_another(harbour):
    paid_for(harbour, 3)
    first = wanted(harbour)[2]
    assert wanted(harbour)[2] == first, "tried again, it is the same"
    with transaction(harbour.jobs()):
        row = standing.held(harbour.clinic)
        second = seats.change(row, 2)
        seats.made(harbour.clinic, first)
        assert seats.change(row, 2) == second != first, "the first was answered late: the second stays what it is"
        seats.made(harbour.clinic, second)
        assert seats.change(row, 2) not in (first, second), "made, and wanted again later"


@pytest.fixture
def olga(browser, harbour):
    return browser(harbour).sign_in_staff("olga")


def invites(olga, *roles, status=200):
    olga.get("/clinic/staff/new")
    new = {"name": "Dr New", "address": "new@harbour.example", "roles": [*roles]}
    return olga.post("/clinic/staff", new, status=status)


def test_a_plan_that_is_full_takes_no_therapist_and_everybody_else(harbour, olga):
    stands(harbour, status="active", name="solo", item_id="si_x", seats=1)
    assert "Solo holds no further therapist" in invites(olga, "therapist", status=402).text
    page = f"/clinic/staff/{harbour.people['sade']}"
    olga.get(page)
    refused = olga.post(f"{page}/roles", {"roles": ["supervisor", "therapist"]}, status=402)
    assert "Solo holds no further therapist" in refused.text
    invites(olga, "office")


def test_a_therapist_who_is_one_already_costs_none_more(harbour, olga):
    """Another role for somebody who has a seat, where none may be added."""
    unpaid(harbour, Level.WORK)
    page = f"/clinic/staff/{harbour.people['reyes']}"
    olga.get(page)
    olga.post(f"{page}/roles", {"roles": ["therapist", "owner"]})
    assert "Saved." in olga.text


def test_who_pays_nothing_reads_of_no_price(harbour, olga):
    stands(harbour, free=True)
    page = olga.get("/clinic/staff/new").text
    assert "seat" not in page and "$" not in page


def test_stripe_is_told_when_somebody_joins(harbour, browser, olga, work, outbox_now):
    invites(olga, "therapist")
    work()
    word = outbox_now.mails("new@harbour.example")[0]["text"].split("/staff/password/")[1].split()[0]
    page = browser(harbour)
    page.get(f"/staff/password/{word}")
    queue("default").empty()
    page.post(f"/staff/password/{word}", {"password": "quite a long sentence of words"})
    assert "keep_seats" in [job.args[0] for job in queue("default").jobs]
    assert taken(harbour) == 5


def test_nor_is_it_signed_for_by_somebody_else_meanwhile(harbour, browser, olga):
    """Olga asked for it while all was paid; must 25 keeps it waiting."""
    olga.get(f"/clinic/staff/{harbour.people['olga']}")
    olga.post(f"/clinic/staff/{harbour.people['olga']}/roles", {"roles": ["owner", "therapist"]})
    assert "waits for a second signature" in olga.text
    with transaction(harbour.jobs()):
        asked = db.session.scalars(db.select(Widening)).one()
    sade = browser(harbour).sign_in_staff("sade")
    unpaid(harbour, Level.WORK)
    sade.get("/signatures")
    sade.post(f"/signatures/{asked.id}/sign")
    assert "No therapist can be added at the moment" in sade.text
    stands(harbour, status="active")
    sade.get("/signatures")
    sade.post(f"/signatures/{asked.id}/sign")
    assert "Signed." in sade.text
