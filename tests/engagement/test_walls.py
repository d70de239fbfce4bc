"""Engagement is the clinic's own: no other login reads or writes any of it. What a caregiver's adds, she adds for herself."""

import psycopg
import pytest

from app.boundaries.policy import circle
from app.engagement.folding import fold_engagement
from tenants.db import new_id
from tenants.scope import Audience, Scope
from tests.deeds import as_caregiver
from tests.engagement.history import dana
from tests.raw import pinned

TABLES = ("engagement_week", "standing", "boundary_past")


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("login", ["family", "door", "system", "janitor"])
def test_nobody_but_staff_may_anything(app, servers, login, table):
    with servers.admin("withkin") as admin:
        for right in ("SELECT", "INSERT", "UPDATE", "DELETE"):
            may = f"select has_table_privilege('withkin_{login}', '{table}', '{right}')"
            assert not admin.execute(may).fetchone()[0], right
            if right != "DELETE":
                some = f"select has_any_column_privilege('withkin_{login}', '{table}', '{right}')"
                assert not admin.execute(some).fetchone()[0], right


@pytest.mark.parametrize("table", TABLES)
def test_she_is_refused(app, harbour, table):
    fold_engagement(harbour.clinic)
    for scope in (as_caregiver(harbour, "dana"), Scope(harbour.clinic, Audience.DOOR)):
        with pinned(app, scope) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(f"select 1 from {table}")


def test_after_the_end_she_takes_words_back_and_the_week_follows(harbour):
    life = dana(harbour, 2)
    life.tell("note")
    life.turn("end")
    fold_engagement(harbour.clinic)
    assert life.weeks()[0].told == 1
    life.withdraw(life.told[0])
    fold_engagement(harbour.clinic)
    assert life.weeks()[0].told == 0


@pytest.mark.parametrize("wrong", ["another's part", "another's circle", "not a withdrawal", "no circle"])
def test_of_a_part_that_ended_she_tells_nothing_else(app, harbour, wrong):
    dana(harbour, 2).turn("end")
    scope = as_caregiver(harbour, "dana")
    part = harbour.parts["chris" if wrong == "another's part" else "dana"]
    row = {
        "clinic_id": harbour.clinic, "id": new_id(), "involvement_id": part, "actor_id": scope.person, "at": scope.now,
        "what": "note" if wrong == "not a withdrawal" else "withdrawn", "sign": -1, "day": scope.now.date(),
        "circle": circle("own", harbour.parts["chris" if wrong == "another's circle" else "dana"]),
    }  # fmt: skip
    if wrong == "no circle":
        row["circle"] = None
    statement = f"insert into happened ({', '.join(row)}) values ({', '.join(f'%({name})s' for name in row)})"
    refused = (psycopg.errors.InsufficientPrivilege, psycopg.errors.CheckViolation)
    with pinned(app, scope) as connection, pytest.raises(refused):
        connection.execute(statement, row)
