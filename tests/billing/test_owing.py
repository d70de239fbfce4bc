"""Which subscription counts, and since when it is owed: what was paid, given up, or is not to be found at Stripe."""

from datetime import UTC, datetime, timedelta

import pytest

from app.billing import standing, stripe_calls, subscription
from app.billing.plans import PRACTICE
from tenants import resolve
from tenants import scope as scopes
from tenants.db import new_id, transaction
from tenants.plans import Level, State
from tenants.plans import standing as stands_at
from tests.billing.test_subscribing import DAY


@pytest.fixture
def customer(harbour, stripe):
    made = stripe_calls.new_customer(str(harbour.clinic), "Harbour", None)
    with transaction(harbour.jobs()):
        standing.held(harbour.clinic).customer_id = made
    yield made
    stripe.set_clock(offset=0)


def buys(stripe, customer, card="works"):
    """The id of what was bought."""
    back = "http://harbour.localhost/clinic/billing"
    url = stripe_calls.checkout(customer, PRACTICE, 4, back, f"owing-{new_id()}", None)
    stripe.subscribe(url, card, country="US", postal_code="10001")
    return max(stripe.every("subscriptions", customer=customer), key=lambda one: one["created"])["id"]


@pytest.fixture
def no_trial(harbour):
    with transaction(harbour.jobs()):
        standing.held(harbour.clinic).trial_until = scopes.moment() - timedelta(days=100)
    resolve.forget()


@pytest.fixture
def owes(no_trial, stripe, customer):
    """75 days ago it bought a plan, with a card that has failed at each renewal since. Answers with its invoices, the newest
    first."""
    stripe.set_clock(offset=-75 * DAY)
    buys(stripe, customer, "fails-later")
    stripe.set_clock(offset=0)
    return lambda: stripe.every("invoices", customer=customer)


def since(invoice):
    return datetime.fromtimestamp(invoice["created"], UTC)


def known(harbour, kept):
    standing.renew(harbour.clinic)
    return kept()


def test_what_was_marked_as_never_to_be_paid_is_owed_all_the_same(harbour, stripe, owes, kept):
    newest, older, _paid = owes()
    stripe_calls.client().v1.invoices.mark_uncollectible(older["id"])
    found = known(harbour, kept)
    assert (found.status, found.late_since) == ("past_due", since(older)) and since(newest) > since(older)


def test_what_was_given_up_is_not(harbour, owes, kept):
    newest, older, _paid = owes()
    stripe_calls.client().v1.invoices.void_invoice(older["id"])
    assert known(harbour, kept).late_since == since(newest)


def test_where_the_newest_is_given_up_nothing_is_owed(harbour, owes, kept):
    for one in owes()[:2]:
        stripe_calls.client().v1.invoices.void_invoice(one["id"])
    found = known(harbour, kept)
    assert (found.status, found.late_since) == ("active", None)


def test_where_no_invoice_says_since_when_it_is_the_month_that_is_not_paid(harbour, owes, kept, monkeypatch):
    monkeypatch.setattr(subscription, "owed_since", lambda _subscription: None)
    first, again = known(harbour, kept), known(harbour, kept)
    assert first.late_since == again.late_since < scopes.moment() - timedelta(days=10)


def test_ended_for_want_of_payment_and_all_invoices_given_up_it_is_since_the_end(harbour, stripe, owes, kept):
    found = stripe.every("subscriptions", customer=owes()[0]["customer"])[0]
    stripe.behave(after_retries="canceled")
    stripe.set_clock(advance=40 * DAY)
    for one in owes():
        if one["status"] == "open":
            stripe_calls.client().v1.invoices.void_invoice(one["id"])
    over = stripe.one("subscriptions", found["id"])
    assert over["status"] == "canceled"
    found = known(harbour, kept)
    assert (found.status, found.late_since) == ("unpaid", datetime.fromtimestamp(over["ended_at"], UTC))


def test_of_several_that_are_over_the_last_end_counts(harbour, stripe, customer, kept):
    stripe.set_clock(offset=-DAY)
    older = buys(stripe, customer)
    stripe.set_clock(offset=0)
    newer = buys(stripe, customer)
    for day, one in ((1, newer), (5, older)):
        stripe.set_clock(offset=day * DAY)
        stripe_calls.client().v1.subscriptions.cancel(one)
    found = known(harbour, kept)
    assert found.status is None and found.ends_at - scopes.moment() > timedelta(days=4)


def test_of_two_that_are_paid_and_go_on_the_newest_counts(harbour, stripe, customer, kept):
    stripe.set_clock(offset=-5 * DAY)
    buys(stripe, customer)
    stripe.set_clock(offset=0)
    newest = buys(stripe, customer)
    assert known(harbour, kept).subscription_id == newest


def test_of_two_the_one_that_is_paid_counts(harbour, stripe, no_trial, customer, kept):
    stripe.set_clock(offset=-76 * DAY)
    paid = buys(stripe, customer)
    stripe.set_clock(offset=-75 * DAY)
    owed = buys(stripe, customer, "fails-later")
    stripe.set_clock(offset=0)
    found = {one["id"]: one["status"] for one in stripe.every("subscriptions", customer=customer)}
    assert found == {paid: "active", owed: "past_due"}
    assert known(harbour, kept).subscription_id == paid


def test_of_two_the_one_that_goes_on_counts(harbour, stripe, customer, kept):
    stripe.set_clock(offset=-DAY)
    goes_on = buys(stripe, customer)
    stripe.set_clock(offset=0)
    newest = buys(stripe, customer)
    stripe_calls.client().v1.subscriptions.update(newest, {"cancel_at_period_end": True})
    assert known(harbour, kept).subscription_id == goes_on and kept().ends_at is None


def test_stripe_gives_up_and_families_are_told_as_ever(harbour, stripe, no_trial, customer, kept, olga):
    """Its setting after the last retry: cancel."""
    stripe.behave(after_retries="canceled")
    stripe.set_clock(offset=-75 * DAY)
    buys(stripe, customer, "fails-later")
    stripe.set_clock(offset=0)
    assert [one["status"] for one in stripe.every("subscriptions", customer=customer, status="all")] == ["canceled"]
    found = stands_at(known(harbour, kept).paid, scopes.moment(), resolve.of_id(harbour.clinic).zone)
    assert (found.state, found.level) == (State.LATE, Level.ANSWER)
    page = olga.get("/clinic/billing").text
    assert "Choose Practice" in page and "change the card" not in page


def test_what_was_left_owing_long_ago_shuts_nobody_out_at_the_next_failed_card(harbour, stripe, owes, kept):
    stripe_calls.client().v1.invoices.pay(owes()[0]["id"], {"paid_out_of_band": True})
    assert known(harbour, kept).status == "active"
    stripe.set_clock(offset=20 * DAY)
    found = known(harbour, kept)
    assert found.status == "past_due" and found.late_since > scopes.moment()


def test_cancelled_for_a_day_of_its_own_it_ends_then(harbour, stripe, customer, kept):
    """Not with its month: `cancel_at`."""
    bought = buys(stripe, customer)
    at = int((scopes.moment() + timedelta(days=9)).timestamp())
    stripe_calls.client().v1.subscriptions.update(bought, {"cancel_at": at})
    assert known(harbour, kept).ends_at == datetime.fromtimestamp(at, UTC)
