"""A digest's page, loaded in its reader's own scope: what a limit closed meanwhile is not there, and then the page is none."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from app.digests.home import GOES_BACK
from app.digests.models import Digest
from app.updates.queries import CameBack
from app.web.door import loads
from app.web.person import Person
from tenants import scope as scopes
from tenants.db import db
from tenants.scope import Audience

COLUMNS = Digest.id, Digest.kind, Digest.period, Digest.items, Digest.quiet, Digest.since, Digest.at


OPEN = "{0}.clinic_id = :clinic and {0}.circle = any(cast(:circles as uuid[])) and {0}.at >= :since"
ITEM = f"""select {{what}}, x.id, x.child_id, x.update_id, x.by, {{words}} as words, x.at, u.kind as told_kind, u.at as told_at,
    case when w.id is null then u.body else '' end as told
  from {{table}} x left join "update" u on u.id = x.update_id and {OPEN.format("u")}
  left join withdrawal w on w.clinic_id = :clinic and w.id = u.id
  where {OPEN.format("x")} and x.id = any(cast(:ids as uuid[]))"""
LOADED = text(f"""
select * from (
  select 'line' as kind, l.id, l.child_id, null::uuid as update_id, l.by, l.body as words, l.at, null as told_kind,
    null::timestamptz as told_at, null as told
  from weekly_line l where {OPEN.format("l")} and l.id = any(cast(:ids as uuid[]))
  union all {ITEM.format(what="'reply' as kind", words="x.body", table="reply")}
  union all {ITEM.format(what="x.kind", words="x.words", table="outcome")}
) item order by item.at, item.kind <> 'reply', item.id
""")


@dataclass(frozen=True)
class Line:
    by: str
    body: str


@dataclass(frozen=True)
class Answered:
    """Something she told, with what came of it since the last digest. Its own words only where she may still read them here."""

    id: UUID
    kind: str
    at: datetime | None
    body: str
    came_back: list[CameBack] = field(default_factory=list)


@dataclass(frozen=True)
class About:
    """What the digest holds about one child."""

    child: UUID
    lines: list[Line] = field(default_factory=list)
    answered: dict[UUID, Answered] = field(default_factory=dict)


@dataclass(frozen=True)
class Week:
    id: UUID | None
    """None of one that is still to come."""
    period: date
    at: datetime
    quiet: bool
    about: list[About]


@loads(Audience.FAMILY, "digest")
def her_digest(person: Person, digest: UUID) -> Week | None:
    """None for everybody once it is old: what a limit closed then looks no different."""
    if person.only not in (None, digest):
        return None  # a mail opened another one's page, and no more
    still = Digest.state == "made", Digest.at > scopes.current().now - GOES_BACK
    row = db.session.execute(
        db.select(*COLUMNS).where(Digest.id == digest, Digest.caregiver_id == person.id, *still)
    ).one_or_none()
    return week(row.id, row.period, row.at, row.quiet, row.items) if row else None


def week(id: UUID | None, period: date, at: datetime, quiet: bool, items: Sequence[Sequence[str]]) -> Week | None:
    """None: something it held is not to be read any more, and so nothing of it is."""
    about = {UUID(child): About(UUID(child)) for *_, child in items}
    rows = loaded([UUID(item) for _kind, item, _child in items])
    for row in rows:
        add(about[row.child_id], row)
    return Week(id, period, at, quiet, list(about.values())) if len(rows) == len(items) else None


def loaded(ids: Sequence[UUID]) -> Sequence[Any]:
    """The items, each once, with what she had told, where that stands here: in one opened by a mail alone it may be older."""
    scope = scopes.current()
    assert scope.family
    values = {
        "clinic": scope.clinic,
        "ids": list(ids),
        "circles": list(scope.family.circles),
        "since": scope.family.since,
    }
    return db.session.execute(LOADED, values).all() if ids else []


def add(about: About, row: Any) -> None:
    if row.kind == "line":
        about.lines.append(Line(row.by, row.words))
        return
    blank = Answered(row.update_id, row.told_kind or "", row.told_at, row.told or "")
    mine = about.answered.setdefault(row.update_id, blank)
    mine.came_back.append(CameBack(row.update_id, row.kind, row.by, row.words, row.at))
