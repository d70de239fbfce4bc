"""Clinics that pay, at the Stripe double, for a run that breaks things."""

from dataclasses import dataclass
from uuid import UUID

from flask import Flask

from app.billing import standing, stripe_calls, subscription, turning
from app.billing.plans import CLINIC
from app.signup.opening import Opening, open_clinic
from tenants.db import new_id, transaction
from tenants.scope import Audience, Scope


@dataclass
class Paying:
    clinic: UUID
    customer: str
    seats: int = 1
    changes: int = 0

    def change(self) -> None:
        """One seat more at Stripe, as if somebody did it there by hand. Inside the application."""
        found = subscription.look(self.customer)
        assert found.item_id
        self.seats, self.changes = self.seats + 1, self.changes + 1
        stripe_calls.client().v1.subscription_items.update(found.item_id, {"quantity": self.seats})

    def is_as_at_stripe(self) -> bool:
        found = subscription.look(self.customer)
        with transaction(Scope(self.clinic, Audience.STAFF)):
            kept = standing.plan_of(self.clinic)
            return all(getattr(kept, name) == getattr(found, name) for name in standing.KEPT)


def paying(app: Flask, many: int) -> list[Paying]:
    with app.test_request_context():
        return [one(number) for number in range(many)]


def one(number: int) -> Paying:
    opening = Opening(
        name=f"Harbour {number}", short_name="Harbour", subdomain=f"harbour-{number}", own_name="Olga Brandt",
        address=f"olga@harbour-{number}.example", password="a few words in a row", country="US",
        time_zone="America/New_York", treats=True, role="owner",
    )  # fmt: skip
    clinic = open_clinic(new_id(), opening).id
    customer = stripe_calls.new_customer(str(clinic), opening.name, opening.address)
    with transaction(Scope(clinic, Audience.STAFF)):
        standing.held(clinic).customer_id = customer
    stripe_calls.client().v1.subscriptions.create(
        {"customer": customer, "items": [{"price": stripe_calls.price_of(CLINIC)}], "trial_period_days": 30}
    )
    turning.turn_plan(clinic)  # the day's own look puts seats right, and would count as a change
    return Paying(clinic, customer)
