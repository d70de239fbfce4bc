"""The double's own page: what its clock says, who subscribes, what happened last. There is none like it at Stripe."""

from datetime import UTC, datetime
from typing import Any

from flask import Flask, redirect, request

from dev.stripe import deliveries
from dev.stripe.account import Account
from dev.stripe.due import DAY, HOUR
from dev.stripe.pages.rendering import closed, page
from dev.stripe.timeline import set_clock, turn

STEPS = {"hour": ("An hour on", HOUR), "day": ("A day on", DAY), "month": ("A month on", 31 * DAY)}
SHOWN = 50


def home_pages(site: Flask, account: Account) -> None:
    @site.get("/")
    def home() -> str:
        with turn(account):
            return page(
                "home.html",
                at=moment(account.now),
                ahead=round(account.offset),
                steps=STEPS,
                subscriptions=account.store.all("subscription")[:SHOWN],
                customers={each["id"]: each for each in account.store.all("customer")},
                events=account.store.all("event")[:SHOWN],
                moment=moment,
                waiting=deliveries.count(account),
            )

    @site.post("/clock")
    def wind_on() -> Any:
        """A press on this page only: another site's form is told apart by what the browser says of it."""
        if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
            return closed("The clock is moved on the double's own page.", 403)
        if request.form.get("step") == "back":
            set_clock(account, 0)
        elif step := STEPS.get(request.form.get("step", "")):
            set_clock(account, account.offset + step[1])
        return redirect("/", 303)


def moment(at: int) -> str:
    """2026-03-02 09:30:00 UTC."""
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M:%S} UTC"
