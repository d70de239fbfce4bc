"""Servers of one's own for one run (screens, measurements, faults): scratch data, a migrated database, the application."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Flask
from flask_migrate import upgrade

from app import create_app
from app.config import Settings
from dev import environment, keys, places, ports
from dev.outbox.part import outbox
from dev.places import Place
from dev.postgres import Postgres
from dev.process import Process, running
from dev.stripe.part import stripe_double
from dev.valkey import Valkey
from tenants.bootstrap import LOGINS, bootstrap

DATABASE = "withkin"


@dataclass(frozen=True)
class Stack:
    """What runs, and how the app is to be told of it."""

    place: Place
    postgres: Postgres
    valkey: Valkey
    outbox_url: str
    variables: dict[str, str]
    processes: dict[str, Process]
    """By name, for breaking them."""

    @property
    def port(self) -> int:
        """Where the web process is to listen."""
        return urlsplit(self.variables["PUBLIC_URL"]).port or 80

    @property
    def admin_url(self) -> str:
        return self.postgres.admin_url(DATABASE).replace("+psycopg", "", 1)


def application(variables: Mapping[str, str]) -> Flask:
    """The app in this process, configured as its own processes are, on a database brought up to date."""
    app = create_app(
        Settings(**{name: variables[name.upper()] for name in Settings.model_fields if name.upper() in variables})  # type: ignore[arg-type]
    )
    with app.app_context():
        upgrade()
    return app


@contextmanager
def stack(durable: bool = False, **more: str) -> Iterator[Stack]:
    """Postgres, Valkey, the outbox and the Stripe double, stopped and removed at the end. `more`: further variables of the app.

    `durable`: what Postgres has committed outlives its own death.
    """
    with places.scratch() as place:
        postgres, valkey = Postgres(place, ports.free(), durable), Valkey(place, ports.free(), durable=False)
        smtp, http, stripe_port, web = ports.free(), ports.free(), ports.free(), ports.free()
        secrets = {name: name.lower() * 5 for name in keys.KEYS}
        mails = outbox(smtp, http, place.folder / "outbox")
        hook, secret = environment.webhook_url(web), environment.webhook_secret(secrets)
        stripe = stripe_double(stripe_port, place.folder / "stripe", hook, secret)
        with (
            running(postgres, place.logs) as rows,
            running(valkey, place.logs) as queue,
            running(mails, place.logs) as post,
            running(stripe, place.logs) as money,
        ):
            logins = bootstrap(postgres.admin_url(), DATABASE, dict.fromkeys(LOGINS, "secret"))
            variables = environment.app_environment(web, logins, valkey.url(), smtp, stripe_port, secrets)
            processes = {"postgres": rows, "valkey": queue, "outbox": post, "stripe": money}
            yield Stack(place, postgres, valkey, f"http://127.0.0.1:{http}", variables | more, processes)
