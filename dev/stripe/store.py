"""Where the double keeps everything: one SQLite file, so that it goes on after a restart."""

import json
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dev.stripe.thing import Thing

TABLES = """
create table if not exists things (
    place integer primary key autoincrement, id text unique not null, object text not null, due integer, body text not null
);
create index if not exists things_by_object on things (object, place);
create index if not exists things_by_due on things (due) where due is not null;
create table if not exists answers (
    key text primary key, request text not null, at integer not null, status integer not null, body text not null
);
create table if not exists deliveries (
    id integer primary key autoincrement, place real not null, event text not null, due real not null, attempts integer not null
);
create table if not exists settings (name text primary key, value text not null);
"""


class Store:
    """Not safe for two threads at a time: whoever uses it holds the account's lock."""

    def __init__(self, folder: Path):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.rows = sqlite3.connect(folder / "stripe.sqlite", check_same_thread=False, isolation_level=None)
        self.rows.execute("pragma journal_mode = wal")
        self.rows.execute("pragma synchronous = normal")
        self.rows.executescript(TABLES)

    @contextmanager
    def transaction(self, name: str = "turn") -> Iterator[None]:
        """All or nothing; they nest by name."""
        self.rows.execute(f"savepoint {name}")
        try:
            yield
        except BaseException as reason:
            if not getattr(reason, "kept", False):
                self.rows.execute(f"rollback to {name}")
            raise
        finally:
            self.rows.execute(f"release {name}")

    def get(self, id: str) -> Thing | None:
        row = self.rows.execute("select body from things where id = ?", (id,)).fetchone()
        return json.loads(row[0]) if row else None

    def put(self, thing: Thing, due: int | None) -> None:
        self.rows.execute(
            "insert into things (id, object, due, body) values (?, ?, ?, ?) "
            "on conflict (id) do update set due = excluded.due, body = excluded.body",
            (thing["id"], thing["object"], due, json.dumps(thing)),
        )

    def remove(self, id: str) -> None:
        self.rows.execute("delete from things where id = ?", (id,))

    def all(self, kind: str) -> list[Thing]:
        """Newest first."""
        found = self.rows.execute("select body from things where object = ? order by place desc", (kind,))
        return [json.loads(body) for (body,) in found]

    def next_due(self, until: int) -> tuple[int, Thing] | None:
        """What is to happen first, not later than `until`."""
        row = self.rows.execute(
            "select due, body from things where due <= ? order by due, place limit 1", (until,)
        ).fetchone()
        return (row[0], json.loads(row[1])) if row else None

    def setting(self, name: str, otherwise: str) -> str:
        row = self.rows.execute("select value from settings where name = ?", (name,)).fetchone()
        return str(row[0]) if row else otherwise

    def set(self, name: str, value: str) -> None:
        self.rows.execute(
            "insert into settings values (?, ?) on conflict (name) do update set value = excluded.value", (name, value)
        )

    def deliver(self, event: str, delay: float = 0.0) -> None:
        """Puts a webhook behind those that wait; it is not tried before `delay` seconds are over."""
        self.rows.execute(
            "insert into deliveries (place, event, due, attempts) "
            "select coalesce(max(place), 0) + 1, ?, ?, 0 from deliveries",
            (event, time.time() + delay),
        )
