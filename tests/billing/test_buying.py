"""What the owner's buttons refuse, and with which words; what is bought in the trial's last day; what is shown at once."""

from datetime import timedelta

import pytest

from app.audit import AuditEvent
from app.billing import standing
from tenants import scope as scopes
from tenants.db import db, transaction
from tests.billing.standing import stands

PAGE = "/clinic/billing"


def test_a_plan_is_not_changed_for_one_too_small(subscribes, olga, kept):
    subscribes("practice")
    olga.get(PAGE)
    assert "Solo does not hold your 4 therapists" in olga.post(f"{PAGE}/plan", {"plan": "solo"}).text
    assert kept().name == "practice"


@pytest.mark.parametrize("button", ["checkout", "plan"])
def test_a_button_of_another_page_buys_nothing(stripe, olga, subscribes, kept, button):
    if button == "plan":
        subscribes("practice")
    before = kept().customer_id
    olga.get(PAGE)
    page = olga.post(f"{PAGE}/{button}", {"plan": "clinic", "row": "of another day"}).text
    assert "This page was open for too long" in page
    assert kept().customer_id == before and kept().name in (None, "practice")


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
