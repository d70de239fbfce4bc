"""Once a day: owners are told before something ends, families before nobody reads; each once, and not where it goes on."""

from datetime import timedelta

import pytest

from app.billing import turning
from app.mail.models import Delivery
from app.mail.sweeping import sweep_mail
from tenants import scope as scopes
from tenants.db import db, transaction
from tenants.plans import Level
from tests.billing.standing import DAYS, ends, stands, unpaid
from tests.digests.week import at, came_in


@pytest.fixture
def day(harbour):
    """`day(days)`: the clinic's day turns, so many days from now. Answers with how many mails of each kind that made."""
    seen = set()

    def turn(days=0.0):
        with at(scopes.moment() + timedelta(days=days)):
            turning.tell(harbour.clinic)
        with transaction(harbour.jobs()):
            found = db.session.execute(
                db.select(Delivery.id, Delivery.kind).where(Delivery.kind.in_(("plan", "farewell")))
            )
            new = {id: kind for id, kind in found if id not in seen}
        seen.update(new)
        return {kind: list(new.values()).count(kind) for kind in set(new.values())}

    return turn


def test_owners_are_told_five_days_before_the_trial_ends_once_and_families_nothing(harbour, day):
    came_in(harbour)
    stands(harbour, trial_until=scopes.moment() + timedelta(days=9))
    assert [day(n) for n in (0, 3, 4.5, 5, 6)] == [{}, {}, {"plan": 1}, {}, {}]


def test_and_three_days_before_each_thing_that_ends(harbour, day):
    unpaid(harbour, Level.GROW)
    told = [day(n + 0.1) for n in range(30)]
    assert [n for n, made in enumerate(told) if made] == [11, 25]


def test_paid_meanwhile_the_mail_does_not_go(harbour, day, outbox_now, work):
    unpaid(harbour, Level.GROW)
    work()
    assert day(12) == {"plan": 1}
    stands(harbour, status="active")
    before = len(outbox_now.mails("olga@harbour.example"))
    with at(scopes.moment() + timedelta(days=12)):
        sweep_mail(harbour.clinic)
    assert len(outbox_now.mails("olga@harbour.example")) == before
    with transaction(harbour.jobs()):
        states = db.session.scalars(db.select(Delivery.state).where(Delivery.kind == "plan")).all()
    assert states == ["dropped"], "and is not tried again"


def test_families_are_told_14_and_3_days_ahead_and_of_another_end_again(harbour, day):
    came_in(harbour)
    ends(harbour, 20)
    told = [(n, made["farewell"]) for n in range(22) if "farewell" in (made := day(n + 0.01))]
    assert [n for n, _ in told] == [7, 18], "at the end of the last paid day they no longer can"
    assert {count for _, count in told} == {5}, "Dana, Rosa, Chris, Lee and Ben; not Gwen, who was never here"
    ends(harbour, 40)
    assert [n for n in range(22, 42) if "farewell" in day(n + 0.01)] == [27, 38]


def test_an_end_that_comes_at_once_is_told_once(harbour, day):
    came_in(harbour)
    ends(harbour, 1.5)
    assert next(day(n) for n in (0, 0.5, 1))["farewell"] == 5
    assert day(1.2) == {}


def test_the_mail_to_a_family_says_the_day_and_opens_nothing(harbour, day, outbox_now, next_noon):
    came_in(harbour, "dana")
    stands(harbour, status="active", ends_at=scopes.moment() + timedelta(days=10))
    day()
    with at(next_noon):
        sweep_mail(harbour.clinic)
    mail = outbox_now.mails("dana@harbour.example")[0]
    assert "nobody reads" in mail["text"]
    assert mail["subject"] == "Something to read" and "/in/" not in mail["text"]


def test_stripe_away_people_are_told_all_the_same(harbour, day, stripe):
    unpaid(harbour, Level.GROW)
    with transaction(harbour.jobs()):
        from tenants.models import Plan

        db.session.get_one(Plan, harbour.clinic).customer_id = "cus_x"
    stripe.behave(down=503)
    with at(scopes.moment() + timedelta(days=12)):
        turning.turn_plan(harbour.clinic)
    stripe.behave()
    with transaction(harbour.jobs()):
        assert db.session.scalar(db.select(db.func.count()).where(Delivery.kind == "plan")) == 1
    assert DAYS[Level.GROW] == 1


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ({"trial_until": timedelta(days=4)}, "Your trial at Withkin lasts until"),
        ({"status": "active", "ends_at": timedelta(days=2)}, "Then the plan ends that you cancelled"),
        ({"status": "past_due", "late_since": -timedelta(days=12)}, "because the plan is not paid"),
    ],
    ids=["trial", "cancelled", "owed"],
)
def test_the_owners_mail_says_why(harbour, day, outbox_now, state, words):
    stands(harbour, **{name: scopes.moment() + value if name != "status" else value for name, value in state.items()})
    assert day() == {"plan": 1}
    sweep_mail(harbour.clinic)
    assert words in outbox_now.mails("olga@harbour.example")[0]["text"]
