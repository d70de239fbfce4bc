"""The floor under a page: a bare Flask view that looks the session up, pins the same scopes, fetches the same data in one
statement, renders the same template and commits the same audit rows, by psycopg alone (performance.md)."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import Context
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import psycopg
from flask import Flask, g, session, template_rendered
from sqlalchemy import Engine, event
from werkzeug.local import LocalProxy

from dev.bench.timing import Ask, asking
from dev.bench.visitor import Visitor

Statement = tuple[str, dict[str, Any]]
PARAMETER = re.compile(r"%\((\w+)\)s")


@dataclass
class Seen:
    """What one request of the real page did: its statements by database login, and what its template was given."""

    by_login: list[tuple[str, list[Statement]]] = field(default_factory=list)
    template: Any = None
    context: dict[str, Any] = field(default_factory=dict)
    notices: Any = ()


@contextmanager
def listening(app: Flask) -> Iterator[Seen]:
    seen = Seen()
    unread: Callable[[], Any] = app.jinja_env.globals["notices"]  # type: ignore[assignment]

    def hear(connection: Any, cursor: Any, statement: str, parameters: Any, *rest: Any) -> None:
        login = connection.engine.url.username
        if not seen.by_login or seen.by_login[-1][0] != login:
            seen.by_login.append((login, []))
        seen.by_login[-1][1].append((statement, dict(parameters or {})))

    def rendered(sender: Flask, template: Any, context: dict[str, Any], **more: Any) -> None:
        seen.template = template
        seen.context = {
            name: value._get_current_object() if isinstance(value, LocalProxy) else value
            for name, value in context.items()
        }

    def told() -> Any:
        seen.notices = unread()
        return seen.notices

    event.listen(Engine, "before_cursor_execute", hear)
    app.jinja_env.globals["notices"] = told
    try:
        with template_rendered.connected_to(rendered, app):
            yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", hear)
        app.jinja_env.globals["notices"] = unread


def as_one(selects: list[Statement]) -> Statement:
    """All that was read, in one statement: each answer as JSON."""
    parts: list[str] = []
    values: dict[str, Any] = {}
    for number, (statement, parameters) in enumerate(selects):
        named = PARAMETER.sub(rf"%(\1_{number})s", statement)
        parts.append(f"(select jsonb_agg(to_jsonb(q)) from ({named}) q)")
        values |= {f"{name}_{number}": value for name, value in parameters.items()}
    return "select " + ", ".join(parts), values


def is_read(statement: str) -> bool:
    return statement.lstrip().lower().startswith(("select", "with"))


@dataclass(frozen=True)
class Step:
    """One transaction of one login: what is executed, in order."""

    connection: psycopg.Connection
    statements: list[Statement]


def steps(seen: Seen, connect: Mapping[str, Callable[[], psycopg.Connection]]) -> list[Step]:
    found = []
    for login, statements in seen.by_login:
        pins = [one for one in statements if one[0].startswith("SET")]
        reads = [one for one in statements if is_read(one[0])]
        writes = [one for one in statements if one not in pins and one not in reads]
        found.append(Step(connect[login](), [*pins, *([as_one(reads)] if reads else []), *writes]))
    return found


def under(app: Flask, visitor: Visitor, path: str, connect: Mapping[str, Callable[[], psycopg.Connection]]) -> Ask:
    """The floor of this page for this visitor."""
    with listening(app) as seen:
        Context().run(visitor.client.get, path, base_url=visitor.base)
    work = steps(seen, connect)

    def view(**ids: Any) -> str:
        assert session["_user_id"]
        g.clinic, g._login_user = seen.context["clinic"], seen.context["person"]
        for step in work:
            for statement, parameters in step.statements:
                answer = step.connection.execute(statement, parameters | renewed(statement, parameters))
                if answer.description:
                    answer.fetchall()
            step.connection.commit()
        return str(seen.template.render(seen.context | {"notices": lambda: seen.notices}))

    client = bare(app, view).test_client()
    with (
        client.session_transaction(base_url=visitor.base) as held,
        visitor.client.session_transaction(base_url=visitor.base) as theirs,
    ):
        held.update(theirs)

    return asking(client, path, visitor.base)


def renewed(statement: str, parameters: dict[str, Any]) -> dict[str, Any]:
    """Of what is added, an id of its own each time."""
    return {name: uuid4() for name in parameters if name.startswith("id")} if statement.startswith("INSERT") else {}


def bare(app: Flask, view: Callable[..., str]) -> Flask:
    """An application with the same addresses, templates and languages, and nothing before or after a view."""
    floor = type(app)("floor", subdomain_matching=True, static_folder=None)
    floor.config.update(app.config)
    floor.extensions, floor.url_map = app.extensions, app.url_map
    floor.__dict__["jinja_env"] = app.jinja_env
    floor.view_functions = dict.fromkeys(app.view_functions, view)
    floor.testing = True
    return floor
