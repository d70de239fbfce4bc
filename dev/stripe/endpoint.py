"""Where webhooks go, and how they are signed."""

import hashlib
import hmac
import http.client
import time
import urllib.error
import urllib.request
from dataclasses import dataclass

LONGEST = 15.0
"""Seconds an endpoint may take to answer."""


@dataclass(frozen=True)
class Endpoint:
    """`secret` is its `whsec_…`."""

    url: str
    secret: str

    def takes(self, body: bytes) -> bool:
        """Delivers one webhook. Anything but a 2xx, a redirect too, is a failure."""
        headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "Stripe/1.0 (double)"}
        signed = {"Stripe-Signature": signature(body, self.secret)}
        try:
            with OPENER.open(urllib.request.Request(self.url, body, headers | signed), timeout=LONGEST) as answer:
                return bool(200 <= answer.status < 300)
        except urllib.error.HTTPError as refused:
            refused.close()
            return False
        except (OSError, http.client.HTTPException):
            return False


def signature(body: bytes, secret: str) -> str:
    """Stripe's scheme v1, by the real time: whoever checks it compares with their own clock."""
    now = int(time.time())
    signed = hmac.new(secret.encode(), f"{now}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={now},v1={signed}"


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        """Stripe does not follow a redirect."""


OPENER = urllib.request.build_opener(Stay, urllib.request.ProxyHandler({}))
