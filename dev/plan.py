"""What one demo consists of, before anything of it runs."""

import os
from dataclasses import dataclass
from functools import cached_property

from dev import keys, ports
from dev.environment import app_environment, given_logins, webhook_secret, webhook_url
from dev.outbox.part import outbox
from dev.parts import Part
from dev.places import Place
from dev.postgres import Postgres
from dev.stripe.part import stripe_double
from dev.valkey import Valkey

DATABASE = "withkin"


@dataclass(frozen=True)
class Plan:
    """`DATABASE_URL_…` (all of them) and `REDIS_URL` in the caller's environment take the place of our own servers."""

    place: Place
    port: int

    @cached_property
    def logins(self) -> dict[str, str] | None:
        return given_logins(os.environ)

    @cached_property
    def postgres(self) -> Postgres | None:
        return None if self.logins else Postgres(self.place, ports.free())

    @cached_property
    def valkey(self) -> Valkey | None:
        return None if os.environ.get("REDIS_URL") else Valkey(self.place, ports.free())

    @cached_property
    def smtp_port(self) -> int:
        return ports.free()

    @cached_property
    def outbox_port(self) -> int:
        """Beside the front page's, when nobody has it."""
        return ports.free_or(self.port + 1)

    @cached_property
    def stripe_port(self) -> int:
        """The same each time where it can be: invoices keep the addresses of their pages."""
        return ports.free_or(self.port + 2)

    def services(self) -> list[Part]:
        """What the app stands on."""
        self.place.make()
        mails = outbox(self.smtp_port, self.outbox_port, self.place.folder / "outbox")
        secret = webhook_secret(keys.kept_in(self.place.folder))
        stripe = stripe_double(self.stripe_port, self.place.folder / "stripe", webhook_url(self.port), secret)
        return [part for part in (self.postgres, self.valkey, mails, stripe) if part]

    def environment(self) -> dict[str, str]:
        """The app's variables. Makes the logins and the database, so the services must run."""
        secrets = keys.kept_in(self.place.folder)
        logins = self.logins
        if self.postgres:
            from tenants.bootstrap import bootstrap

            passwords = {login: secrets[login] for login in keys.LOGINS}
            logins = bootstrap(self.postgres.admin_url(), DATABASE, passwords)
        redis_url = self.valkey.url() if self.valkey else os.environ["REDIS_URL"]
        return app_environment(self.port, logins or {}, redis_url, self.smtp_port, self.stripe_port, secrets)
