"""What Stripe tells us is stored before it is worked at, and never believed: the object is asked for anew."""

import hmac
import random
import threading
import time
from contextvars import Context
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import schedule
from app.billing import events, standing, subscription
from tenants import resolve
from tenants import scope as scopes
from tenants.db import db, transaction
from tenants.models import Plan, StripeEvent
from tests.billing.test_subscribing import DAY, olga_portal


@pytest.fixture
def rows(harbour):
    """How many events of each state there are, ours and nobody's."""

    def count():
        with transaction(harbour.jobs()):
            found = db.session.execute(db.select(StripeEvent.state, db.func.count()).group_by(StripeEvent.state))
            return dict(found.all())

    return count


@pytest.fixture
def event(stripe, harbour, kept):
    """`event(type)`: the newest of Harbour's of this type."""

    def newest(kind):
        mine = [one for one in stripe.events(kind) if one["data"]["object"].get("customer") == kept().customer_id]
        return mine[-1]

    return newest


def forgets(harbour):
    """As if nothing had ever been heard: what comes of an event is then seen."""
    with transaction(harbour.jobs()):
        nothing = dict.fromkeys(("status", "name", "seats", "item_id", "subscription_id", "period_until"))
        db.session.execute(db.update(Plan).where(Plan.clinic_id == harbour.clinic).values(**nothing))


@pytest.mark.parametrize("kind", ["checkout.session.completed", "customer.subscription.created"])
def test_one_event_and_all_is_known(harbour, subscribes, told, event, work, kept, kind):
    subscribes()
    forgets(harbour)
    assert told(event(kind)) == 204 and kept().status is None, "answered before it is worked at"
    work()
    assert (kept().status, kept().seats, kept().name) == ("trialing", 4, "practice")


@pytest.mark.parametrize(
    "changed",
    [
        {"secret": "whsec_another"},
        {"headers": {"Stripe-Signature": ""}},
        {"headers": {"Stripe-Signature": "t=1,v1="}},
        {"body": b'{"id": "evt_1", "type": "customer.subscription.deleted", "data": {"object": {}}}'},
        {"body": b"\xff\xfe"},
        {"body": b"[" * 50_000},
    ],
)
def test_forged_it_is_no_row(harbour, subscribes, told, event, rows, changed):
    subscribes()
    before = rows()
    assert told(event("customer.subscription.created"), **changed) == 401
    assert rows() == before


def test_signed_too_long_ago_it_is_no_row(harbour, servers, stripe, subscribes, told, event, rows):
    subscribes()
    one, before, secret = event("customer.subscription.created"), rows(), servers.variables["STRIPE_WEBHOOK_SECRET"]
    body, then = stripe.told(one, secret)[0], int(time.time()) - 330
    signed = hmac.new(secret.encode(), f"{then}.".encode() + body, "sha256").hexdigest()
    assert told(one, headers={"Stripe-Signature": f"t={then},v1={signed}"}) == 401
    assert rows() == before


def test_replayed_it_is_one_row_and_asks_once(harbour, subscribes, told, event, rows, work, kept):
    subscribes()
    work()
    one, before, looks = event("customer.subscription.created"), rows(), kept().looks
    for _ in range(5):
        assert told(one) == 204
        work()
    assert rows() == before | {"done": before.get("done", 0) + 1} and kept().looks == looks + 1


