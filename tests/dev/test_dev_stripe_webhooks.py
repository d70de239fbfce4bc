"""What the Stripe double tells, how it is signed, and every way in which it may come: late, twice, out of order."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import stripe

from tests.dev.stripe_shop import SECRET, Hook, Shop, shop


@pytest.fixture
def hook() -> Iterator[Hook]:
    with Hook().listening() as listening:
        yield listening


@pytest.fixture
def told(tmp_path: Path, hook: Hook) -> Iterator[Shop]:
    with shop(tmp_path, hook.url) as running_shop:
        running_shop.double.settle()
        hook.told.clear()
        yield running_shop


def types(hook: Hook) -> list[str]:
    return [event["type"] for event in hook.events()]


def test_every_event_is_told_in_order_and_signed_as_stripe_does(told: Shop, hook: Hook) -> None:
    sub = told.subscribed(told.customer())
    told.double.settle()
    assert types(hook) == [
        "customer.created",
        "payment_method.attached",
        "customer.subscription.created",
        "invoice.created",
        "customer.updated",
        "invoice.finalized",
        "invoice.paid",
        "invoice.payment_succeeded",
        "customer.subscription.updated",
        "checkout.session.completed",
    ]
    for body, signature in hook.told:
        event = stripe.Webhook.construct_event(body, signature, SECRET)
        assert event.api_version == stripe.api_version
    assert event.data.object["subscription"] == sub.id
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.Webhook.construct_event(body, signature, "whsec_another")


def test_an_update_says_what_was_before(told: Shop, hook: Hook) -> None:
    ann = told.customer(name="Ann")
    told.api.v1.customers.update(ann, {"name": "Anna"})
    told.double.settle()
    assert hook.events()[-1]["data"]["previous_attributes"] == {"name": "Ann"}


def test_duplicates_are_the_same_event(told: Shop, hook: Hook) -> None:
    told.double.behave(duplicates=2)
    told.customer()
    told.double.settle()
    assert types(hook) == ["customer.created"] * 3
    assert len({event["id"] for event in hook.events()}) == 1


@pytest.mark.parametrize("order", ["reverse", "random", "kept"])
def test_what_is_held_comes_in_another_order(told: Shop, hook: Hook, order: str) -> None:
    told.double.behave(hold=True)
    made = [told.customer() for _ in range(12)]
    time.sleep(0.2)
    assert hook.told == []
    assert told.double.release(order) == 12
    told.double.settle()
    came = [event["data"]["object"]["id"] for event in hook.events()]
    assert sorted(came) == sorted(made)
    assert {"kept": came == made, "reverse": came == made[::-1], "random": came != made}[order]


def test_what_is_dropped_is_only_an_event_until_it_is_told_again(told: Shop, hook: Hook) -> None:
    told.double.behave(drop=True)
    told.customer()
    told.double.settle()
    assert hook.told == []
    (event,) = told.double.events("customer.created")
    told.double.redeliver(event["id"])
    told.double.settle()
    assert [each["id"] for each in hook.events()] == [event["id"]]


def test_an_endpoint_that_fails_is_told_again(told: Shop, hook: Hook) -> None:
    hook.refuses = 2
    told.customer()
    told.double.settle()
    assert types(hook) == ["customer.created"]


def test_a_restart_keeps_everything_and_goes_on_telling(tmp_path: Path) -> None:
    late = Hook()
    with shop(tmp_path, late.url) as first:
        sub = first.subscribed(first.customer())
        before = first.double.set_clock(advance=1000)
        first.process.popen.kill()
    with late.listening(), shop(tmp_path, late.url) as second:
        second.double.settle(40)
        assert second.status(sub.id) == "active"
        assert second.double.now() >= before
        assert "checkout.session.completed" in types(late)
        assert len(second.double.every("prices")) == 3
