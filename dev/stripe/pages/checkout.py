"""Checkout: what is bought, who pays, with which card."""

from typing import Any

from flask import Flask, redirect, request

from dev.stripe import checkout, steps
from dev.stripe.account import Account
from dev.stripe.pages.rendering import REFUSED, closed, is_card, page
from dev.stripe.refusals import Refusal
from dev.stripe.thing import Thing
from dev.stripe.timeline import turn

OVER = {"complete": "This has been paid for already.", "expired": "This page has expired. Go back and begin again."}


def checkout_pages(site: Flask, account: Account) -> None:
    @site.get("/c/pay/<id>")
    def pay(id: str) -> Any:
        with turn(account):
            session = account.store.get(id)
            if session is None or session["object"] != "checkout.session":
                return closed("There is no such page.")
            if session["status"] in OVER:
                return closed(OVER[session["status"]], 410)
            return shown(account, session, REFUSED if "refused" in request.args else "")

    @site.post("/c/pay/<id>")
    def subscribe(id: str) -> Any:
        with turn(account):
            session = account.store.get(id)
            if session is None or session["object"] != "checkout.session" or session["status"] != "open":
                return closed("This page is over. Go back and begin again.", 410)
            entered = request.form.to_dict()
            if complaint := wrong(session, entered):
                return shown(account, session, complaint), 422
            if entered["card"] == "needs-step":
                return redirect(steps.ask(account, "checkout", id, entered, f"/c/pay/{id}"), 303)
            try:
                return redirect(finish(account, session, entered), 303)
            except Refusal as refusal:
                return shown(account, account.find("checkout.session", id), str(refusal)), 402


def finish(account: Account, session: Thing, entered: Thing) -> str:
    """Buys it, and gives the address the buyer goes back to."""
    with account.store.transaction("press"):
        checkout.complete(account, session, entered["card"], entered)
    return str(session["success_url"]).replace("{CHECKOUT_SESSION_ID}", session["id"])


def cardless(session: Thing) -> bool:
    return checkout.due_today(session) == 0 and session["payment_method_collection"] == "if_required"


def asks_address(session: Thing) -> bool:
    return bool(session["automatic_tax"]["enabled"]) or session["billing_address_collection"] == "required"


def asks_email(session: Thing) -> bool:
    return session["customer"] is None and not session["customer_email"]


def wrong(session: Thing, entered: Thing) -> str:
    """What is missing, in a sentence."""
    if not is_card(entered.get("card", "")) and not (entered.get("card") == "none" and cardless(session)):
        return "Choose a card."
    if asks_email(session) and "@" not in entered.get("email", ""):
        return "Enter an email address."
    if asks_address(session) and not (entered.get("country") and entered.get("postal_code")):
        return "Enter a country and a postal code: the tax depends on them."
    return ""


def shown(account: Account, session: Thing, error: str) -> str:
    customer = account.store.get(session["customer"]) if session["customer"] else None
    return page(
        "checkout.html",
        session=session,
        lines=session["_lines"],
        today=checkout.due_today(session),
        trial=checkout.trial_end(account, session),
        email=session["customer_email"] or (customer["email"] if customer else ""),
        asks_email=asks_email(session),
        asks_address=asks_address(session),
        cardless=cardless(session),
        error=error,
        entered=request.form,
    )
