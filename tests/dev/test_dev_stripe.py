"""The life of a subscription in the Stripe double, as the official library and a person at its pages lead it."""

import time
from collections.abc import Iterator

import pytest
import stripe

from tests.dev.stripe_shop import DAY, HOUR, Shop, shop
from tests.stripe_double import visit


@pytest.fixture(scope="module")
def paid(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop(tmp_path_factory.mktemp("stripe")) as running_shop:
        yield running_shop


def first_item(subscription: stripe.Subscription) -> stripe.SubscriptionItem:
    return subscription["items"].data[0]  # `items` is a method of Python's


def test_from_the_first_press_to_the_end(paid: Shop) -> None:
    ann = paid.customer(metadata={"clinic": "1"})
    begun = paid.subscribed(ann, quantity=3, subscription_data={"metadata": {"clinic": "1"}})
    assert (begun.status, begun.metadata["clinic"]) == ("active", "1")

    item, once = first_item(begun), {"idempotency_key": "five seats"}
    five = {"items": [{"id": item.id, "quantity": 5}]}
    for _ in range(2):
        paid.api.v1.subscriptions.update(begun.id, five, once)  # type: ignore[arg-type]

    paid.double.set_clock(at=item.current_period_end + HOUR + 1)
    renewed = paid.api.v1.subscriptions.retrieve(begun.id, {"expand": ["latest_invoice"]})
    invoice = renewed.latest_invoice
    assert isinstance(invoice, stripe.Invoice)
    amounts = [line.amount for line in invoice.lines.data]
    assert (invoice.status, invoice.billing_reason, amounts) == ("paid", "subscription_cycle", [-7200, 12000, 12000])
    assert first_item(renewed).current_period_start == item.current_period_end

    paid.double.press(paid.portal(ann), "card", card="fails-later")
    paid.double.set_clock(at=first_item(renewed).current_period_end + HOUR + 1)
    assert paid.status(begun.id) == "past_due"
    (owed,) = paid.api.v1.invoices.list({"subscription": begun.id, "status": "open"}).data
    with pytest.raises(stripe.CardError) as declined:
        paid.api.v1.invoices.pay(owed.id)
    assert (declined.value.http_status, declined.value.code) == (402, "card_declined")
    assert paid.api.v1.invoices.retrieve(owed.id).attempt_count == 2

    paid.double.press(paid.portal(ann), "card", card="works")
    assert paid.status(begun.id) == "active"
    assert paid.api.v1.invoices.retrieve(owed.id).status == "paid"

    ending = paid.api.v1.subscriptions.update(begun.id, {"cancel_at_period_end": True})
    assert ending.cancel_at == first_item(ending).current_period_end
    paid.double.set_clock(at=ending.cancel_at)
    over = paid.api.v1.subscriptions.retrieve(begun.id)
    assert (over.status, over.ended_at) == ("canceled", ending.cancel_at)
    assert paid.happened(begun.id)[-1] == "customer.subscription.deleted"


def test_what_happens_on_the_way_happens_at_its_own_time(paid: Shop) -> None:
    paid.double.set_clock(offset=-70 * DAY)
    ann = paid.customer()
    sub = paid.subscribed(ann, "fails-later")
    paid.double.set_clock(offset=0)
    assert paid.status(sub.id) == "past_due"
    second = paid.api.v1.invoices.list({"customer": ann}).data[-2]
    assert second.created == first_item(sub).current_period_end
    assert second.status_transitions.finalized_at == second.created + HOUR
    assert abs(paid.double.now() - time.time()) < 5


def test_a_renewal_is_a_draft_for_an_hour(paid: Shop) -> None:
    sub = paid.subscribed(paid.customer())
    paid.double.set_clock(at=first_item(sub).current_period_end + 1)
    (draft,) = paid.api.v1.invoices.list({"subscription": sub.id, "status": "draft"}).data
    assert paid.status(sub.id) == "active"
    assert draft.automatically_finalizes_at == draft.created + HOUR


@pytest.mark.parametrize("end", ["past_due", "unpaid", "canceled"])
def test_retries_end_as_the_account_is_set_to(paid: Shop, end: str) -> None:
    paid.double.behave(after_retries=end)
    sub = paid.subscribed(paid.customer(), "fails-later")
    paid.double.set_clock(at=first_item(sub).current_period_end + HOUR + 14 * DAY)
    assert paid.status(sub.id) == "past_due"
    paid.double.set_clock(advance=2 * DAY)
    assert paid.status(sub.id) == end
    paid.double.behave()


def test_a_trial_costs_nothing_until_it_ends(paid: Shop) -> None:
    ends = paid.double.now() + 14 * DAY
    sub = paid.subscribed(paid.customer(), subscription_data={"trial_end": ends})
    assert (sub.status, sub.trial_end, first_item(sub).current_period_end) == ("trialing", ends, ends)
    paid.double.set_clock(at=ends - 3 * DAY)
    assert "customer.subscription.trial_will_end" in paid.happened(sub.id)
    paid.double.set_clock(at=ends + HOUR + 1)
    invoices = paid.api.v1.invoices.list({"subscription": sub.id}).data
    assert [(each.amount_paid, each.status) for each in invoices] == [(4800, "paid"), (0, "paid")]
    assert paid.status(sub.id) == "active"


def test_a_trial_can_begin_without_a_card(paid: Shop) -> None:
    data = {"trial_period_days": 7, "trial_settings": {"end_behavior": {"missing_payment_method": "pause"}}}
    sub = paid.subscribed(paid.customer(), "none", payment_method_collection="if_required", subscription_data=data)
    paid.double.set_clock(advance=7 * DAY + 1)
    assert paid.status(sub.id) == "paused"


def test_a_first_payment_that_fails_leaves_it_incomplete_until_it_is_paid(paid: Shop) -> None:
    ann = paid.customer(payment_method="pm_card_chargeCustomerFail")
    terms = {
        "customer": ann,
        "items": [{"price": paid.price()}],
        "default_payment_method": "pm_card_chargeCustomerFail",
    }
    with pytest.raises(stripe.CardError):
        paid.api.v1.subscriptions.create({**terms, "payment_behavior": "error_if_incomplete"})  # type: ignore[typeddict-item]
    assert paid.api.v1.subscriptions.list({"customer": ann, "status": "all"}).data == []
    sub = paid.api.v1.subscriptions.create(terms)  # type: ignore[arg-type]
    assert sub.status == "incomplete"
    invoice = paid.api.v1.invoices.retrieve(str(sub.latest_invoice))
    assert visit(str(invoice.hosted_invoice_url), {"card": "works"}).status == 303
    assert paid.status(sub.id) == "active"
    late = paid.api.v1.subscriptions.create(terms)  # type: ignore[arg-type]
    paid.double.set_clock(advance=DAY)
    assert paid.status(late.id) == "incomplete_expired"


def test_fewer_seats_become_a_credit_that_is_used_first(paid: Shop) -> None:
    ann = paid.customer()
    sub = paid.subscribed(ann, quantity=9)
    fewer = [{"id": first_item(sub).id, "quantity": 1}]
    paid.api.v1.subscriptions.update(sub.id, {"items": fewer, "proration_behavior": "always_invoice"})  # type: ignore[typeddict-item]
    assert paid.api.v1.customers.retrieve(ann).balance == -19200
    preview = paid.api.v1.invoices.create_preview({"subscription": sub.id})
    assert (preview.total, preview.amount_due) == (2400, 0)
    paid.double.set_clock(at=first_item(sub).current_period_end + HOUR + 1)
    assert paid.api.v1.customers.retrieve(ann).balance == -16800


def test_a_cancellation_can_be_taken_back_and_one_now_is_final(paid: Shop) -> None:
    ann = paid.customer()
    sub = paid.subscribed(ann)
    portal = paid.portal(ann)
    paid.double.press(portal, "cancel", subscription=sub.id)
    assert paid.api.v1.subscriptions.retrieve(sub.id).cancel_at_period_end
    paid.double.press(portal, "keep", subscription=sub.id)
    kept = paid.api.v1.subscriptions.retrieve(sub.id)
    assert (kept.cancel_at_period_end, kept.cancel_at, kept.canceled_at) == (False, None, None)
    assert paid.api.v1.subscriptions.cancel(sub.id).status == "canceled"
    with pytest.raises(stripe.InvalidRequestError, match="canceled subscription"):
        paid.api.v1.subscriptions.update(sub.id, {"cancel_at_period_end": False})
