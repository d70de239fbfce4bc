"""What the owner's buttons refuse, and with which words; what is bought in the trial's last day; what is shown at once."""

from datetime import timedelta
from time import monotonic

import pytest

from app.audit import AuditEvent
from app.billing import standing, stripe_calls
from app.billing.plans import SOLO
from app.colleagues import roles
from tenants import scope as scopes
from tenants.db import db, transaction
from tests.billing.standing import stands

PAGE = "/clinic/billing"


def test_a_plan_is_not_changed_for_one_too_small(subscribes, olga, kept):
    subscribes("practice")
    olga.get(PAGE)
    assert "Solo does not hold your 4 therapists" in olga.post(f"{PAGE}/plan", {"plan": "solo"}).text
    assert kept().name == "practice"


def test_where_nothing_was_bought_nothing_is_changed_or_managed(stripe, olga, kept):
    olga.get(PAGE)
    row = olga.hidden(f"{PAGE}/checkout")
    assert "You have no plan yet" in olga.post(f"{PAGE}/plan", row | {"plan": "clinic"}).text
    olga.get(PAGE)
    assert "There is nothing to manage yet" in olga.post(f"{PAGE}/portal").text
    assert kept().customer_id is None


@pytest.mark.parametrize("button", ["checkout", "plan"])
def test_a_plan_that_is_none_of_ours_is_refused(stripe, olga, button):
    olga.get(PAGE)
    olga.post(f"{PAGE}/{button}", {"plan": "enterprise"}, status=422)


def test_on_the_trials_last_day_it_is_paid_from_today_on(harbour, subscribes, kept):
    """Stripe takes no trial so short."""
    stands(harbour, trial_until=scopes.moment() + timedelta(days=1))
    subscribes("practice")
    assert kept().status == "active"


def test_what_was_bought_is_in_force_on_the_next_page_and_written_down_once(harbour, subscribes, olga):
    assert "days of your trial are left" in olga.get("/clinic").text
    subscribes("practice")
    assert "of your trial" not in olga.get("/clinic").text
    standing.renew(harbour.clinic)
    with transaction(harbour.jobs()):
        mine = AuditEvent.action == "plan-changed", AuditEvent.subject_id == harbour.clinic
        changes = db.session.scalars(db.select(AuditEvent.detail).where(*mine)).all()
    assert len(changes) == 1 and "status" in changes[0]["what"]


def test_an_invoice_that_is_only_being_written_is_none_yet(stripe, subscribes, olga, kept):
    subscribes("practice")
    stripe.set_clock(at=int(kept().period_until.timestamp()) + 60)
    shown = olga.get(f"{PAGE}/invoices").text.count('rel="noreferrer"')
    there = [one["status"] for one in stripe.every("invoices", customer=kept().customer_id)]
    stripe.set_clock(offset=0)
    assert "draft" in there and shown == len(there) - there.count("draft")


def deeds(house, action):
    with transaction(house.jobs()):
        return db.session.scalar(db.select(db.func.count()).where(AuditEvent.action == action))


def test_a_plan_changed_and_the_look_after_it_without_answer_it_is_written_down(
    harbour, stripe, subscribes, olga, kept, monkeypatch
):
    """Stripe has it: so the page does not say that nothing was changed."""
    subscribes("practice")
    olga.get(PAGE)
    look, looks = standing.renew_here, []

    def answers_once(clinic):
        looks.append(clinic)
        if len(looks) > 1:
            raise stripe_calls.away()
        return look(clinic)

    monkeypatch.setattr(standing, "renew_here", answers_once)
    answer = olga.post(f"{PAGE}/plan", {"plan": "clinic"}).text
    assert "Stripe is not answering" in answer and "Nothing was" not in answer
    assert deeds(harbour, "chose-plan") == 1
    monkeypatch.undo()
    standing.renew(harbour.clinic)
    assert kept().name == "clinic"


def test_asked_for_and_its_answer_lost_it_is_done_once(harbour, stripe, subscribes, olga, kept):
    """The library asks again by itself, by the same key."""
    subscribes("practice")
    olga.get(PAGE)
    stripe.behave(lose_answers=1)
    assert "Your plan is Clinic now" in olga.post(f"{PAGE}/plan", {"plan": "clinic"}).text
    changes = [
        one for one in stripe.events("customer.subscription.updated")
        if one["data"]["object"]["customer"] == kept().customer_id
    ]  # fmt: skip
    assert len(changes) == 1 and kept().name == "clinic"


def test_a_stripe_that_hangs_keeps_nobody_for_long(stripe, harbour, app, monkeypatch):
    """Two tries of so many seconds each."""
    monkeypatch.setattr(stripe_calls, "SECONDS", 0.3)
    app.extensions.pop("stripe", None)
    stripe.behave(delay=4)
    begun = monotonic()
    with pytest.raises(stripe_calls.away()):
        stripe_calls.portal("cus_x", "http://harbour.localhost/clinic/billing")
    took = monotonic() - begun
    app.extensions.pop("stripe")
    stripe.behave()
    assert took < 3.5, "neither one whole answer nor many tries"


def test_back_from_stripe_with_nothing_bought_it_is_said(harbour, stripe, olga):
    olga.get(PAGE)
    olga.post(f"{PAGE}/checkout", {"plan": "practice"})
    assert "Nothing was bought." in olga.get(f"{PAGE}/done").text


def test_back_from_the_card_and_the_bills_nobody_is_thanked(harbour, stripe, subscribes, olga):
    subscribes("practice")
    olga.get(PAGE)
    assert "Thank you" not in olga.get(f"{PAGE}/done?managed=1").text


def test_one_who_is_only_invited_counts_for_the_plans_that_are_offered(harbour, stripe, olga):
    """Solo for one therapist, and a second one invited."""
    today = harbour.today
    for who in ("okafor", "mills", "novak"):
        with transaction(harbour.staff("olga")):
            roles.take_role(harbour.people[who], "therapist", today)
    assert "Choose Solo" in olga.get(PAGE).text
    row = olga.hidden(f"{PAGE}/checkout")
    olga.get("/clinic/staff/new")
    olga.post("/clinic/staff", {"name": "Dr New", "address": "new@harbour.example", "roles": ["therapist"]})
    assert "Choose Solo" not in olga.get(PAGE).text
    assert "does not hold your 2 therapists" in olga.post(f"{PAGE}/checkout", row | {"plan": "solo"}).text


@pytest.mark.parametrize("free", [False, True])
def test_a_plan_chosen_at_stripe_that_is_too_small_is_said_where_it_is_paid(harbour, subscribes, olga, kept, free):
    subscribes("practice")
    stripe_calls.set_item(kept().item_id, 4, f"at-stripe-{kept().item_id}", SOLO)
    with transaction(harbour.jobs()):
        standing.held(harbour.clinic).free = free
    assert ("Solo does not hold your 4 therapists" in olga.get(f"{PAGE}/done?managed=1").text) is not free
