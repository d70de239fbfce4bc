"""What the tests of signing in arrange."""

import re
from collections.abc import Callable

import pytest

from app.people import passwords
from app.people.links import new_link, token
from tenants.db import db, transaction


@pytest.fixture
def sql(app, servers) -> Callable[..., None]:
    """`sql("update …")`: what no login of the app may do, such as making time pass."""

    def run(statement: str, *values: object) -> list:
        with servers.admin("withkin") as admin:
            found = admin.execute(statement, values)
            return found.fetchall() if found.description else []

    return run


@pytest.fixture
def link(harbour) -> Callable[..., str]:
    """`link("join", "okafor")`: the token of a link that no mail carried."""

    def make(purpose: str, who: str = "okafor") -> str:
        with transaction(harbour.jobs()):
            row = new_link(purpose, staff=harbour.people[who])
            db.session.flush()
            return token(row.id, purpose, harbour.clinic)

    return make


@pytest.fixture
def hashes(monkeypatch) -> list[str]:
    """Each password that was compared: the work of a sign-in, counted instead of timed."""
    compared: list[str] = []
    before = passwords.hasher

    class Counting:
        def verify(self, stored: str, password: str) -> bool:
            compared.append(password)
            return before.verify(stored, password)

        def hash(self, password: str) -> str:
            return before.hash(password)

    monkeypatch.setattr(passwords, "hasher", Counting())
    return compared


def shape(statements: list[str]) -> list[str]:
    """Statements without what differs from one run to the next."""
    return [re.sub(r"'[^']*'", "''", one) for one in statements]