def test_twenty_at_once_are_one_row(app, harbour, subscribes, told, event, rows):
    subscribes()
    one, before, answers = event("customer.subscription.created"), rows(), []

    def tell():
        with app.app_context():
            answers.append(told(one))

    threads = [threading.Thread(target=Context().run, args=(tell,)) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [204] * 20
    assert sum(rows().values()) == sum(before.values()) + 1


def test_of_another_clinics_customer_it_changes_that_clinic_alone_whatever_it_says(
    harbour, meadow, subscribes, told, event, work, kept, rows
):
    subscribes()
    one = event("customer.subscription.created")
    one["id"] = "evt_told_to_us"
    one["data"]["object"] |= {"metadata": {"clinic": str(meadow.clinic)}, "client_reference_id": str(meadow.clinic)}
    before = kept(meadow).looks
    assert told(one) == 204
    work()
    assert kept(meadow).looks == before and kept(meadow).status is None and kept().status == "trialing"


def test_of_nobodys_customer_it_is_a_row_and_nothing_else(harbour, subscribes, told, event, rows, work, kept):
    subscribes()
    work()
    one, looks = event("customer.subscription.created"), kept().looks
    one["data"]["object"] |= {"customer": "cus_of_nobody", "metadata": {"clinic": str(harbour.clinic)}}
    assert told(one) == 204
    work()
    assert kept().looks == looks
    with transaction(scopes.Scope(None, scopes.Audience.SYSTEM)):
        assert db.session.scalar(db.select(StripeEvent.id).where(StripeEvent.id == one["id"])) == one["id"]


def test_of_a_kind_we_do_not_know_it_is_a_row_that_says_so(subscribes, told, event, rows, kept, work):
    subscribes()
    one, looks = event("customer.subscription.created"), kept().looks
    assert told(one | {"id": "evt_of_tomorrow", "type": "subscription.of_tomorrow"}) == 204
    work()
    assert rows()["ignored"] >= 1 and kept().looks == looks


def test_stripe_away_while_it_is_asked_the_event_waits_and_the_sweep_comes_back(
    harbour, subscribes, told, event, stripe, work, kept, rows
):
    subscribes()
    forgets(harbour)
    one = event("customer.subscription.created")
    stripe.behave(down=503)
    assert told(one) == 204
    work()
    assert rows()["waiting"] == 1 and kept().status is None
    stripe.behave()
    schedule.sweep()
    work()
    assert "waiting" not in rows() and kept().status == "trialing"


def test_what_comes_while_stripe_is_asked_is_worked_at_by_the_next_look(
    harbour, subscribes, told, event, work, rows, monkeypatch
):
    """It may be about what this look did not see yet."""
    subscribes()
    work()
    one, look = event("customer.subscription.created"), standing.renew
    assert told(one | {"id": "evt_first"}) == 204

    def slow(clinic):
        found = look(clinic)
        assert told(one | {"id": "evt_meanwhile"}) == 204
        return found

    with monkeypatch.context() as patch:
        patch.setattr(standing, "renew", slow)
        events.work_billing(harbour.clinic)
    assert rows()["waiting"] == 1
    events.work_billing(harbour.clinic)
    assert "waiting" not in rows()


def test_the_queue_lost_it_and_the_sweep_finds_it(app, harbour, subscribes, told, event, work, kept, rows):
    subscribes()
    forgets(harbour)
    told(event("customer.subscription.created"))
    app.extensions["valkey"].flushall()
    schedule.sweep()
    work()
    assert kept().status == "trialing" and "waiting" not in rows()


def test_an_answer_that_was_asked_for_earlier_never_replaces_a_newer(harbour, subscribes, kept):
    subscribes()
    with transaction(harbour.jobs()):
        _customer, slow = standing.begin(harbour.clinic)
    standing.renew(harbour.clinic)
    with transaction(harbour.jobs()):
        assert standing.keep(harbour.clinic, slow, subscription.Found(status="past_due")) == {}
    assert kept().status == "trialing"


def test_a_webhook_that_never_came_is_found_at_night_and_reported(app, harbour, subscribes, stripe, kept):
    subscribes()
    forgets(harbour)
    answer = app.test_cli_runner().invoke(args=["billing", "reconcile", "--json"])
    assert '"differences": 1' in answer.output and '"harbour": {' in answer.output and answer.exit_code == 0
    assert kept().status == "trialing"
    again = app.test_cli_runner().invoke(args=["billing", "reconcile", "--json"])
    assert '"differences": 0' in again.output


def test_whatever_order_they_come_in_it_stands_as_at_stripe(
    app, harbour, olga, subscribes, stripe, told, work, kept, servers
):
    """A year of a clinic's events: shuffled, doubled, some lost, Stripe away in between; at the end it stands as there."""
    with transaction(harbour.jobs()):
        row = db.session.get_one(Plan, harbour.clinic)
        row.trial_until = scopes.moment() - timedelta(days=100)
    resolve.forget()
    stripe.set_clock(offset=-100 * DAY)
    subscribes("practice", card="fails-later")
    stripe.set_clock(offset=-60 * DAY)
    portal = olga_portal(olga)
    stripe.press(portal, "card", card="works")
    stripe.press(portal, "cancel", subscription=kept().subscription_id)
    stripe.press(portal, "keep", subscription=kept().subscription_id)
    stripe.set_clock(offset=0)
    standing.renew(harbour.clinic)
    told_of = [one for one in stripe.events() if one["data"]["object"].get("customer") == kept().customer_id]
    wanted = {name: getattr(kept(), name) for name in standing.KEPT}
    assert len(told_of) > 8 and wanted["status"] == "active"

    @settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.randoms(use_true_random=False))
    def any_order(chance: random.Random) -> None:
        forgets(harbour)
        with transaction(harbour.jobs()):
            db.session.execute(
                db.update(StripeEvent).where(StripeEvent.clinic_id == harbour.clinic).values(state="done")
            )
        run = f"{chance.random()}"
        some = [one | {"id": f"{one['id']}-{run}"} for one in chance.choices(told_of, k=len(told_of))]
        chance.shuffle(some)
        for one in some:
            if chance.random() < 0.2:
                stripe.behave(down=503)
            assert told(one) == 204
            if chance.random() < 0.5:
                work()
            stripe.behave()
        schedule.sweep()
        work()
        assert {name: getattr(kept(), name) for name in standing.KEPT} == wanted

    any_order()
