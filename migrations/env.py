"""Migrations run as `owner`, each with its timeouts: a change that would hold the site up fails instead (rule M)."""

from alembic import context
from flask import current_app
from sqlalchemy import Connection, create_engine, event

from tenants.db import Base

LIMITS = "SET LOCAL lock_timeout = '3s'; SET LOCAL statement_timeout = '10min'"
SEQUENTIAL = "SET LOCAL citus.multi_shard_modify_mode = 'sequential'"
"""Harmless on plain Postgres."""

url = current_app.config["SETTINGS"].database_url_owner
if not url:
    raise SystemExit("Migrations need DATABASE_URL_OWNER.")

engine = create_engine(url, hide_parameters=True)


@event.listens_for(engine, "begin")
def limit(connection: Connection) -> None:
    """In every transaction: each migration has one of its own, and SET LOCAL ends with it."""
    connection.exec_driver_sql(f"{LIMITS}; {SEQUENTIAL}")


with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        compare_server_default=False,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
