"""What we ask Stripe, by its own library. Every write has a key of ours: done twice, it is done once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from flask import current_app
from flask_babel import get_locale

from app.billing.plans import Plan
from app.web.money import money

if TYPE_CHECKING:
    from stripe import StripeClient
    from stripe.params.checkout import SessionCreateParams

VERSION = "2026-10-28.endive"
SECONDS = 5.0
"""So long we wait for an answer, and once more: a page, and its clinic's plan, waits with us; a job comes back anyway."""
TRIAL_AT_LEAST = timedelta(days=2, hours=1)
"""Stripe takes no trial that ends within two days."""


@dataclass(frozen=True)
class Invoice:
    number: str
    at: datetime
    sum: str
    status: str
    url: str | None


def client() -> "StripeClient":
    """One a process: the library takes a while to come."""
    if "stripe" not in current_app.extensions:
        from stripe import StripeClient, new_default_http_client

        settings = current_app.config["SETTINGS"]
        current_app.extensions["stripe"] = StripeClient(
            settings.stripe_secret_key, stripe_version=VERSION, base_addresses={"api": settings.stripe_api_url},
            http_client=new_default_http_client(timeout=SECONDS), max_network_retries=1,
        )  # fmt: skip
    found: StripeClient = current_app.extensions["stripe"]
    return found


def away() -> type[Exception]:
    """What each of these calls raises where Stripe does not answer, or says no."""
    from stripe import StripeError

    return StripeError


def moment(epoch: int | None) -> datetime | None:
    return None if epoch is None else datetime.fromtimestamp(epoch, UTC)


def new_customer(clinic: str, name: str, email: str | None) -> str:
    """`clinic`: its id. The customer's id, the same however often this owner asks for it."""
    asked = sha256(f"{name} {email}".encode()).hexdigest()[:16]  # Stripe refuses a key that comes back with other words
    made = client().v1.customers.create(
        {"name": name, "metadata": {"clinic": clinic}} | ({"email": email} if email else {}),  # type: ignore[arg-type]
        {"idempotency_key": f"customer-{clinic}-{asked}"},
    )
    return made.id


def price_of(plan: Plan) -> str:
    found = client().v1.prices.list({"lookup_keys": [plan.price], "active": True, "limit": 1}).data
    if not found:
        raise LookupError(f"no price {plan.price} at Stripe")
    return found[0].id


def checkout(customer: str, plan: Plan, seats: int, back: str, key: str, trial_until: datetime | None) -> str:
    """The address of Stripe's page to subscribe on. `trial_until`: nothing is paid before."""
    asked: SessionCreateParams = {
        "mode": "subscription",
        "customer": customer,
        "line_items": [{"price": price_of(plan), "quantity": max(seats, 1)}],
        "success_url": f"{back}/done",
        "cancel_url": back,
        "automatic_tax": {"enabled": True},
        "customer_update": {"address": "auto", "name": "auto"},
    }
    if trial_until:
        asked["subscription_data"] = {"trial_end": int(trial_until.timestamp())}
    session = client().v1.checkout.sessions.create(asked, {"idempotency_key": key})
    assert session.url
    return session.url


def close_checkouts(customer: str) -> None:
    """Nothing more is bought on a page that was opened earlier; what was bought there meanwhile is."""
    from stripe import InvalidRequestError

    sessions = client().v1.checkout.sessions
    for one in sessions.list({"customer": customer, "status": "open", "limit": 100}).data:
        try:
            sessions.expire(one.id, options={"idempotency_key": f"expire-{one.id}"})
        except InvalidRequestError:
            continue


def portal(customer: str, back: str) -> str:
    """The address of Stripe's page for cards, bills and cancelling."""
    return client().v1.billing_portal.sessions.create({"customer": customer, "return_url": back}).url


def set_item(item: str, seats: int, key: str, plan: Plan | None = None) -> None:
    """How many seats are paid, and, with `plan`, for which plan. What is begun is charged in part."""
    change: Mapping[str, Any] = {"quantity": max(seats, 1), "proration_behavior": "create_prorations"}
    if plan:
        change = {**change, "price": price_of(plan)}
    client().v1.subscription_items.update(item, change, {"idempotency_key": key})  # type: ignore[arg-type]


def invoices(customer: str) -> list[Invoice]:
    """The newest first, at most two years of months; none that is only being written."""
    found = client().v1.invoices.list({"customer": customer, "limit": 24}).data
    return [
        Invoice(
            one.number or "", datetime.fromtimestamp(one.created, UTC), money(one.total, one.currency, str(get_locale() or "en")),
            one.status or "", one.hosted_invoice_url,
        )
        for one in found
        if one.status != "draft"
    ]  # fmt: skip
