"""What the Stripe double takes, refuses and remembers of the calls that are made to it."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import stripe

from tests.dev.stripe_shop import DAY, Shop, shop


@pytest.fixture(scope="module")
def called(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    with shop(tmp_path_factory.mktemp("stripe")) as running_shop:
        yield running_shop


def ask(called: Shop, key: str) -> None:
    http = stripe.RequestsClient()
    try:
        stripe.StripeClient(key, base_addresses={"api": called.double.url}, http_client=http).v1.customers.list()
    finally:
        http.close()


def test_a_live_key_is_refused(called: Shop) -> None:
    with pytest.raises(stripe.AuthenticationError, match="refuses live keys"):
        ask(called, "sk_live_abc")


def test_any_other_key_is_refused_too(called: Shop) -> None:
    with pytest.raises(stripe.AuthenticationError, match="Invalid API Key provided"):
        ask(called, "pk_test_abc")


@pytest.mark.parametrize(
    ("wrong", "param", "code"),
    [
        ({"emial": "a@b.test"}, "emial", "parameter_unknown"),
        ({"address": {"stret": "x"}}, "address[stret]", "parameter_unknown"),
        ({"tax_exempt": "maybe"}, "tax_exempt", "parameter_invalid"),
        ({"balance": 5}, "balance", "not_in_the_double"),
    ],
)
def test_a_parameter_that_is_not_right_is_named(called: Shop, wrong: Any, param: str, code: str) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        called.api.v1.customers.create(wrong)
    assert (refused.value.http_status, refused.value.param, refused.value.code) == (400, param, code)


def test_an_item_misspelt_deep_inside_is_named(called: Shop) -> None:
    wanted: Any = {"customer": called.customer(), "items": [{"price": called.price(), "quantitty": 2}]}
    with pytest.raises(stripe.InvalidRequestError, match="unknown parameter") as refused:
        called.api.v1.subscriptions.create(wanted)
    assert refused.value.param == "items[0][quantitty]"


def test_who_is_not_known_is_not_found(called: Shop) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="No such customer: 'cus_nobody'") as refused:
        called.api.v1.customers.retrieve("cus_nobody")
    assert (refused.value.http_status, refused.value.code) == (404, "resource_missing")
    with pytest.raises(stripe.InvalidRequestError) as named:
        called.checkout("cus_nobody")
    assert (named.value.http_status, named.value.param) == (400, "customer")


def test_tax_needs_an_address_or_the_leave_to_ask_for_one(called: Shop) -> None:
    ann = called.customer()
    with pytest.raises(stripe.InvalidRequestError, match="valid address"):
        called.checkout(ann, automatic_tax={"enabled": True})
    session = called.checkout(ann, automatic_tax={"enabled": True}, customer_update={"address": "auto"})
    assert called.double.subscribe(str(session.url)).status == 422
    assert called.double.subscribe(str(session.url), country="US", postal_code="02139").status == 303
    found = called.api.v1.customers.retrieve(ann)
    assert found.address and found.address.postal_code == "02139"


def test_the_same_key_is_answered_with_the_same(called: Shop) -> None:
    first, second = (called.api.v1.customers.create({"name": "Once"}, {"idempotency_key": "once"}) for _ in range(2))
    assert first.id == second.id
    assert second.last_response and second.last_response.headers["Idempotent-Replayed"] == "true"
    with pytest.raises(stripe.IdempotencyError, match="same parameters"):
        called.api.v1.customers.create({"name": "Other"}, {"idempotency_key": "once"})
    called.double.set_clock(advance=DAY + 1)
    assert called.api.v1.customers.create({"name": "Once"}, {"idempotency_key": "once"}).id != first.id


def test_the_same_key_at_the_same_time_makes_one(called: Shop) -> None:
    def create(_: int) -> str:
        return called.api.v1.customers.create({"name": "At once"}, {"idempotency_key": "at once"}).id

    with ThreadPoolExecutor(4) as four:
        assert len(set(four.map(create, range(8)))) == 1


def test_a_refusal_is_remembered_like_an_answer(called: Shop) -> None:
    for _ in range(2):
        with pytest.raises(stripe.InvalidRequestError):
            called.api.v1.prices.create(
                {"currency": "usd", "unit_amount": 1, "product": "prod_none"}, {"idempotency_key": "refused"}
            )


def test_ids_can_be_asked_to_be_objects(called: Shop) -> None:
    ann = called.customer()
    called.subscribed(ann)
    wanted = ["data.latest_invoice", "data.customer", "data.default_payment_method"]
    (found,) = called.api.v1.subscriptions.list({"customer": ann, "expand": wanted}).data
    assert isinstance(found.latest_invoice, stripe.Invoice) and isinstance(found.customer, stripe.Customer)
    assert isinstance(found.default_payment_method, stripe.PaymentMethod)
    deep = called.api.v1.subscriptions.retrieve(found.id, {"expand": ["items.data.price.product"]})
    assert deep["items"].data[0].price.product.name == "Withkin Practice"
    with pytest.raises(stripe.InvalidRequestError, match="cannot be expanded"):
        called.api.v1.customers.retrieve(ann, {"expand": ["nothing"]})
    with pytest.raises(stripe.InvalidRequestError, match="more than 4 levels"):
        called.api.v1.subscriptions.list({"expand": ["data.items.data.price.product"]})


def test_a_list_comes_in_pages(called: Shop) -> None:
    made = [called.customer(email="pages@harbour.test") for _ in range(5)]
    page = called.api.v1.customers.list({"email": "pages@harbour.test", "limit": 2})
    assert page.has_more and [each.id for each in page.auto_paging_iter()] == made[::-1]


def test_metadata_is_merged_key_by_key(called: Shop) -> None:
    ann = called.customer(metadata={"clinic": "1", "old": "x"})
    found = called.api.v1.customers.update(ann, {"metadata": {"old": "", "new": "y"}})
    assert found.metadata and found.metadata.to_dict() == {"clinic": "1", "new": "y"}


def test_it_can_be_down_slow_or_lose_an_answer(called: Shop) -> None:
    called.double.behave(down=503)
    with pytest.raises(stripe.APIError) as down:
        called.customer()
    assert down.value.http_status == 503
    called.double.behave(delay=0.3)
    began = time.monotonic()
    called.customer()
    assert time.monotonic() - began >= 0.3
    called.double.behave(lose_answers=1)
    with pytest.raises(stripe.APIConnectionError):
        called.api.v1.customers.create({"email": "lost@harbour.test"}, {"idempotency_key": "lost"})
    called.api.v1.customers.create({"email": "lost@harbour.test"}, {"idempotency_key": "lost"})
    assert len(called.double.every("customers", email="lost@harbour.test")) == 1


def test_a_lookup_key_names_one_price(called: Shop) -> None:
    product = called.api.v1.products.create({"name": "Seats"}).id
    terms: Any = {"currency": "usd", "unit_amount": 500, "product": product, "recurring": {"interval": "month"}}
    called.api.v1.prices.create({**terms, "lookup_key": "seats"})
    with pytest.raises(stripe.InvalidRequestError, match="already uses that lookup key"):
        called.api.v1.prices.create({**terms, "lookup_key": "seats"})
    newer = called.api.v1.prices.create({**terms, "lookup_key": "seats", "transfer_lookup_key": True})
    assert called.price("seats") == newer.id
