"""The clinic wall, each half with the other down."""

import psycopg
import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import IntegrityError, ProgrammingError

from app.involvement.models import Child
from app.people.models import Caregiver
from tenants.db import db, new_id, transaction
from tenants.scope import Audience, NoScope, Scope, clinic_scope


def raw(app, audience):
    """A connection of this login by itself, past everything the app binds."""
    url = app.config["SETTINGS"].model_dump()[f"database_url_{audience}"]
    return psycopg.connect(url.replace("+psycopg", ""))


def test_without_a_scope_nothing_runs(app):
    with pytest.raises(NoScope):
        db.session.execute(text("select 1"))


def test_scopes_do_not_nest_and_nothing_loaded_in_one_is_found_in_the_next(harbour, meadow):
    with transaction(harbour.staff()):
        maya = db.session.get(Child, (harbour.clinic, harbour.children["maya"]))
        with pytest.raises(NoScope), clinic_scope(meadow.staff()):
            pass
    with transaction(meadow.staff()):
        assert maya not in db.session
        assert db.session.get(Child, (harbour.clinic, harbour.children["maya"])) is None


@pytest.mark.parametrize("audience", [Audience.STAFF, Audience.DOOR])
def test_raw_sql_that_binds_no_clinic_sees_its_own_rows_only(harbour, audience, servers, app):
    with raw(app, audience) as connection:
        for statement in Scope(harbour.clinic, audience).settings().items():
            connection.execute("SET LOCAL {} = '{}'".format(*statement))
        found = connection.execute("select distinct clinic_id from involvement").fetchall()
    assert found == [(harbour.clinic,)]


def test_without_the_setting_a_login_reads_nothing_but_an_error(app, harbour):
    with raw(app, "staff") as connection, pytest.raises(psycopg.errors.UndefinedObject, match=r"app\.clinic"):
        connection.execute("select 1 from child")


def test_the_bound_clinic_holds_where_row_level_security_does_not(harbour, meadow, bypassing):
    with bypassing("staff"), transaction(harbour.staff()):
        assert {row.clinic_id for row in db.session.scalars(db.select(Child))} == {harbour.clinic}


def test_a_clinic_cannot_write_for_another(harbour, meadow):
    with pytest.raises((ProgrammingError, IntegrityError)), transaction(harbour.staff()):
        db.session.add(Caregiver(clinic_id=meadow.clinic, id=new_id(), name="x", sort_name="x"))
        db.session.flush()


@pytest.mark.parametrize(
    "statement",
    [
        "select set_config('app.clinic', '{other}', true)",
        "select pg_terminate_backend(1)",
        "select pg_stat_get_backend_activity(1)",
        "create temp table child (id int)",
        "select * into temp child from clinic",
    ],
)
@pytest.mark.parametrize("audience", ["staff", "door"])
def test_a_query_reaches_nothing_beside_its_rows(harbour, meadow, app, statement, audience):
    with raw(app, audience) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement.format(other=meadow.clinic))


def test_every_statement_of_a_page_names_its_clinic(harbour, browser, statements):
    browser(harbour).sign_in("dana").get("/home")
    asked = [one for one in statements.seen if not one.startswith("SET LOCAL")]
    assert asked
    assert all("clinic_id = " in one for one in asked)


def test_jobs_are_enqueued_after_the_commit_and_not_without_it(harbour, app, servers):
    from app.portal import requests

    valkey, seen = servers.valkey.client(), []
    event.listen(db.session, "before_commit", lambda session: seen.append(valkey.llen("rq:queue:mail")))
    with transaction(Scope(harbour.clinic, Audience.DOOR)):
        requests.ask("dana@harbour.example")
    assert seen[-1] == 0
    assert valkey.llen("rq:queue:mail") == 1
    with pytest.raises(ZeroDivisionError), transaction(Scope(harbour.clinic, Audience.DOOR)):
        requests.ask("dana@harbour.example")
        raise ZeroDivisionError
    assert valkey.llen("rq:queue:mail") == 1
