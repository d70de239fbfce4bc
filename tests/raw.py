"""A login by itself: its own connection with a scope pinned, and nothing of the application in between."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from flask import Flask
from sqlalchemy import text

from tenants.db import db
from tenants.models import UNSCOPED
from tenants.scope import Scope


@contextmanager
def pinned(app: Flask, scope: Scope) -> Iterator[psycopg.Connection]:
    """As the scope's login, past everything that Python binds; rolled back at the end."""
    url = getattr(app.config["SETTINGS"], f"database_url_{scope.audience}")
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        if scope.read_only:
            connection.execute("SET TRANSACTION READ ONLY")
        for name, value in scope.settings().items():
            connection.execute(f"SET LOCAL {name} = '{value}'")
        yield connection
        connection.rollback()


TENANT_TABLES = sorted(set(db.metadata.tables) - UNSCOPED)
MAY = text("""
select t.relname, a.attname from pg_class t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
 where t.relnamespace = 'public'::regnamespace and t.relkind = 'r' and has_column_privilege(:login, t.oid, a.attnum, :verb)
""")


def columns(connection: psycopg.Connection, login: str, verb: str) -> dict[str, set[str]]:
    """Table → the columns that this login may `verb` (SELECT, INSERT, UPDATE), asked as superuser."""
    found: dict[str, set[str]] = {}
    rows = connection.execute(
        str(MAY).replace(":login", "%(login)s").replace(":verb", "%(verb)s"),
        {"login": f"withkin_{login}", "verb": verb},
    )
    for table, column in rows:
        found.setdefault(table, set()).add(column)
    return found
