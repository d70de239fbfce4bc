"""The step some cards need before they pay: here, one press."""

from collections.abc import Callable
from typing import Any

from flask import Flask, redirect, request

from dev.stripe import portal
from dev.stripe.account import Account
from dev.stripe.pages import checkout, invoice
from dev.stripe.pages.rendering import closed, page
from dev.stripe.refusals import Refusal
from dev.stripe.thing import Thing
from dev.stripe.timeline import turn


def step_pages(site: Flask, account: Account) -> None:
    @site.get("/step/<id>")
    def step(id: str) -> Any:
        with turn(account):
            found = account.store.get(id)
        return page("step.html", step=found) if found else closed("This step was taken already.")

    @site.post("/step/<id>")
    def take_step(id: str) -> Any:
        with turn(account):
            found = account.store.get(id)
            if found is None or found["object"] != "step":
                return closed("This step was taken already.")
            account.store.remove(id)
            if request.form.get("answer") != "complete":
                return redirect(f"{found['_back']}?refused=1", 303)
            try:
                return redirect(THEN[found["_then"]](account, found), 303)
            except Refusal as refusal:
                return closed(str(refusal), refusal.status)


def subscribe(account: Account, step: Thing) -> str:
    return checkout.finish(account, account.find("checkout.session", step["_target"]), step["_entered"])


def change_card(account: Account, step: Thing) -> str:
    portal.change_card(account, step["_target"], step["_entered"]["card"])
    return f"{step['_back']}?done=card"


def pay(account: Account, step: Thing) -> str:
    invoice.pay(account, account.find("invoice", step["_target"]), step["_entered"]["card"], present=True)
    return f"{step['_back']}?done=pay"


THEN: dict[str, Callable[[Account, Thing], str]] = {"checkout": subscribe, "card": change_card, "invoice": pay}
