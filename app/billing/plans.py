"""Our plans: what a seat costs in each, and how many it holds. A seat is a therapist who has joined and works here."""

from dataclasses import dataclass

from flask_babel import get_locale
from flask_babel import gettext as _

from app.web.money import money


@dataclass(frozen=True)
class Plan:
    """`price`: the lookup key of its price at Stripe, so that an id differs from server to server and stands nowhere."""

    key: str
    price: str
    cents: int
    """US cents for each seat and month, before tax; what is shown. What is paid is Stripe's."""
    most: int | None
    """Seats it holds; None: any number."""

    @property
    def name(self) -> str:
        return {"solo": _("Solo"), "practice": _("Practice"), "clinic": _("Clinic")}[self.key]

    @property
    def seats(self) -> str:
        return {
            "solo": _("One therapist"),
            "practice": _("Up to ten therapists"),
            "clinic": _("Any number of therapists"),
        }[self.key]

    def holds(self, seats: int) -> bool:
        return self.most is None or seats <= self.most

    def costs(self, seats: int) -> str:
        """A month of so many seats, in words: "$48.00"."""
        return money(self.cents * max(seats, 1), "usd", str(get_locale() or "en"))


SOLO = Plan("solo", "withkin_solo", 2900, 1)
PRACTICE = Plan("practice", "withkin_practice", 2400, 10)
CLINIC = Plan("clinic", "withkin_clinic", 1900, None)
PLANS = {plan.key: plan for plan in (SOLO, PRACTICE, CLINIC)}


def of_price(lookup_key: str | None) -> str | None:
    """The plan of a price at Stripe; None: none of ours."""
    return next((plan.key for plan in PLANS.values() if plan.price == lookup_key), None)
