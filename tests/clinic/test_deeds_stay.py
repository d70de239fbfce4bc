"""What was recorded stays as it was, in the name, at the login and at the moment of whoever did it."""

from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest

from tenants.scope import Audience, Scope
from tests.deeds import as_caregiver
from tests.raw import pinned
from tests.tenants.test_rights import insert


@pytest.mark.parametrize("login", ["staff", "family", "door", "system", "janitor"])
@pytest.mark.parametrize(
    "change",
    [
        "update audit_event set action = 'x'",
        "update audit_event set child_id = null",
        "delete from audit_event",
        "truncate audit_event",
    ],
)
def test_no_login_changes_or_removes_what_was_recorded(app, harbour, login, change):
    scope = as_caregiver(harbour, "dana") if login == "family" else Scope(harbour.clinic, Audience(login))
    with pinned(app, scope) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(change)


@pytest.mark.parametrize("login", ["staff", "family", "door", "system", "janitor"])
@pytest.mark.parametrize("wrong", ["actor", "login", "moment"])
def test_the_actor_the_login_and_the_moment_are_the_scopes_own(app, harbour, login, wrong):
    scope = as_caregiver(harbour, "dana") if login == "family" else Scope(harbour.clinic, Audience(login))
    row = {"clinic_id": harbour.clinic, "id": uuid4(), "at": scope.now, "login": login, "actor_id": scope.person}
    row |= {"action": "x", "subject": "x", "subject_id": uuid4(), "detail": "{}"}
    good, values = insert("audit_event", **row)
    with pinned(app, scope) as connection:
        assert connection.execute(good, values).rowcount == 1
    forged = {
        "actor": {"actor_id": harbour.people["okafor"]},
        "login": {"login": "door" if login == "staff" else "staff"},
        "moment": {"at": scope.now - timedelta(days=1)},
    }
    statement, values = insert("audit_event", **(row | forged[wrong]))
    with pinned(app, scope) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement, values)
