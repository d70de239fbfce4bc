"""Statements are planned once a connection where that was asked for; otherwise nothing outlives a transaction."""

import pytest
from sqlalchemy import create_engine, text

from app.config import Settings, engine


@pytest.mark.parametrize(("asked", "kept"), [("true", 1), ("false", 0)])
def test_statements_are_prepared_only_where_asked(servers, app, monkeypatch, asked, kept):
    for name, value in (servers.variables | {"PREPARE_STATEMENTS": asked}).items():
        monkeypatch.setenv(name, value)
    options = engine(servers.variables["DATABASE_URL_STAFF"], Settings())
    connecting = create_engine(options.pop("url"), **options)
    with connecting.connect() as connection:
        for _ in range(7):
            connection.execute(text("select 1 as withkin"))
        held = connection.execute(text("select count(*) from pg_prepared_statements where statement like '%withkin'"))
        assert held.scalar_one() == kept
    connecting.dispose()
