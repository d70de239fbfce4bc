"""The billing portal: one's subscription, card and invoices."""

from collections.abc import Callable
from typing import Any

from flask import Flask, redirect, request

from dev.stripe import cards, portal, steps, subscriptions
from dev.stripe.account import Account
from dev.stripe.pages.invoice import settle
from dev.stripe.pages.rendering import REFUSED, closed, is_card, page
from dev.stripe.refusals import Refusal
from dev.stripe.thing import Thing
from dev.stripe.timeline import turn

DONE = {
    "card": "The new card is on file.",
    "pay": "The invoice is paid.",
    "cancel": "The subscription ends with its period.",
    "keep": "The subscription goes on.",
}


def portal_pages(site: Flask, account: Account) -> None:
    @site.get("/p/session/<secret>")
    def billing(secret: str) -> Any:
        with turn(account):
            session = portal.opened(account, secret)
            if session is None:
                return closed("This page has expired. Go back and open it again.")
            said = DONE.get(request.args.get("done", ""), "")
            return shown(account, session, said, REFUSED if "refused" in request.args else "")

    @site.post("/p/session/<secret>/<what>")
    def press_billing(secret: str, what: str) -> Any:
        with turn(account):
            session = portal.opened(account, secret)
            if session is None or what not in DEEDS:
                return closed("This page has expired. Go back and open it again.")
            try:
                with account.store.transaction("press"):
                    further = DEEDS[what](account, session)
                return redirect(further or f"/p/session/{secret}?done={what}", 303)
            except Refusal as refusal:
                return shown(account, session, "", str(refusal)), refusal.status


def change_card(account: Account, session: Thing) -> str:
    """Where to go on, if not back to the portal."""
    choice = request.form.get("card", "")
    if not is_card(choice):
        raise Refusal("Choose a card.", 422)
    if choice == "needs-step":
        back = f"/p/session/{session['_secret']}"
        return steps.ask(account, "card", session["customer"], {"card": choice}, back)
    portal.change_card(account, session["customer"], choice)
    return ""


def pay(account: Account, session: Thing) -> str:
    invoice = account.find("invoice", request.form.get("invoice", ""))
    if invoice["customer"] != session["customer"]:
        raise Refusal("There is no such invoice.", 404)
    return settle(account, invoice, "kept", f"/p/session/{session['_secret']}")


def own(account: Account, session: Thing) -> Thing:
    found = account.find("subscription", request.form.get("subscription", ""))
    if found["customer"] != session["customer"]:
        raise Refusal("There is no such subscription.", 404)
    return found


def cancel(account: Account, session: Thing) -> str:
    subscriptions.update(account, {"cancel_at_period_end": True}, own(account, session)["id"])
    return ""


def keep(account: Account, session: Thing) -> str:
    subscriptions.update(account, {"cancel_at_period_end": False}, own(account, session)["id"])
    return ""


DEEDS: dict[str, Callable[[Account, Thing], str]] = {"card": change_card, "pay": pay, "cancel": cancel, "keep": keep}


def shown(account: Account, session: Thing, said: str, error: str) -> str:
    customer = session["customer"]
    invoices = [each for each in account.store.all("invoice") if each["customer"] == customer and each["number"]]
    card = portal.card(account, customer)
    return page(
        "portal.html",
        session=session,
        customer=account.find("customer", customer),
        subscriptions=subscriptions.of_customer(account, customer),
        names={each["id"]: each["name"] for each in account.store.all("product")},
        card=card,
        card_label=cards.of(card).label if card else "",
        invoices=invoices,
        owed=portal.owed(account, customer),
        said=said,
        error=error,
    )
