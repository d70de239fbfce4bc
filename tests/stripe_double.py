"""The Stripe double as tests meet it: its pages without a browser, and what it would have told over the wire."""

import json
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from dev.stripe import client
from dev.stripe.endpoint import signature


@dataclass(frozen=True)
class Page:
    """What a press on a page led to; of a PDF what can be read as text. `to` is the address it sends its visitor to, if it does."""

    status: int
    text: str
    to: str


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        """The answer itself is looked at."""


OPENER = urllib.request.build_opener(Stay)


def visit(url: str, form: dict[str, str] | None = None) -> Page:
    """Opens a page, or sends its form."""
    body = None if form is None else urllib.parse.urlencode(form).encode()
    try:
        answer = OPENER.open(urllib.request.Request(url, body), timeout=20)
    except urllib.error.HTTPError as refused:
        answer = refused
    with answer:
        to = answer.headers.get("Location", "")
        return Page(answer.status, answer.read().decode(errors="replace"), urljoin(url, to) if to else "")


class StripeDouble(client.StripeDouble):
    def subscribe(self, url: str, card: str = "works", **entered: str) -> Page:
        """Presses Subscribe on Checkout's page, and takes the step if the card needs one."""
        page = visit(url, {"card": card} | entered)
        return visit(page.to, {"answer": "complete"}) if "/step/" in page.to else page

    def press(self, portal: str, what: str, **fields: str) -> Page:
        """One of the portal's buttons: `card` (card=), `pay` (invoice=), `cancel` and `keep` (subscription=)."""
        return visit(f"{portal}/{what}", fields)

    def told(self, event: dict[str, Any], secret: str) -> tuple[bytes, dict[str, str]]:
        """The body and the headers of an event's webhook, for a test that hands it to the app itself."""
        body = json.dumps(event, indent=2).encode()
        return body, {"Stripe-Signature": signature(body, secret), "Content-Type": "application/json"}
