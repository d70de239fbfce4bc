"""A login that row-level security does not hold: for testing each wall with the other down."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from flask import Flask
from sqlalchemy import create_engine

from tenants.db import db
from tenants.scope import Audience

LOGIN = "bypassing"


@contextmanager
def bypassing(app: Flask, admin: psycopg.Connection, url: str, *audiences: str) -> Iterator[None]:
    """Points the engines of these audiences at a login with BYPASSRLS and every grant."""
    if not admin.execute("select 1 from pg_roles where rolname = %s", [LOGIN]).fetchone():
        admin.execute(f"create role {LOGIN} login bypassrls password 'secret'")
    admin.execute(f"grant usage on schema public to {LOGIN}")
    admin.execute(f"grant connect on database withkin to {LOGIN}")
    admin.execute(f"grant all on all tables in schema public to {LOGIN}")
    engine = create_engine(url)
    held = {name: db.engines[Audience(name)] for name in audiences}
    db.engines.update({Audience(name): engine for name in audiences})
    try:
        yield
    finally:
        db.session.remove()
        db.engines.update({Audience(name): before for name, before in held.items()})
        engine.dispose()
