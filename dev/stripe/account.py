"""The one Stripe account the double is: its objects, its clock, and the events it makes of them."""

import secrets
import string
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import stripe

from dev.stripe import due
from dev.stripe.behaviour import Behaviour
from dev.stripe.endpoint import Endpoint
from dev.stripe.refusals import missing
from dev.stripe.store import Store
from dev.stripe.thing import Thing, public

LETTERS = string.ascii_letters + string.digits


def word(prefix: str, length: int = 24) -> str:
    """An id as Stripe's look."""
    return prefix + "".join(secrets.choice(LETTERS) for _ in range(length))


class Account:
    """Everything is read and done within `turn()`, one caller at a time."""

    def __init__(self, store: Store, switches: Behaviour, url: str, endpoint: Endpoint | None):
        self.store = store
        self.switches = switches
        self.url = url
        self.endpoint = endpoint
        self.lock = threading.RLock()
        self.moment: int | None = None
        self.request: Thing = {"id": None, "idempotency_key": None}
        self.news = threading.Event()

    @contextmanager
    def turn(self) -> Iterator[None]:
        with self.lock, self.store.transaction():
            yield
        self.news.set()

    @property
    def now(self) -> int:
        """Seconds since 1970 by the double's own clock; while it catches up, the moment it has come to."""
        return int(time.time() + self.offset) if self.moment is None else self.moment

    @property
    def offset(self) -> float:
        """How many seconds the double's clock is ahead of the machine's. It ticks."""
        return float(self.store.setting("offset", "0"))

    def new(self, prefix: str, kind: str, **fields: Any) -> Thing:
        return {"id": word(prefix), "object": kind, "created": self.now, "livemode": False, **fields}

    def find(self, kind: str, id: str, param: str = "id") -> Thing:
        """Raises the refusal Stripe gives for an id it does not know, or knows as something else."""
        thing = self.store.get(id)
        if thing is None or thing["object"] != kind:
            raise missing(kind, id, param)
        return thing

    def save(self, thing: Thing) -> None:
        self.store.put(thing, due.of(thing))

    def create(self, thing: Thing, event: str) -> Thing:
        self.save(thing)
        self.tell(event, thing)
        return thing

    def change(self, thing: Thing, event: str, always: bool = False) -> None:
        """Keeps it and tells of it, with what was before; says nothing when nothing was changed, unless `always`."""
        before = self.store.get(thing["id"]) or {}
        was = {key: value for key, value in public(before).items() if value != thing.get(key)}
        self.save(thing)
        if was or always:
            self.tell(event, thing, was)

    def tell(self, event: str, thing: Thing, was: Thing | None = None) -> None:
        """An event, and the webhooks that are to carry it. `was`: the former values of what an update changed."""
        data = {"object": public(thing)} | ({"previous_attributes": was} if was else {})
        telling = self.endpoint is not None and not self.switches.drop
        kept = self.new(
            "evt_",
            "event",
            api_version=stripe.api_version,
            type=event,
            data=data,
            pending_webhooks=int(telling),
            request=dict(self.request),
        )
        self.save(kept)
        for _ in range((1 + self.switches.duplicates) * telling):
            self.store.deliver(kept["id"], self.switches.delay_webhooks)
