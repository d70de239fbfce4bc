"""A Stripe double with a clinic's way of using it: through the official library, and through its pages."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import stripe

from dev import ports
from dev.process import Process, running
from dev.stripe.client import KEY
from dev.stripe.part import stripe_double
from tests.stripe_double import StripeDouble

SECRET = "whsec_of_the_tests"
HOUR, DAY = 3600, 24 * 3600


@dataclass
class Shop:
    """`api` is the client the app would have."""

    process: Process
    double: StripeDouble
    api: stripe.StripeClient

    def customer(self, **more: Any) -> str:
        return self.api.v1.customers.create({"email": "ann@harbour.test", **more}).id

    def price(self, key: str = "withkin_practice") -> str:
        return self.api.v1.prices.list({"lookup_keys": [key]}).data[0].id

    def checkout(self, customer: str, quantity: int = 2, **more: Any) -> stripe.checkout.Session:
        wanted: Any = {
            "mode": "subscription",
            "customer": customer,
            "client_reference_id": "clinic-1",
            "line_items": [{"price": self.price(), "quantity": quantity}],
            "success_url": "http://harbour.test/thanks?session={CHECKOUT_SESSION_ID}",
            "cancel_url": "http://harbour.test/billing",
            **more,
        }
        return self.api.v1.checkout.sessions.create(wanted)

    def subscribed(self, customer: str, card: str = "works", quantity: int = 2, **more: Any) -> stripe.Subscription:
        """Through Checkout."""
        page = self.double.subscribe(str(self.checkout(customer, quantity, **more).url), card)
        assert page.status == 303, page.text
        return self.api.v1.subscriptions.list({"customer": customer}).data[0]

    def portal(self, customer: str) -> str:
        return self.api.v1.billing_portal.sessions.create({"customer": customer, "return_url": "http://x.test/"}).url

    def status(self, subscription: str) -> str:
        return str(self.api.v1.subscriptions.retrieve(subscription).status)

    def happened(self, id: str) -> list[str]:
        """The types of the events about one object, oldest first."""
        return [event["type"] for event in self.double.events() if event["data"]["object"].get("id") == id]


@contextmanager
def shop(folder: Path, hook: str | None = None) -> Iterator[Shop]:
    port = ports.free()
    with running(stripe_double(port, folder / "stripe", hook, SECRET), folder) as process:
        url = f"http://127.0.0.1:{port}"
        http = stripe.RequestsClient()
        api = stripe.StripeClient(KEY, base_addresses={"api": url}, max_network_retries=0, http_client=http)
        try:
            yield Shop(process, StripeDouble(url), api)
        finally:
            http.close()


@dataclass
class Hook:
    """An endpoint that notes what it is told. `refuses`: so many times more it answers 500."""

    port: int = field(default_factory=ports.free)
    told: list[tuple[bytes, str]] = field(default_factory=list)
    refuses: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/stripe/webhook"

    def events(self) -> list[dict[str, Any]]:
        return [json.loads(body) for body, _ in self.told]

    @contextmanager
    def listening(self) -> Iterator["Hook"]:
        hook = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if hook.refuses:
                    hook.refuses -= 1
                    self.send_response(500)
                else:
                    hook.told.append((body, self.headers["Stripe-Signature"]))
                    self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Silent."""

        with ThreadingHTTPServer(("127.0.0.1", self.port), Handler) as server:
            thread = threading.Thread(target=server.serve_forever, args=(0.02,))
            thread.start()
            try:
                yield self
            finally:
                server.shutdown()
                thread.join()
