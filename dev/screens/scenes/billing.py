"""A plan from the trial to its end, as the owner, staff and a mother see it. Last: they take Meadow with them."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from dev.demo_clinics import PASSWORD
from dev.screens.scene import Scene
from dev.screens.visitor import Visitor
from tenants import resolve
from tenants.db import db, transaction
from tenants.models import Plan
from tenants.scope import moment

PAGE = "/clinic/billing"
UNPAID = {"status": "past_due"}


def stands(they: Visitor, **values: Any) -> None:
    """Every process keeps what it knows of a clinic for seconds."""
    with they.site.app.app_context(), transaction(they.site.scope(they.clinic)) as scope:
        nothing = {"status": None, "late_since": None, "ends_at": None, "trial_until": moment() - timedelta(days=100)}
        db.session.execute(db.update(Plan).where(Plan.clinic_id == scope.clinic).values(**nothing | values))
    time.sleep(resolve.SECONDS + 0.5)


def at(path: str) -> Callable[[Visitor], None]:
    return lambda they: they.open(path)


def owing(days: int, path: str) -> Callable[[Visitor], None]:
    def go(they: Visitor) -> None:
        stands(they, **UNPAID, late_since=moment() - timedelta(days=days))
        they.open(path)

    return go


def ending(days: int, path: str) -> Callable[[Visitor], None]:
    def go(they: Visitor) -> None:
        words = "Call Ina Berg at 555 0100. Bay Child Therapy goes on with you, if you want."
        stands(they, status="active", ends_at=moment() + timedelta(days=days), farewell=words)
        they.open(path)

    return go


def undecided(they: Visitor) -> None:
    stands(they, trial_until=moment() - timedelta(days=3))
    they.open(PAGE)


def on_to_stripe(they: Visitor) -> None:
    they.open(PAGE)
    they.tap("Card, address, cancelling")
    if they.page.get_by_label("Your password").count():
        they.fill("Your password", PASSWORD)
        they.tap("Go on")


def refused(they: Visitor) -> None:
    they.open("/families/new")
    they.fill("Child's name", "Ida")
    they.fill("Age in years", "6")
    they.fill("Name", "Tom")
    they.tap("Add the family")


def olgas(name: str, shows: str, go: Callable[[Visitor], None], status: int = 200) -> Scene:
    return Scene("billing", name, "meadow's olga", shows, go, status)


SCENES = (
    Scene("billing", "in force", "olga", "billing.show", at(PAGE)),
    Scene("billing", "on to stripe", "olga", "billing.manage", on_to_stripe),
    Scene("billing", "invoices", "olga", "billing.invoices", at(f"{PAGE}/invoices")),
    Scene("billing", "one more seat", "olga", "colleagues.new", at("/clinic/staff/new")),
    olgas("trial", "billing.show", at(PAGE)),
    olgas("no invoice yet", "billing.invoices", at(f"{PAGE}/invoices")),
    olgas("trial over", "billing.show", undecided),
    olgas("owing for a day", "billing.show", owing(1, PAGE)),
    olgas("owing for 20 days", "billing.show", owing(20, PAGE)),
    Scene("billing", "a family refused", "meadow's okafor", "families.add", refused, 402),
    olgas("owing for 40 days", "billing.show", owing(40, PAGE)),
    Scene("billing", "only answers", "meadow's okafor", "today.show", at("/today")),
    olgas("cancelled", "billing.show", ending(10, PAGE)),
    olgas("farewell", "farewell.show", at(f"{PAGE}/farewell")),
    Scene("billing", "soon nobody reads", "told nothing", "home.first_child", ending(10, "/home")),
    olgas("ended", "billing.show", ending(-3, PAGE)),
    Scene("billing", "reading alone", "meadow's okafor", "today.show", at("/today")),
    Scene("billing", "nobody reads", "told nothing", "home.first_child", ending(-3, "/home")),
    Scene("billing", "nobody reads questions", "told nothing", "telling.questions", at("/questions")),
    Scene("billing", "nobody reads a worry", "told nothing", "safety.show", at("/safety"), 410),
)  # fmt: skip
