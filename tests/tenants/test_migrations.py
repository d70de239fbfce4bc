"""Migrations: up and down on an empty and on a lived-in database, and the schema they make is the models'."""

from collections.abc import Iterator
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import Connection, Engine, NullPool, create_engine, event, text

from dev.demo_clinics import fill
from dev.demo_families import FAMILIES
from tenants import doctor
from tenants.bootstrap import bootstrap
from tenants.db import Base
from tests.conftest import LOGINS, ROOT, Servers

SHAPE = """
select 'constraint', conname, pg_get_constraintdef(c.oid) from pg_constraint c
  join pg_class t on t.oid = c.conrelid where t.relnamespace = 'public'::regnamespace and t.relname <> 'alembic_version'
union all
select 'index', indexname, indexdef from pg_indexes where schemaname = 'public' and tablename <> 'alembic_version'
union all
select 'column', t.relname || '.' || a.attname,
  format_type(a.atttypid, a.atttypmod) || ' ' || a.attnotnull || ' ' || a.attcollation::regcollation::text
    || coalesce(' ' || pg_get_expr(d.adbin, d.adrelid), '')
  from pg_class t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
  left join pg_attrdef d on d.adrelid = t.oid and d.adnum = a.attnum
 where t.relkind = 'r' and t.relnamespace = 'public'::regnamespace and t.relname <> 'alembic_version'
"""


@pytest.fixture
def empty(app: Flask, servers: Servers) -> Iterator[str]:
    """The owner's address of a database without a table, which migrations run on meanwhile."""
    settings = app.config["SETTINGS"]
    url = bootstrap(servers.postgres.admin_url(), "withkin_empty", dict.fromkeys(LOGINS, "secret"))["owner"]
    app.config["SETTINGS"] = settings.model_copy(update={"database_url_owner": url})
    yield url
    app.config["SETTINGS"] = settings
    with servers.admin() as admin:
        admin.execute("DROP DATABASE withkin_empty WITH (FORCE)")


@pytest.fixture
def connected() -> Iterator[Any]:
    """A connection to a database by its address, closed at the end."""
    opened: list[Connection] = []

    def connect(url: str) -> Connection:
        opened.append(create_engine(url, poolclass=NullPool).connect())
        return opened[-1]

    yield connect
    for connection in opened:
        connection.close()


def shape(connection: Connection) -> set[tuple[str, str, str]]:
    with connection.begin():
        return {tuple(row) for row in connection.execute(text(SHAPE))}


def tables(connection: Connection) -> list[str]:
    with connection.begin():
        found = connection.execute(
            text("select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'")
        )
        return sorted(found.scalars())


def test_there_is_one_head_and_one_line_of_migrations_to_it():
    scripts = ScriptDirectory(str(ROOT / "migrations"))
    assert len(scripts.get_heads()) == 1
    assert len(scripts.get_bases()) == 1
    for each in scripts.walk_revisions():
        assert each.revision == each.path.rpartition("/")[2].removesuffix(".py"), "a file is named as its revision"
        assert not each.is_merge_point
        assert not each.is_branch_point


def test_an_empty_database_goes_up_and_down_and_leaves_nothing(empty, connected):
    upgrade()
    connection = connected(empty)
    made = shape(connection)
    downgrade(revision="base")
    assert tables(connection) == ["alembic_version"]
    with connection.begin():
        left = connection.execute(
            text("select count(*) from pg_policy union all select count(*) from pg_type where typtype = 'e'")
        )
        assert set(left.scalars()) == {0}
    upgrade()
    assert shape(connection) == made


def test_a_lived_in_database_goes_down_and_up_again_and_its_walls_stand(app, connected):
    connection = connected(app.config["SETTINGS"].database_url_owner)
    before = shape(connection)
    downgrade(revision="base")
    assert tables(connection) == ["alembic_version"]
    upgrade()
    assert shape(connection) == before
    with connection.begin():
        assert doctor.findings(doctor.examine(connection)) == []


INVITED = text("select id from involvement where invited_at is not null order by id")


def test_the_demos_clinic_goes_down_and_up_again(app, connected):
    """One step at a time as long as its people are kept, then all of it."""
    with app.test_request_context():
        fill("cove", "Cove", "America/New_York", FAMILIES)
    connection = connected(app.config["SETTINGS"].database_url_owner)
    before = shape(connection)
    with connection.begin():
        invited = connection.execute(INVITED).scalars().all()
    assert invited
    downgrade(revision="0005_mail")
    upgrade()
    with connection.begin():
        assert set(connection.execute(INVITED).scalars()) <= set(invited), "nobody is invited by a migration"
        entered = "select count(*) from involvement where entered_at is not null and invited_at is null"
        assert connection.execute(text(entered)).scalar() == 0, "who had come in may still"
    downgrade(revision="base")
    upgrade()
    assert shape(connection) == before


def test_alembic_sees_no_difference_between_models_and_schema(app, connected):
    context = MigrationContext.configure(
        connected(app.config["SETTINGS"].database_url_owner), opts={"compare_type": True}
    )
    assert compare_metadata(context, Base.metadata) == []


def test_what_alembic_does_not_compare_is_the_same_too(app, empty, connected):
    """Checks, generated columns, collations and every name: a database made of the models alone is made alike."""
    of_models = connected(empty)
    with of_models.begin():
        Base.metadata.create_all(of_models)
    migrated = connected(empty.replace("withkin_empty", "withkin"))
    assert shape(migrated) ^ shape(of_models) == set()


def test_every_name_says_its_table_and_is_whole(app, connected):
    names = "select t.relname, c.conname, c.contype::text from pg_constraint c join pg_class t on t.oid = c.conrelid where t.relnamespace = 'public'::regnamespace and c.contype in ('p', 'f', 'u', 'c', 'x') and t.relname <> 'alembic_version'"
    kinds = {"p": "pk", "f": "fk", "u": "uq", "c": "ck", "x": "ex"}
    for table, name, kind in connected(app.config["SETTINGS"].database_url_owner).execute(text(names)):
        assert name.startswith(f"{kinds[kind]}_{table}"), name
        assert len(name) < 63, f"Postgres cuts a name at 63: {name}"


def test_each_migration_has_its_timeouts_in_force(app, empty):
    """Not the first alone: each runs in a transaction of its own, and SET LOCAL ends with one."""
    limits: dict[str, tuple[str, str]] = {}

    def look(connection: Connection, cursor: Any, statement: str, *rest: Any) -> None:
        if statement.startswith(("INSERT INTO alembic_version", "UPDATE alembic_version")):
            shown = cursor.connection.execute(
                "select current_setting('lock_timeout'), current_setting('statement_timeout')"
            )
            limits[statement.split("'")[1]] = shown.fetchone()

    event.listen(Engine, "before_cursor_execute", look)
    try:
        upgrade()
    finally:
        event.remove(Engine, "before_cursor_execute", look)
    assert len(limits) == len(list(ScriptDirectory(str(ROOT / "migrations")).walk_revisions()))
    assert set(limits.values()) == {("3s", "10min")}
