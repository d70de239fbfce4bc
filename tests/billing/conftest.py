"""Harbour with an owner who pays, at a Stripe of our own."""

from collections.abc import Callable
from contextvars import Context
from datetime import UTC, datetime, timedelta

import pytest

from app.billing import standing, turning
from app.mail.models import Delivery
from tenants import resolve
from tenants import scope as scopes
from tenants.db import db, transaction
from tenants.models import Plan
from tests.billing.standing import ends
from tests.browser import Browser
from tests.digests.week import came_in
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


@pytest.fixture
def mails(harbour) -> Callable[..., dict[str, str]]:
    """`mails("farewell")`: what became of each to a family, by whom it is for."""

    def found(kind: str = "farewell") -> dict[str, str]:
        with transaction(harbour.jobs()):
            names = {id: name for name, id in harbour.people.items()}
            mine = db.select(Delivery.caregiver_id, Delivery.state).where(Delivery.kind == kind)
            return {names[id]: state for id, state in db.session.execute(mine)}

    return found


@pytest.fixture
def next_noon(harbour) -> datetime:
    """The next day's, where the clinic is: nobody's quiet hours."""
    here = scopes.moment().astimezone(resolve.of_id(harbour.clinic).zone)
    return (here.replace(hour=12) + timedelta(days=1)).astimezone(UTC)


@pytest.fixture
def farewells(harbour, next_noon) -> datetime:
    """Ten days before nobody reads, everybody's mail is made; it goes at the moment answered with."""
    came_in(harbour)
    ends(harbour, 10)
    turning.tell(harbour.clinic)
    return next_noon
