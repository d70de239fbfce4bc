"""Weekly facts written and compared. Whoever writes holds the clinic's lock: two who recompute the same week lose one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from app.engagement.facts import COLUMNS, FACTS
from app.web.dates import monday
from tenants import scope as scopes
from tenants.db import db
from tenants.holding import today

WEEK = timedelta(days=7)
THE_FIRST = date(1970, 1, 5)
"""A Monday before all others: every week there is."""
AT_ONCE = 200
"""Parts whose facts are recomputed in one statement."""
GONE = text("""
delete from engagement_week w using unnest(cast(:parts as uuid[]), cast(:since as date[])) as a(part, since)
where w.clinic_id = :clinic and w.involvement_id = a.part and w.week >= a.since
""")
WRITTEN = text(f"""
insert into engagement_week (clinic_id, id, involvement_id, week, {", ".join(COLUMNS)})
select :clinic, cast(md5(f.involvement_id::text || f.week::text) as uuid), f.involvement_id, f.week,
  {", ".join(f"f.{name}" for name in COLUMNS)} from ({FACTS}) f
""")
COMPARED = text(f"""
select count(f.week) as weeks, count(*) filter (where f.week is null or w.week is null
    or row({", ".join(f"f.{name}" for name in COLUMNS)}) is distinct from row({", ".join(f"w.{name}" for name in COLUMNS)})) as differences
from ({FACTS}) f
full join (select e.* from engagement_week e where e.clinic_id = :clinic and e.involvement_id = any(cast(:parts as uuid[]))) w
  on w.involvement_id = f.involvement_id and w.week = f.week
""")
NEWEST = text("""
select involvement_id, max(week) from engagement_week
where clinic_id = :clinic and involvement_id = any(cast(:parts as uuid[])) group by involvement_id
""")


@dataclass(frozen=True)
class Found:
    weeks: int = 0
    differences: int = 0

    def __add__(self, other: "Found") -> "Found":
        return Found(self.weeks + other.weeks, self.differences + other.differences)


def values(since: Mapping[UUID, date]) -> dict[str, Any]:
    here = {"clinic": scopes.current().clinic, "this_week": monday(today())}
    return here | {"parts": list(since), "since": list(since.values())}


def write(since: Mapping[UUID, date]) -> None:
    """Recomputes the weeks of these parts, each from its Monday on. Weeks that are missing before it come along."""
    here = values(since)
    newest = {row[0]: row[1] for row in db.session.execute(NEWEST, here)}
    first = {part: min(week, newest.get(part, THE_FIRST - WEEK) + WEEK) for part, week in since.items()}
    here = values(first)
    db.session.execute(GONE, here)
    db.session.execute(WRITTEN, here)


def compare(parts: Iterable[UUID]) -> Found:
    """All weeks of these parts, as stored and as they come out of the records."""
    row = db.session.execute(COMPARED, values(dict.fromkeys(parts, THE_FIRST))).one()
    return Found(row.weeks, row.differences)
