"""The mail to families that nobody will read here: to whom it goes, when, and where it does not go after all."""

from datetime import timedelta

import pytest

from app.billing import turning
from app.mail.models import Delivery
from app.mail.sweeping import sweep_mail
from tenants import scope as scopes
from tenants.db import db, transaction
from tests.billing.standing import ends, stands
from tests.digests.week import at, came_in


def test_who_may_not_be_written_to_is_not(harbour, servers, mails):
    came_in(harbour)
    with servers.admin("withkin") as admin:
        for who, why in (("rosa", "safe = false"), ("chris", "bounced_at = now()")):
            admin.execute(f"update caregiver_address set {why} where caregiver_id = %s", [harbour.people[who]])
    ends(harbour, 10)
    turning.tell(harbour.clinic)
    assert set(mails()) == {"dana", "ben", "lee"}


def test_nor_whose_address_became_unsafe_before_it_left(harbour, servers, farewells, mails):
    with servers.admin("withkin") as admin:
        admin.execute("update caregiver_address set safe = false where caregiver_id = %s", [harbour.people["rosa"]])
    with at(farewells):
        sweep_mail(harbour.clinic)
    assert mails() == dict.fromkeys(["dana", "chris", "ben", "lee"], "sent") | {"rosa": "dropped"}


def test_in_quiet_hours_it_waits(harbour, farewells, mails):
    with at(farewells - timedelta(hours=9)):
        sweep_mail(harbour.clinic)
    assert set(mails().values()) == {"queued"}
    with at(farewells):
        sweep_mail(harbour.clinic)
    assert set(mails().values()) == {"sent"}


@pytest.mark.parametrize(
    ("status", "days"), [("active", None), ("active", -1)], ids=["it goes on after all", "it is over"]
)
def test_where_there_is_no_end_ahead_any_more_it_does_not_go(harbour, farewells, mails, status, days):
    stands(harbour, status=status, ends_at=days and scopes.moment() + timedelta(days=days))
    with at(farewells):
        sweep_mail(harbour.clinic)
    assert set(mails().values()) == {"dropped"}


def test_of_an_end_that_was_heard_of_too_late_nobody_is_told(harbour, mails):
    came_in(harbour)
    ends(harbour, -2)
    turning.tell(harbour.clinic)
    assert mails() == {}


def test_where_it_goes_on_after_all_whoever_was_told_is_told_once(harbour, servers, farewells, mails, outbox_now):
    with servers.admin("withkin") as admin:
        admin.execute("update caregiver_address set safe = false where caregiver_id = %s", [harbour.people["rosa"]])
    with at(farewells):
        sweep_mail(harbour.clinic)
    with servers.admin("withkin") as admin:
        admin.execute("update caregiver_address set safe = true where caregiver_id = %s", [harbour.people["rosa"]])
    with transaction(harbour.jobs()) as scope:
        rosa, state = harbour.people["rosa"], {"state": "sent", "ended_at": scope.now}
        db.session.add(Delivery(clinic_id=harbour.clinic, caregiver_id=rosa, kind="came-back", **state))
    stands(harbour, status="active")
    for _ in range(2):
        turning.tell(harbour.clinic)
    assert mails("goes-on") == dict.fromkeys(["dana", "chris", "ben", "lee"], "queued"), "Rosa read of no end"
    with at(farewells):
        sweep_mail(harbour.clinic)
    assert set(mails("goes-on").values()) == {"sent"}
    mail = outbox_now.mails("dana@harbour.example")[0]
    assert "It goes on" in mail["text"] and "/in/" not in mail["text"]
    ends(harbour, 10)
    turning.tell(harbour.clinic)
    with transaction(harbour.jobs()):
        again = db.select(db.func.count()).where(Delivery.kind == "farewell", Delivery.state == "queued")
        assert db.session.scalar(again) == 5, "of a new end they are told anew"


def test_where_nobody_was_told_nothing_goes_on(harbour, mails):
    came_in(harbour)
    stands(harbour, status="active")
    turning.tell(harbour.clinic)
    assert mails("goes-on") == {}


def test_a_mail_that_it_goes_on_does_not_go_where_it_ends_again(harbour, farewells, mails):
    with at(farewells):
        sweep_mail(harbour.clinic)
    stands(harbour, status="active")
    turning.tell(harbour.clinic)
    ends(harbour, 12)
    with at(farewells):
        sweep_mail(harbour.clinic)
    assert set(mails("goes-on").values()) == {"dropped"}


def test_who_was_told_of_an_earlier_end_alone_is_not_mailed(harbour, servers, farewells, mails):
    with at(farewells):
        sweep_mail(harbour.clinic)
    with servers.admin("withkin") as admin:
        admin.execute(
            "update delivery set ended_at = ended_at - interval '1 year' where caregiver_id = %s",
            [harbour.people["lee"]],
        )
    stands(harbour, status="active")
    turning.tell(harbour.clinic)
    assert set(mails("goes-on")) == {"dana", "rosa", "chris", "ben"}


def test_that_it_goes_on_waits_for_the_morning_too(harbour, farewells, mails):
    with at(farewells):
        sweep_mail(harbour.clinic)
    stands(harbour, status="active")
    turning.tell(harbour.clinic)
    with at(farewells + timedelta(hours=15)):
        sweep_mail(harbour.clinic)
    assert set(mails("goes-on").values()) == {"queued"}
    with at(farewells + timedelta(hours=24)):
        sweep_mail(harbour.clinic)
    assert set(mails("goes-on").values()) == {"sent"}
