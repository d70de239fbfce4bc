"""The Stripe double as a test, a measurement or the demo's check asks it, over its own addresses."""

import json
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import asdict
from typing import Any

from dev.stripe.behaviour import Behaviour

KEY = "sk_test_double"


class StripeDouble:
    """`url` is the base address of its API and of its pages."""

    def __init__(self, url: str):
        self.url = url

    def every(self, kind: str, **wanted: str | int) -> list[dict[str, Any]]:
        """Objects of a kind, newest first, at most a hundred: `every("invoices", customer=…)`."""
        query = urllib.parse.urlencode({"limit": 100} | wanted)
        return list(self.ask(f"/v1/{kind}?{query}")["data"])

    def one(self, kind: str, id: str) -> dict[str, Any]:
        return self.ask(f"/v1/{kind}/{id}")

    def events(self, type: str = "", **wanted: int) -> list[dict[str, Any]]:
        """What happened, oldest first; all of it or of one type (`invoice.*`)."""
        return self.every("events", **({"type": type} if type else {}), **wanted)[::-1]

    def behave(self, **how: Any) -> None:
        """Throws the switches named (`dev.stripe.behaviour`), and sets every other one to behave well."""
        self.ask("/_behave", asdict(Behaviour()) | how)

    def now(self) -> int:
        """Seconds since 1970, by its own clock."""
        return int(self.ask("/_clock")["now"])

    def set_clock(self, **to: float) -> int:
        """`at=` seconds since 1970, `offset=` seconds ahead of the machine, or `advance=` seconds. Ahead, everything
        that falls due on the way happens. Returns what the clock now says."""
        return int(self.ask("/_clock", to)["now"])

    def release(self, order: str = "kept") -> int:
        """Lets webhooks go that were held: as they were `kept`, in `reverse`, or at `random`. Returns how many."""
        return int(self.ask("/_release", {"order": order})["released"])

    def forget(self) -> None:
        """No idempotency key was ever seen: what a day does at Stripe."""
        self.ask("/_forget", {})

    def redeliver(self, *events: str) -> None:
        """Tells these events once more."""
        self.ask("/_redeliver", {"events": list(events)})

    def pending(self) -> int:
        """How many webhooks have not arrived yet."""
        return int(self.ask("/_deliveries")["pending"])

    def settle(self, seconds: float = 20) -> None:
        """Waits until every webhook has arrived. Raises AssertionError when they have not by then."""
        until = time.monotonic() + seconds
        while waiting := self.pending():
            if time.monotonic() > until:
                raise AssertionError(f"{waiting} webhooks have not arrived after {seconds} s")
            time.sleep(0.02)

    def ask(self, path: str, told: Any = None) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"}
        body = None if told is None else json.dumps(told).encode()
        with urllib.request.urlopen(urllib.request.Request(self.url + path, body, headers), timeout=60) as answer:
            return dict(json.load(answer))
