"""The whole of Withkin as processes, on the test session's Postgres and outbox: what a real browser is pointed at."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count

import psycopg
from flask import Flask
from sqlalchemy.engine import make_url

from app.boundaries.opening import family_scope
from app.people.links import new_link, token
from app.updates.tell import tell
from dev import environment, keys, places, ports
from dev.app_parts import app_parts
from dev.process import running
from dev.stack import application
from dev.stripe.part import stripe_double
from dev.valkey import Valkey
from tenants import resolve
from tenants.bootstrap import LOGINS, bootstrap
from tenants.db import db, new_id, transaction
from tests.conftest import AGED
from tests.elsewhere import Elsewhere
from tests.outbox import Outbox
from tests.stripe_double import StripeDouble
from tests.world import House, build

NUMBERS = count(1)


@dataclass(frozen=True)
class Live:
    """A running Withkin. `app` is the same application in this process, to arrange things by its own verbs."""

    port: int
    app: Flask
    valkey: Valkey
    outbox: Outbox
    stripe: StripeDouble
    elsewhere: Elsewhere
    admin_url: str

    def as_superuser(self, statement: str, *values: object) -> None:
        """For what no login of the app may do, such as making time pass."""
        with psycopg.connect(self.admin_url, autocommit=True) as connection:
            connection.execute(statement, values)

    @property
    def apex(self) -> str:
        return f"http://localhost:{self.port}"

    def url(self, house: House, path: str = "/") -> str:
        return f"http://{house.subdomain}.localhost:{self.port}{path}"

    def forget_limits(self) -> None:
        """Every test comes from one address: what one has tried must not count against the next."""
        client = self.valkey.client()
        for key in client.scan_iter("*LIMIT*"):
            client.delete(key)

    def house(self) -> House:
        """The cast of tests/world.py once more, in a clinic of its own."""
        house = build(self.app, f"harbour-{next(NUMBERS)}", "Harbour")
        self.as_superuser(f"{AGED} where clinic_id = %s", house.clinic)
        return house

    def link(self, house: House, caregiver: str, purpose: str = "sign-in") -> str:
        """A way in that no mail carried."""
        with self.app.app_context(), transaction(house.jobs()):
            row = new_link(purpose, caregiver=house.people[caregiver], part=house.parts[caregiver])
            db.session.flush()
            word = token(row.id, purpose, house.clinic)
        return self.url(house, f"/in/{word}")

    def ask(self, house: House, caregiver: str, *questions: str) -> None:
        """She has asked these questions about Maya, in this order."""
        with self.app.app_context():
            zone, today = resolve.of_id(house.clinic).zone, house.today
            for words in questions:
                with transaction(family_scope(house.clinic, house.people[caregiver], zone)):
                    tell(new_id(), house.parts[caregiver], house.children["maya"], "question", today, body=words)

    def mail(self, to: str, *, subject: str = "", after: int = 0, seconds: float = 20) -> str:
        """The words of the newest mail to an address, once there are more than `after`."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            found = [mail for mail in self.outbox.mails(to) if subject in mail["subject"]]
            if len(found) > after:
                return str(found[0]["text"])
            time.sleep(0.05)
        raise AssertionError(f"no mail {subject!r} came to {to}")


@contextmanager
def live(admin_url: str, outbox_url: str, smtp_port: int) -> Iterator[Live]:
    with ExitStack() as stack:
        place = stack.enter_context(places.scratch())
        valkey = stack.enter_context(Valkey(place, ports.free(), durable=False).running())
        elsewhere = stack.enter_context(Elsewhere().running())
        port, stripe_port = ports.free(), ports.free()
        logins = bootstrap(admin_url, "walked", dict.fromkeys(LOGINS, "secret"))
        secrets = {name: name.lower() * 5 for name in keys.KEYS}
        hook, secret = environment.webhook_url(port), environment.webhook_secret(secrets)
        stack.enter_context(running(stripe_double(stripe_port, place.folder / "stripe", hook, secret), place.logs))
        variables = environment.app_environment(port, logins, valkey.url(), smtp_port, stripe_port, secrets)
        variables |= {"SWEEP_SECONDS": "1", "LEAVE_TO": elsewhere.url}
        app = application(variables)
        for part in app_parts(port, variables, datetime.now(UTC)):
            stack.enter_context(running(part, place.logs))
        inside = make_url(admin_url).set(drivername="postgresql", database="walked").render_as_string(False)
        yield Live(port, app, valkey, Outbox(outbox_url), StripeDouble(variables["STRIPE_API_URL"]), elsewhere, inside)
        with app.app_context():
            for engine in db.engines.values():
                engine.dispose()
