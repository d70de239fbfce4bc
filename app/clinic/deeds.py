"""Who did what, newest first: the rows that were asked for, found by an index whatever was asked, and the names in them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import text

from app.clinic.deed_words import Kind, actions_of, deed
from app.people.not_closed import not_closed
from tenants import scope as scopes
from tenants.db import db
from tenants.scope import NOBODY

PAGE = 50
COLUMNS = "e.id, e.at, e.login, e.actor_id, e.action, e.subject, e.subject_id, e.child_id, e.detail"
WHERE = """e.clinic_id = :clinic and e.at >= :since and e.at < :before
  and (cast(:after as timestamptz) is null or (e.at, e.id) < (:after, :after_id))
  and e.subject_id not in (select id from closed) and (e.child_id is null or e.child_id not in (select id from closed))"""
CLOSED = """with kids as (select x.child_id from closed_to x where x.clinic_id = :clinic and x.staff_id = :reader and x.ended_at is null),
closed as materialized (select child_id as id from kids
union all select i.id from involvement i where i.clinic_id = :clinic and i.child_id in (select child_id from kids)
union all select u.id from "update" u where u.clinic_id = :clinic and u.child_id in (select child_id from kids))"""
"""What is about a child closed to the reader by name (must 27): its id, its people's parts, what they told."""
NEWEST = "order by e.at desc, e.id desc limit :limit"
BY_THE_PERSON = "(e.actor_id = :person or (e.actor_id = :nobody and e.subject_id = :person))"
NAMES = text(f"""
select s.id, 'staff' as what, s.shown as name, cast(null as text) as child, s.ended_at is not null as gone, s.sort_name
  from staff_member s where s.clinic_id = :clinic
union all select g.id, 'person', g.name, null, false, '' from caregiver g where g.clinic_id = :clinic and g.id = any(:ids)
union all select c.id, 'child', null, c.name, false, '' from child c where c.clinic_id = :clinic and c.id = any(:ids)
  and {not_closed("c.id", ":reader")}
union all select i.id, 'part', g.name, c.name, false, '' from involvement i
  join caregiver g on g.clinic_id = i.clinic_id and g.id = i.caregiver_id
  join child c on c.clinic_id = i.clinic_id and c.id = i.child_id
  where i.clinic_id = :clinic and i.id = any(:ids)
union all select u.id, 'told', g.name, c.name, false, '' from "update" u
  join involvement i on i.clinic_id = u.clinic_id and i.id = u.author_id
  join caregiver g on g.clinic_id = i.clinic_id and g.id = i.caregiver_id
  join child c on c.clinic_id = u.clinic_id and c.id = u.child_id
  where u.clinic_id = :clinic and u.id = any(:ids)
order by sort_name, id
""")


@dataclass(frozen=True)
class Asked:
    """What the owner wants to see. `since` and `before`: moments, the second one no longer part of it."""

    since: datetime
    before: datetime
    person: UUID | None = None
    kind: Kind | None = None
    child: UUID | None = None


@dataclass(frozen=True)
class Name:
    """Who or what an id is: a person's name, a child's, or both for a part in a child's therapy."""

    what: str
    name: str | None
    child: str | None
    gone: bool


def source(asked: Asked) -> str:
    """The newest rows by the index that narrows them most; the other conditions are tried on what it finds."""
    more = " and e.action = any(:actions)" if asked.kind else ""
    more += f" and {BY_THE_PERSON}" if asked.person and asked.child else ""

    def newest(of: str, first: str = "true") -> str:
        return f"(select {COLUMNS} from {of} where {WHERE} and {first}{more} {NEWEST})"

    if asked.child:
        parts = "(select i.id from involvement i where i.clinic_id = :clinic and i.child_id = :child) i"
        older = newest("audit_event e", "e.subject_id = i.id and e.child_id is null")
        mine = newest("audit_event e", "e.child_id = :child")
        return f"{mine} union all select e.* from {parts} cross join lateral {older} e"
    if asked.person:
        hers = newest("audit_event e", "e.actor_id = :person")
        entries = newest("audit_event e", "e.subject_id = :person and e.actor_id = :nobody")
        return f"{hers} union all {entries}"
    if asked.kind:
        each = f"(select {COLUMNS} from audit_event e where {WHERE} and e.action = a.action {NEWEST})"
        return f"select e.* from unnest(cast(:actions as text[])) as a(action) cross join lateral {each} e"
    return newest("audit_event e")


def statement(asked: Asked) -> str:
    return f"{CLOSED} select {COLUMNS} from ({source(asked)}) e {NEWEST}"


def values(asked: Asked, after: tuple[datetime, UUID] | None = None, limit: int = PAGE + 1) -> dict[str, Any]:
    at, id = after or (None, None)
    return {
        "clinic": scopes.current().clinic,
        "since": asked.since,
        "before": asked.before,
        "after": at,
        "after_id": id,
        "limit": limit,
        "person": asked.person,
        "nobody": NOBODY,
        "child": asked.child,
        "actions": actions_of(asked.kind) if asked.kind else [],
        "reader": scopes.current().person,
    }


def recorded(asked: Asked, after: tuple[datetime, UUID] | None) -> Sequence[Any]:
    """One more than a page, newest first."""
    return db.session.execute(text(statement(asked)), values(asked, after)).all()


def ids_in(rows: Sequence[Any]) -> list[UUID]:
    """Every id that a line may name."""
    found = {id for row in rows for id in (row.actor_id, row.subject_id, row.child_id, *details(row).values()) if id}
    return sorted(found - {NOBODY})


def details(row: Any) -> dict[str, UUID]:
    """The ids among a row's details, by the name they have there."""
    found = {}
    for name, value in row.detail.items():
        try:
            found[name] = UUID(value)
        except (ValueError, TypeError, AttributeError):
            continue
    return found


def names(ids: Sequence[UUID]) -> dict[UUID, Name]:
    """Of these and of all staff, as they are called now."""
    scope = scopes.current()
    rows = db.session.execute(NAMES, {"clinic": scope.clinic, "reader": scope.person, "ids": list(ids)})
    return {row.id: Name(row.what, row.name, row.child, row.gone) for row in rows}


def actor(row: Any, known: dict[UUID, Name]) -> str | None:
    """At the door nobody is known yet, so whoever it is about did it; what nobody did, a job of ours did."""
    if row.actor_id == NOBODY and row.login != "door":
        return _("Withkin")
    person = known.get(row.subject_id if row.actor_id == NOBODY else row.actor_id)
    return person.name if person else None


def line(row: Any, known: dict[UUID, Name]) -> str:
    """One deed in words: who, and to whom or what; nothing of the content."""
    inside = details(row)
    about = [known.get(id) for id in (row.subject_id, inside.get("part")) if id]
    whom = next((one.name for one in about if one and one.name), None)
    child = next((one.child for one in (known.get(row.child_id), *about) if one and one.child), None)
    words: dict[str, str] = defaultdict(lambda: _("somebody"))
    words |= {name: known[id].name or "" for name, id in inside.items() if id in known}
    words |= {"who": actor(row, known) or _("Somebody"), "whom": whom or _("somebody"), "child": child or _("a child")}
    words["role"] = str(row.detail.get("role", ""))
    return str(deed(row.action, row.subject).words) % words
