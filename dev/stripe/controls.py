"""The addresses tests steer the double by. They take JSON only, which no page of another site can send here."""

from typing import Any

from flask import Flask, Response, jsonify, request

from dev.stripe import deliveries
from dev.stripe.account import Account
from dev.stripe.timeline import set_clock, turn


def controls(site: Flask, account: Account) -> None:
    @site.get("/healthz")
    def healthz() -> dict[str, Any]:
        with account.turn():
            return {"ok": True, "prices": len(account.store.all("price"))}

    @site.get("/_clock")
    def clock() -> dict[str, Any]:
        with account.turn():
            return {"now": account.now, "offset": account.offset}

    @site.post("/_clock")
    def wind() -> Response | tuple[Response, int]:
        """One of `{"at": seconds since 1970}`, `{"offset": seconds ahead of the machine}`, `{"advance": seconds}`."""
        match request.get_json():
            case {"at": int() | float() as at}:
                set_clock(account, account.offset + at - account.now)
            case {"offset": int() | float() as offset}:
                set_clock(account, offset)
            case {"advance": int() | float() as seconds}:
                set_clock(account, account.offset + seconds)
            case _:
                return jsonify(error="one of at, offset, advance; in seconds"), 400
        return jsonify(clock())

    @site.get("/_behave")
    def behaviour() -> dict[str, Any]:
        return vars(account.switches)

    @site.post("/_behave")
    def behave() -> Response | tuple[Response, int]:
        try:
            account.switches.change(request.get_json())
        except (ValueError, TypeError, AttributeError) as reason:
            return jsonify(error=str(reason)), 400
        account.news.set()
        return jsonify(vars(account.switches))

    @site.get("/_deliveries")
    def waiting() -> dict[str, int]:
        """How many webhooks have not arrived, and how many of those have failed at least once."""
        with account.turn():
            return deliveries.count(account)

    @site.post("/_release")
    def release() -> Response | tuple[Response, int]:
        """Lets go what `hold` has held: `{"order": "kept" | "reverse" | "random"}`."""
        order = (request.get_json() or {}).get("order", "kept")
        if order not in deliveries.ORDERS:
            return jsonify(error=f"order: one of {', '.join(deliveries.ORDERS)}"), 400
        with account.turn():
            count = deliveries.reorder(account, order)
            account.switches.hold = False
        return jsonify(released=count)

    @site.post("/_forget")
    def forget() -> dict[str, int]:
        """No idempotency key was ever seen: what a day does at Stripe."""
        with account.turn():
            return {"forgotten": account.store.rows.execute("delete from answers").rowcount}

    @site.post("/_redeliver")
    def redeliver() -> dict[str, int]:
        """Sends these events again, as one can from Stripe's dashboard: `{"events": ["evt_…"]}`."""
        with turn(account):
            for id in request.get_json()["events"]:
                account.store.deliver(account.find("event", id)["id"])
            return deliveries.count(account)
