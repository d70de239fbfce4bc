"""The cards one can pay with here, and what each does when it is charged."""

from dataclasses import dataclass

from dev.stripe.thing import Thing


@dataclass(frozen=True)
class Card:
    choice: str
    label: str
    last4: str
    token: str
    """The name under which Stripe's own test mode offers its nearest relative."""


CARDS = (
    Card("works", "Card that works", "4242", "pm_card_visa"),
    Card("fails-today", "Card that fails today", "0002", "pm_card_visa_chargeDeclined"),
    Card("fails-later", "Card that fails at the next renewal", "0341", "pm_card_chargeCustomerFail"),
    Card("needs-step", "Card that needs a step", "3184", "pm_card_authenticationRequired"),
)
BY_CHOICE = {card.choice: card for card in CARDS}
BY_TOKEN = {card.token: card for card in CARDS}
BY_LAST4 = {card.last4: card for card in CARDS}


@dataclass(frozen=True)
class Decline:
    message: str
    decline_code: str
    code: str = "card_declined"


DECLINED = Decline("Your card was declined.", "generic_decline")
STEP = Decline("Your card needs a step: it has to be confirmed.", "authentication_required", "authentication_required")
NONE = Decline("There is no card to pay with.", "no_payment_method", "missing_payment_method")


def of(method: Thing) -> Card:
    return BY_LAST4[method["card"]["last4"]]


def charge(method: Thing | None, present: bool) -> Decline | None:
    """What goes wrong, if anything. `present`: its holder is at a page and has taken the step, if one was needed."""
    if method is None:
        return NONE
    choice = of(method).choice
    if choice == "fails-today":
        return DECLINED
    if choice == "fails-later" and not present:
        return DECLINED
    return STEP if choice == "needs-step" and not present else None
