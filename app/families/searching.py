"""A caseload as one looks through it: in which order, for which names, from where on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import TextClause, text

from app.people.not_closed import not_closed
from app.web.arguments import typed_in, words_of
from app.web.person import Person
from app.web.sealed import sealed
from tenants import scope as scopes
from tenants.db import db

PAGE = 40
"""A whole caseload on one page: 28 families are usual."""


@dataclass(frozen=True)
class Sort:
    """`key` is compared in its column type; what has none (`last`) stands at the end, whichever way it is sorted."""

    key: str
    type: str
    down: bool
    """Whether the largest stands first when nothing else is asked for."""


def seconds(column: str) -> str:
    """Exact, unlike a float; the moments themselves have no value that is later than all."""
    return f"coalesce(extract(epoch from {column}), cast(:last as numeric))"


SORTS = {
    "name": Sort("k.sort_name", "text", False),
    "waiting": Sort("k.waiting", "bigint", True),
    "oldest": Sort(seconds("k.oldest"), "numeric", False),
    "heard": Sort(seconds("k.heard"), "numeric", True),
    "newest": Sort(seconds("k.made_at"), "numeric", True),
}
CASELOAD = """
with kids as materialized (
  select c.id, c.name, c.sort_name, c.age_told, c.age_on, c.made_at, w.waiting, w.oldest, p.caregivers,
    coalesce(c.search_name, c.sort_name) || chr(10) || coalesce(p.names, '') as names,
    (select max(u.at) from "update" u where u.clinic_id = :clinic and u.child_id = c.id) as heard
  from child c
  cross join lateral (select count(*) as waiting, min(w.at) as oldest from waiting w
    where w.clinic_id = :clinic and w.child_id = c.id) w
  cross join lateral (select string_agg(coalesce(g.search_name, g.sort_name), chr(10)) as names,
      coalesce(jsonb_agg(jsonb_build_array(g.name, i.relation, i.entered_at is not null) order by i.made_at, g.sort_name, i.id), '[]') as caregivers
    from involvement i join caregiver g on g.clinic_id = i.clinic_id and g.id = i.caregiver_id
    where i.clinic_id = :clinic and i.child_id = c.id and i.ended_at is null) p
  where c.clinic_id = :clinic and (c.ended_at is not null) = :ended and c.id in (
    select t.child_id from care_team_member t where t.clinic_id = :clinic and t.staff_id = :staff
      and t.since <= :today and (t.until is null or t.until >= :today) and {open})
), found as (
  select k.*, {key} as key from kids k
  where not :nothing and not exists (
    select 1 from unnest(cast(:words as text[])) as wanted(word) where strpos(k.names, wanted.word) = 0)
), place as (
  select c.sort_name, c.id, {after} as key from child c where c.clinic_id = :clinic and c.id = :after_id
)
select f.*, (select count(*) from found) as found
from found f left join place p on true
where cast(:after_id as uuid) is null or f.key {beyond} p.key or (f.key = p.key and (f.sort_name, f.id) > (p.sort_name, p.id))
order by f.key {direction}, f.sort_name, f.id limit :limit
"""


@dataclass(frozen=True)
class Search:
    """What was asked for; anything that makes no sense is the list by name."""

    typed: str = ""
    sort: str = "name"
    down: bool = False
    sealed: str = ""
    """What was typed, as an address may hold it."""
    ended: bool = False
    """The families whose care has ended, instead of the others."""

    @classmethod
    def of(cls, arguments: Any, person: Person) -> "Search":
        """From an address, or from the form, whose `q` is what was typed; in an address it stands sealed."""
        typed = typed_in(arguments, person)
        sort = arguments.get("sort", "name")
        sort = sort if sort in SORTS else "name"
        way = arguments.get("way")
        down = way == "down" if way in ("up", "down") else SORTS[sort].down
        return cls(typed, sort, down, sealed(typed, person), arguments.get("ended") == "1")

    @property
    def words(self) -> list[str]:
        return words_of(self.typed)

    @property
    def listing(self) -> str:
        """The list that a cursor is for."""
        return f"families:{self.sort}:{self.down}:{self.ended}"

    @property
    def arguments(self) -> dict[str, Any]:
        """For an address of the same list; what is as usual is left out."""
        asked = {
            "find": self.sealed,
            "sort": self.sort if self.sort != "name" else "",
            "ended": "1" if self.ended else "",
        }
        if self.down != SORTS[self.sort].down:
            asked["way"] = "down" if self.down else "up"
        return {name: value for name, value in asked.items() if value}

    def by(self, sort: str) -> "Search":
        """The same names in another order; by the one there is, the other way round."""
        return replace(self, sort=sort, down=not self.down if sort == self.sort else SORTS[sort].down)


def statement(search: Search) -> TextClause:
    sort = SORTS[search.sort]
    after = "c.sort_name" if sort.type == "text" else f"cast(:after as {sort.type})"
    beyond, direction = ("<", "desc") if search.down else (">", "asc")
    return text(
        CASELOAD.format(
            open=not_closed("t.child_id", ":staff"), key=sort.key, after=after, beyond=beyond, direction=direction
        )
    )


def caseload(search: Search, staff: UUID, today: date, place: list[str] | None) -> Sequence[Any]:
    """One more than a page of the children whose care team this person is on today. `place`: where the last page ended."""
    values = {
        "clinic": scopes.current().clinic,
        "staff": staff,
        "today": today,
        "words": search.words,
        "ended": search.ended,
        "nothing": bool(search.typed) and not search.words,
        "last": "-1" if search.down else "Infinity",
        "after": place[0] if place else None,
        "after_id": UUID(place[1]) if place else None,
        "limit": PAGE + 1,
    }
    return db.session.execute(statement(search), values).all()


def place_of(row: Any) -> list[str]:
    """For a cursor: the key it is sorted by, unless that is the name. A name is in no address; the id tells it."""
    return ["" if isinstance(row.key, str) else str(row.key), str(row.id)]
