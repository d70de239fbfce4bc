"""Real servers, one application, a fresh copy of the cast's database for each test."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy.engine import make_url

from app import create_app
from app.config import Settings
from app.web.headers import limiter
from dev import environment, keys, places, ports
from dev.outbox.part import outbox
from dev.postgres import Postgres
from dev.process import running
from dev.stripe.part import stripe_double
from dev.valkey import Valkey
from tenants.bootstrap import bootstrap
from tenants.db import db
from tests.browser import Browser
from tests.bypass import LOGIN
from tests.bypass import bypassing as bypass
from tests.carrying import carry
from tests.every_mail import tell_tales
from tests.outbox import Outbox
from tests.statements import Statements
from tests.validator import Validator
from tests.world import House, build

ROOT = Path(__file__).resolve().parent.parent
AGED = "update staff_role set since = since - interval '2 days'"
"""Whoever has a role for less than a day signs for nobody."""
LOGINS = ("owner", "staff", "family", "door", "system", "janitor")


@dataclass(frozen=True)
class Servers:
    postgres: Postgres
    valkey: Valkey
    outbox_url: str
    variables: dict[str, str]

    def admin(self, database: str = "postgres") -> psycopg.Connection:
        """The superuser, for arranging databases and for looking past the walls."""
        url = make_url(self.postgres.admin_url(database)).set(drivername="postgresql")
        return psycopg.connect(url.render_as_string(False), autocommit=True)


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    with places.scratch() as place:
        postgres = Postgres(place, ports.free(), durable=False)
        valkey = Valkey(place, ports.free(), durable=False)
        smtp, http, stripe_port = ports.free(), ports.free(), ports.free()
        secrets = {name: name.lower() * 5 for name in keys.KEYS}
        stripe = stripe_double(stripe_port, place.folder / "stripe", None, environment.webhook_secret(secrets))
        with (
            running(stripe, place.logs),
            postgres.running(),
            valkey.running(),
            running(outbox(smtp, http, place.folder / "outbox"), place.logs),
        ):
            logins = bootstrap(postgres.admin_url(), "withkin", dict.fromkeys(LOGINS, "secret"))
            variables = environment.app_environment(8000, logins, valkey.url(), smtp, stripe_port, secrets)
            yield Servers(postgres, valkey, f"http://127.0.0.1:{http}", variables)
        assert tell_tales(place.folder / "outbox") == [], "mails of this run that say too much"


@pytest.fixture(scope="session")
def application(servers: Servers) -> Flask:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in servers.variables.items():
            patch.setenv(name, value)
        app = create_app(Settings())
    app.config["RATELIMIT_ENABLED"] = True
    app.extensions["limits"] = vars(limiter).copy()
    with app.app_context():
        upgrade()
    return app


@pytest.fixture(scope="session")
def cast(application: Flask, servers: Servers) -> dict[str, House]:
    """The cast, kept as the template that each test's database is copied from."""
    with application.app_context():
        houses = {name: build(application, name, name.capitalize()) for name in ("harbour", "meadow")}
        dispose(application)
    with servers.admin("withkin") as admin:
        admin.execute(AGED)
    with servers.admin() as admin:
        admin.execute("ALTER DATABASE withkin RENAME TO cast_of_withkin")
    return houses


def dispose(app: Flask) -> None:
    for engine in db.engines.values():
        engine.dispose()


@pytest.fixture
def app(application: Flask, cast: dict[str, House], servers: Servers, statements: Statements) -> Iterator[Flask]:
    """The application on a database of its own, with an empty queue."""
    with servers.admin() as admin:
        admin.execute("DROP DATABASE IF EXISTS withkin WITH (FORCE)")
        admin.execute("CREATE DATABASE withkin TEMPLATE cast_of_withkin STRATEGY FILE_COPY OWNER withkin_owner")
        for login in LOGINS[1:]:
            admin.execute(f"GRANT CONNECT ON DATABASE withkin TO withkin_{login}")
        admin.execute("REVOKE ALL ON DATABASE withkin FROM PUBLIC")
    vars(limiter).update(
        application.extensions["limits"]
    )  # there is one a process: another application may have had it
    servers.valkey.client().flushall()
    application.extensions.pop("clinics", None)
    with application.app_context():
        yield application
        db.session.remove()
        dispose(application)


@pytest.fixture
def harbour(app: Flask, cast: dict[str, House]) -> House:
    return cast["harbour"]


@pytest.fixture
def meadow(app: Flask, cast: dict[str, House]) -> House:
    return cast["meadow"]


@pytest.fixture
def outbox_now(servers: Servers) -> Outbox:
    """The mails, and the server's switches set to behave."""
    box = Outbox(servers.outbox_url)
    box.behave(refuse=False, delay=0, drop_after_data=False)
    return box


@pytest.fixture
def work(app: Flask) -> Callable[[], None]:
    """`work()` carries out what is queued."""
    return lambda: carry(app)


@pytest.fixture
def bypassing(app: Flask, servers: Servers) -> Callable[..., Any]:
    """`with bypassing("staff", "family"):` their work runs where no policy holds."""
    url = make_url(servers.postgres.admin_url("withkin")).set(username=LOGIN, password="secret")

    @contextmanager
    def without_policies(*audiences: str) -> Iterator[None]:
        with servers.admin("withkin") as admin, bypass(app, admin, url.render_as_string(False), *audiences):
            yield

    return without_policies


@pytest.fixture(scope="session")
def statements() -> Iterator[Statements]:
    """Listens to every statement the suite runs, and keeps rule S."""
    with Statements().listening() as listener:
        yield listener


@pytest.fixture(scope="session")
def validator() -> Iterator[Validator]:
    with Validator(ROOT).running() as process:
        yield process


@pytest.fixture
def browser(app: Flask, validator: Validator, statements: Statements) -> type[Browser]:
    """`browser(house)`: a client that reads pages strictly and fills in the hidden fields of the form it sends."""
    return lambda house=None: Browser(app, validator, statements, house)  # type: ignore[return-value]
