"""`flask billing …`: what each says, to people and as JSON, and with which exit it ends."""

import json

import pytest

from app.audit import AuditEvent
from app.billing import seats
from tenants import resolve
from tenants import scope as scopes
from tenants.db import db, transaction
from tenants.plans import Level
from tests.billing.standing import ends, unpaid


@pytest.fixture
def flask(app):
    return lambda *words: app.test_cli_runner().invoke(args=["billing", *words])


def test_status_says_where_each_clinic_stands(harbour, meadow, flask, subscribes):
    subscribes("practice")
    unpaid(meadow, Level.WORK)
    found = json.loads(flask("status", "--json").output)["clinics"]
    assert found["harbour"] == {
        "state": "active", "level": "grow", "plan": "practice", "seats": 4, "therapists": 4, "until": None,
    }  # fmt: skip
    assert (found["meadow"]["state"], found["meadow"]["level"], found["meadow"]["plan"]) == ("late", "work", None)
    assert "harbour: active, grow, practice, 4 seats, 4 therapists" in flask("status").output
    ends(meadow, 8)
    one = json.loads(flask("status", "--clinic", "meadow", "--json").output)["clinics"]
    site = resolve.of_id(meadow.clinic)
    last = site.standing(scopes.moment()).answers_until.astimezone(site.zone)
    assert one == {"meadow": one["meadow"] | {"state": "ending", "until": str(last.date())}}
    unknown = flask("status", "--clinic", "nowhere")
    assert unknown.exit_code == 1 and "No clinic is called nowhere" in unknown.output


def test_reconcile_asks_for_those_alone_who_have_been_at_stripe(harbour, meadow, flask, subscribes, stripe):
    subscribes("practice")
    assert json.loads(flask("reconcile", "--json").output) == {
        "clinics": 1, "differences": 0, "repaired": {}, "failed": [],
    }  # fmt: skip
    stripe.behave(down=503)
    answer = flask("reconcile", "--json")
    stripe.behave()
    assert answer.exit_code == 1 and json.loads(answer.output)["failed"][0]["clinic"] == "harbour"
    assert "0 clinics asked about, 0 differed, 0 not answered" in flask("reconcile", "--clinic", "meadow").output


def test_free_by_our_word_and_back_each_written_down_once(harbour, flask):
    def deeds():
        with transaction(harbour.jobs()):
            words = AuditEvent.action.in_(("pays-nothing", "pays-again"))
            return db.session.scalars(db.select(AuditEvent.action).where(words).order_by(AuditEvent.at)).all()

    for _ in range(2):
        assert "harbour pays nothing" in flask("free", "harbour").output
    assert json.loads(flask("status", "--clinic", "harbour", "--json").output)["clinics"]["harbour"]["state"] == "free"
    for _ in range(2):
        assert "harbour pays as everybody does" in flask("free", "harbour", "--end").output
    assert deeds() == ["pays-nothing", "pays-again"]
    assert flask("free", "nowhere").exit_code == 1


def test_what_stripe_charges_on_is_said_when_it_becomes_free_and_not_when_it_ends(harbour, flask, subscribes):
    subscribes("practice")
    assert "Stripe still charges" in flask("free", "harbour").output
    assert "Stripe still charges" not in flask("free", "harbour", "--end").output
    seats.keep_seats(harbour.clinic)
