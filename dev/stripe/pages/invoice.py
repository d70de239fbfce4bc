"""An invoice's own page, where whoever has its address can read and pay it, and its PDF."""

from typing import Any

from flask import Flask, Response, redirect, request

from dev.stripe import cards, payment_methods, payments, pdf, steps
from dev.stripe.account import Account
from dev.stripe.months import day, money
from dev.stripe.pages.rendering import REFUSED, closed, is_card, page
from dev.stripe.refusals import Refusal, declined
from dev.stripe.thing import Thing
from dev.stripe.timeline import turn


def invoice_pages(site: Flask, account: Account) -> None:
    @site.get("/i/<secret>")
    def invoice(secret: str) -> Any:
        with turn(account):
            found = opened(account, secret)
            return (
                shown(account, found, REFUSED if "refused" in request.args else "")
                if found
                else closed("No such invoice.")
            )

    @site.post("/i/<secret>")
    def pay_invoice(secret: str) -> Any:
        with turn(account):
            found = opened(account, secret)
            if found is None:
                return closed("No such invoice.")
            try:
                with account.store.transaction("press"):
                    further = settle(account, found, request.form.get("card", ""), f"/i/{secret}")
                return redirect(further or f"/i/{secret}", 303)
            except Refusal as refusal:
                return shown(account, account.find("invoice", found["id"]), str(refusal)), refusal.status

    @site.get("/i/<secret>/pdf")
    def print_invoice(secret: str) -> Any:
        with turn(account):
            found = opened(account, secret)
        if found is None:
            return closed("No such invoice.")
        named = {"Content-Disposition": f'inline; filename="{found["number"]}.pdf"'}
        return Response(pdf.of_lines(lines(found)), mimetype="application/pdf", headers=named)


def opened(account: Account, secret: str) -> Thing | None:
    return next((each for each in account.store.all("invoice") if each.get("_secret") == secret), None)


def settle(account: Account, invoice: Thing, choice: str, back: str) -> str:
    """Pays with the card chosen, or with the one `kept` on file. Returns the step's address when one is needed first.

    Raises Refusal for a card that is declined; that it was tried stays.
    """
    if invoice["status"] != "open":
        raise Refusal("This invoice is not open any more.", 409)
    method = payments.card(account, invoice) if choice == "kept" else None
    if choice != "kept" and not is_card(choice):
        raise Refusal("Choose a card.", 422)
    needs_step = choice == "needs-step" or (method and cards.of(method).choice == "needs-step")
    if needs_step:
        return steps.ask(account, "invoice", invoice["id"], {"card": choice}, back)
    pay(account, invoice, choice, present=choice != "kept")
    return ""


def pay(account: Account, invoice: Thing, choice: str, present: bool) -> None:
    """A card on file that fails later fails here too; a new one is good this once."""
    kept = choice == "kept"
    method = payments.card(account, invoice) if kept else payment_methods.given(account, invoice["customer"], choice)
    if trouble := payments.collect(account, invoice, method, present):
        raise declined(trouble.message, trouble.decline_code, kept=True)


def shown(account: Account, invoice: Thing, error: str) -> str:
    card = payments.card(account, invoice)
    return page(
        "invoice.html", invoice=invoice, card=card, card_label=cards.of(card).label if card else "", error=error
    )


def lines(invoice: Thing) -> list[str]:
    """The invoice as text."""
    head = [f"Invoice {invoice['number']}", "Made by the Stripe double: no money was moved.", ""]
    who = [str(invoice["customer_name"] or invoice["customer_email"] or ""), day(invoice["created"]), ""]
    asked = [f"{one['description']}  {money(one['amount'], one['currency'])}" for one in invoice["lines"]["data"]]
    due = f"{money(invoice['amount_due'], invoice['currency'])} due, {invoice['status']}"
    return [*head, *who, *asked, "", due]
