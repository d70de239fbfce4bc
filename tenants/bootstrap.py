"""Once a server, as superuser, before any migration: the logins, the database, and what no login may do (rules R8, R9).

A migration runs as `owner`, where CREATE ROLE fails and these REVOKEs do nothing without an error.
"""

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

LOGINS = ("owner", "staff", "family", "door", "system", "janitor")
SECONDS = {"owner": 600, "staff": 60, "family": 5, "door": 5, "system": 60, "janitor": 60}
"""Statement timeouts. The web process shortens its own staff statements to 5 (`app.config`)."""

BESIDE_ITS_ROWS = (
    "^(pg_stat_get_|pg_(terminate|cancel)_backend|pg_notify|pg_(try_)?advisory|lo_|loread|lowrite|pg_logical_emit|pg_sleep"
    "|pg_export_snap|pg_.*relation_size|pg_(table|indexes|database)_size|pg_lock_status|pg_blocking|query_to_|cursor_to_|table_to_xml)"
)
REVOKE = f"""DO $$ DECLARE f regprocedure; BEGIN
REVOKE EXECUTE ON FUNCTION set_config(text, text, boolean) FROM PUBLIC;
FOR f IN SELECT oid::regprocedure FROM pg_proc
 WHERE pronamespace = 'pg_catalog'::regnamespace AND proname ~ '{BESIDE_ITS_ROWS}'
LOOP EXECUTE 'REVOKE EXECUTE ON FUNCTION ' || f || ' FROM PUBLIC'; END LOOP; END $$"""
"""Else one injected SELECT moves to another clinic, or watches, stops and messages another session: all share a login."""


def role(login: str) -> str:
    """The name of a login in Postgres."""
    return f"withkin_{login}"


def bootstrap(admin_url: str, database: str, passwords: dict[str, str]) -> dict[str, str]:
    """Makes the logins and the database, again and again with the same end. Returns the address of each login."""
    address = make_url(admin_url).set(drivername="postgresql")
    with psycopg.connect(address.render_as_string(False), autocommit=True) as server:
        for login in LOGINS:
            make_login(server, login, passwords[login])
        owner = sql.Identifier(role("owner"))
        if not server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone():
            server.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(database), owner))
    with psycopg.connect(address.set(database=database).render_as_string(False), autocommit=True) as inside:
        close(inside, database)
    reach = make_url(admin_url).set(drivername="postgresql+psycopg", database=database)
    return {
        login: reach.set(username=role(login), password=passwords[login]).render_as_string(False) for login in LOGINS
    }


def make_login(server: psycopg.Connection, login: str, password: str) -> None:
    name = sql.Identifier(role(login))
    if not server.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role(login)]).fetchone():
        server.execute(sql.SQL("CREATE ROLE {} LOGIN").format(name))
    server.execute(
        sql.SQL("ALTER ROLE {} NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD {}").format(
            name, sql.Literal(password)
        )
    )
    for setting, value in {
        "search_path": "public",
        "track_activities": "off",
        "statement_timeout": f"{SECONDS[login]}s",
        "idle_in_transaction_session_timeout": "60s",
        "timezone": "UTC",
    }.items():
        server.execute(sql.SQL("ALTER ROLE {} SET {} = {}").format(name, sql.Identifier(setting), sql.Literal(value)))


def close(inside: psycopg.Connection, database: str) -> None:
    """Nothing beside its rows: no login creates anything, and only `owner` may use the schema for more than reading."""
    everybody = sql.SQL(", ").join(sql.Identifier(role(login)) for login in LOGINS[1:])
    inside.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(sql.Identifier(database)))
    inside.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(sql.Identifier(database), everybody))
    inside.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
    inside.execute(sql.SQL("GRANT ALL ON SCHEMA public TO {}").format(sql.Identifier(role("owner"))))
    inside.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(everybody))
    inside.execute(REVOKE)
