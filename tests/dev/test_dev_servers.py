"""Our own Postgres and Valkey: real ones, that keep what they were given and start again after an ugly end."""

import os
from collections.abc import Iterator

import psycopg
import pytest

from dev import places, ports
from dev.places import Place
from dev.postgres import Postgres
from dev.valkey import Valkey


@pytest.fixture
def place() -> Iterator[Place]:
    with places.scratch() as scratch:
        yield scratch
    assert not scratch.folder.exists()


def asked(server: Postgres, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(server.admin_url().replace("+psycopg", "", 1)) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def test_postgres_keeps_its_data_and_takes_no_stranger_for_itself(place: Place) -> None:
    with Postgres(place, ports.free(), durable=False).running() as first:
        asked(first, "CREATE TABLE kept AS SELECT 1 AS one")
        assert asked(first, "SHOW log_error_verbosity") == [("terse",)]
        assert asked(first, "SHOW log_parameter_max_length_on_error") == [("0",)]
        assert asked(first, "SELECT datlocprovider, datlocale FROM pg_database LIMIT 1") == [("b", "C.UTF-8")]
    (first.cluster / "postmaster.pid").write_text(f"{os.getpid()}\n{first.cluster}\n")
    with Postgres(place, ports.free(), durable=False).running() as second:
        assert asked(second, "TABLE kept") == [(1,)]


def test_postgres_lets_nobody_in_without_the_password(place: Place) -> None:
    with Postgres(place, ports.free(), durable=False).running() as server:
        wrong = server.admin_url().replace("+psycopg", "", 1).replace(server.password_file.read_text(), "guess")
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(wrong)
        assert server.password_file.stat().st_mode & 0o077 == 0


def test_an_initdb_that_was_cut_short_is_begun_anew(place: Place) -> None:
    server = Postgres(place, ports.free(), durable=False)
    (server.folder / "half").mkdir(parents=True, mode=0o700)
    (server.folder / "half" / "PG_VERSION").write_text("18\n")
    with server.running():
        assert asked(server, "SELECT 1") == [(1,)]


def test_valkey_keeps_what_it_was_given_and_forgets_nothing_when_full(place: Place) -> None:
    with Valkey(place, ports.free()).running() as first, first.client() as client:
        client.set("kept", "yes")
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
    with Valkey(place, ports.free()).running() as second, second.client() as client:
        assert client.get("kept") == b"yes"
