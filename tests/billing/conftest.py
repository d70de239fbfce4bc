"""Harbour with an owner who pays, at a Stripe of our own."""

from collections.abc import Callable
from contextvars import Context

import pytest

from app.billing import standing
from tenants.db import transaction
from tenants.models import Plan
from tests.browser import Browser
from tests.stripe_double import StripeDouble
from tests.world import House


@pytest.fixture
def stripe(servers) -> StripeDouble:
    double = StripeDouble(servers.variables["STRIPE_API_URL"])
    double.behave()
    double.set_clock(offset=0)
    double.forget()  # a test's clinic has the id of the one before it, and would get its customer
    return double


@pytest.fixture
def olga(browser, harbour) -> Browser:
    return browser(harbour).sign_in_staff("olga")


@pytest.fixture
def subscribes(olga, stripe) -> Callable[..., None]:
    """`subscribes("practice")`: by the page, and back."""

    def go(plan: str = "practice", card: str = "works", who: Browser = olga) -> None:
        who.get("/clinic/billing")
        way = who.post("/clinic/billing/checkout", {"plan": plan})
        url = way.text.split('class="btn" href="')[1].split('"')[0]
        done = stripe.subscribe(url, card, country="US", postal_code="10001")
        assert done.to.startswith(who.base), done.text
        who.get(done.to.removeprefix(who.base))

    return go


@pytest.fixture
def kept(harbour) -> Callable[[], Plan]:
    """The plan's row as it is now."""

    def read(house: House = harbour) -> Plan:
        with transaction(house.jobs()):
            return standing.held(house.clinic)

    return read


@pytest.fixture
def told(app, servers, stripe) -> Callable[..., int]:
    """`told(event)`: the webhook, as Stripe sends it. Answers with the status."""
    secret = servers.variables["STRIPE_WEBHOOK_SECRET"]

    def post(event: dict[str, object], **changed: object) -> int:
        body, headers = stripe.told(event, changed.get("secret", secret))
        answer = Context().run(
            app.test_client().post, "/stripe/webhook", base_url="http://localhost:8000",
            data=changed.get("body", body), headers=headers | changed.get("headers", {}),
        )  # fmt: skip
        return answer.status_code

    return post
