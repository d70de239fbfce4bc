"""What every page is rendered with."""

from typing import Any

from flask import render_template

from dev.stripe.cards import BY_CHOICE, CARDS
from dev.stripe.months import day, money

REFUSED = "The step was refused, so nothing was paid. Try again or choose another card."


def page(template: str, **shown: Any) -> str:
    return render_template(template, cards=CARDS, money=money, day=day, **shown)


def closed(words: str, status: int = 404) -> tuple[str, int]:
    """A page with nothing to do on it."""
    return page("closed.html", words=words), status


def is_card(choice: str) -> bool:
    return choice in BY_CHOICE
