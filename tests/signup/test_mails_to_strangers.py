"""Whoever signs up writes to no strangers: no colleague before the address is confirmed, few mails to confirm, 30 invitations a day."""

import pytest

from app.colleagues import inviting
from app.mail.models import Delivery
from app.people import mailing
from app.people.models import StaffLogin, StaffMember
from tenants.db import db, new_id, transaction
from tenants.scope import Audience, Scope

HILL = {"name": "Dr Hill", "address": "hill@mail.example", "roles": ["therapist"]}


@pytest.fixture
def olga(harbour, browser):
    return browser(harbour).sign_in_staff("olga")


@pytest.fixture
def unconfirmed(harbour):
    with transaction(Scope(harbour.clinic, Audience.DOOR)):
        hers = StaffLogin.staff_id == harbour.people["olga"]
        db.session.execute(db.update(StaffLogin).where(hers).values(confirmed_at=None))


def mails(house, kind):
    with transaction(house.jobs()):
        return db.session.scalar(db.select(db.func.count()).select_from(Delivery).where(Delivery.kind == kind))


def invites(olga, status=200, **more):
    olga.get("/clinic/staff/new")
    olga.post("/clinic/staff", HILL | more, status=status)


def aged(servers, hours):
    with servers.admin("withkin") as admin:
        admin.execute("update portal_link set made_at = made_at - make_interval(hours => %s)", [hours])


def test_before_the_own_address_is_confirmed_no_colleague_is_invited(harbour, olga, unconfirmed):
    invites(olga, status=422)
    assert "Confirm your own e-mail address first" in olga.text and "Dr Hill" in olga.text
    with transaction(harbour.jobs()):
        assert db.session.scalar(db.select(StaffMember.id).where(StaffMember.name == "Dr Hill")) is None
    assert mails(harbour, "join") == 0


def test_nor_is_an_invitation_sent_again(harbour, olga, unconfirmed):
    with transaction(harbour.staff("olga")):
        id, _ = inviting.invite(new_id(), "Dr Hill", "hill@mail.example", frozenset({"therapist"}))
    olga.get(f"/clinic/staff/{id}")
    olga.post(f"/clinic/staff/{id}/invitation")
    assert "Confirm your own e-mail address first" in olga.text
    assert mails(harbour, "join") == 1


def test_a_mail_to_confirm_is_sent_again_a_few_times_an_hour_and_a_dozen_a_day(harbour, olga, unconfirmed, servers):
    first = mails(harbour, "confirm")
    for _ in range(6):
        olga.get("/clinic")
        olga.post("/clinic/confirmation")
    assert "We have sent several mails already." in olga.text
    assert mails(harbour, "confirm") - first <= 4
    aged(servers, 1)
    olga.get("/clinic")
    olga.post("/clinic/confirmation")
    assert "A new mail is on its way." in olga.text, "an hour later it goes on"
    for _ in range(5):
        for _ in range(5):
            olga.get("/clinic")
            olga.post("/clinic/confirmation")
        aged(servers, 1)
    assert "We have sent several mails already." in olga.text
    assert mails(harbour, "confirm") <= 12 + first


def test_correcting_the_address_again_and_again_reaches_few(harbour, olga, unconfirmed):
    for n in range(4):
        olga.get("/clinic")
        olga.post("/clinic/address", {"address": f"stranger{n}@mail.example"})
    olga.get("/clinic")
    olga.post("/clinic/address", {"address": "stranger4@mail.example"}, status=422)
    assert "We have sent several mails already." in olga.text
    assert mails(harbour, "confirm") <= 4
    with transaction(harbour.jobs()):
        mine = db.select(StaffLogin.address).where(StaffLogin.staff_id == harbour.people["olga"])
        assert db.session.scalar(mine) == "stranger3@mail.example", "what was refused changed nothing"


def test_at_most_thirty_people_are_invited_in_a_day(harbour, olga, servers, browser):
    with transaction(harbour.staff("olga")):
        for n in range(mailing.INVITATIONS):
            inviting.invite(new_id(), f"Dr {n}", f"n{n}@mail.example", frozenset({"therapist"}))
    invites(olga, status=422)
    assert "At most 30 people are invited in a day." in olga.text
    okafor, page = browser(harbour).sign_in_staff(), f"/families/{harbour.children['maya']}/people"
    okafor.get(page)
    before = mails(harbour, "invitation")
    okafor.post(f"/parts/{harbour.parts['dana']}/invitation")
    assert "At most 30 people are invited in a day." in okafor.text and mails(harbour, "invitation") == before
    aged(servers, 24)
    invites(olga)
    assert "A mail is on its way to Dr Hill." in olga.text


def test_at_most_six_mails_a_day_go_to_one_of_them(harbour, browser):
    okafor, page = browser(harbour).sign_in_staff(), f"/families/{harbour.children['maya']}/people"
    for _ in range(mailing.TO_ONE + 1):
        okafor.get(page)
        okafor.post(f"/parts/{harbour.parts['dana']}/invitation")
    assert "6 mails have gone to this person today." in okafor.text
    okafor.get(page)
    okafor.post(f"/parts/{harbour.parts['chris']}/invitation")
    assert "The invitation is on its way." in okafor.text, "others are not in the way of it"
