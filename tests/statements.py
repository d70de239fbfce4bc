"""Rule S of scale.md, kept on every statement the suite runs through the app's own logins."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

from tenants.db import Base
from tenants.models import UNSCOPED

FORBIDDEN = re.compile(
    r"set_config\(|set\s+(local\s+)?time\s*zone|\bmerge\b|advisory_lock|grouping sets|with recursive", re.I
)
VOLATILE = re.compile(r"\b(now|random|gen_random_uuid|clock_timestamp)\(\)", re.I)


class Statements:
    """What ran since the last `clear()`, for query budgets; raises at once for a statement that breaks a rule."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        tables = "|".join(sorted(set(Base.metadata.tables) - UNSCOPED, key=len, reverse=True))
        self.tenant_table = re.compile(rf'\b(?:from|join|into|update|delete from)\s+"?({tables})\b', re.I)

    @contextmanager
    def listening(self) -> Iterator["Statements"]:
        event.listen(Engine, "before_cursor_execute", self.hear)
        yield self
        event.remove(Engine, "before_cursor_execute", self.hear)

    def clear(self) -> None:
        self.seen = []

    def hear(self, connection: Any, cursor: Any, statement: str, parameters: Any, *rest: Any) -> None:
        if connection.engine.url.username in ("postgres", "withkin_owner"):
            return
        self.seen.append(statement)
        self.judge(statement)

    def judge(self, statement: str) -> None:
        assert not FORBIDDEN.search(statement), f"rule S: {statement}"
        found = self.tenant_table.findall(statement)
        if not found:
            return
        assert not VOLATILE.search(statement), f"rule S4: {statement}"
        if statement.lstrip().lower().startswith("insert"):
            assert "clinic_id" in statement, f"rule S1: {statement}"
            return
        bound = re.search(r"clinic_id\"? = (%\(|%s|\$\d)", statement)
        assert bound, f"rule S1, no bound clinic: {statement}"
        assert statement.count("clinic_id") >= len(found), f"rule S1, a table without its clinic: {statement}"
