"""Telling a member of staff something, and how each kind reads. A feature registers the sentence of its own kinds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import text

from app.notices.models import Notice
from app.people.not_closed import not_closed
from tenants import scope as scopes
from tenants.db import db

SHOWN = 5
"""At once: what is newer than five unread things is read after them."""
UNREAD = text(f"""
select n.id, n.kind, n.child_id, n.about_id, n.by_id, n.detail, n.at, c.name as child, s.shown as by, a.shown as about,
  g.name as whom, k.used_on, k.purpose as way, count(*) over () as unread
from notice n
left join child c on c.clinic_id = n.clinic_id and c.id = n.child_id
left join staff_member s on s.clinic_id = n.clinic_id and s.id = n.by_id
left join staff_member a on a.clinic_id = n.clinic_id and a.id = n.about_id
left join portal_link k on k.clinic_id = n.clinic_id and k.id = n.about_id
left join caregiver g on g.clinic_id = n.clinic_id and g.id = coalesce(k.caregiver_id, n.about_id)
where n.clinic_id = :clinic and n.staff_id = :reader and n.read_at is null and {not_closed("n.child_id", ":reader")}
order by n.at, n.id limit :limit
""")


@dataclass(frozen=True)
class Told:
    """A notice with the names it needs, as they are today."""

    id: UUID
    kind: str
    child_id: UUID | None
    about_id: UUID | None
    by_id: UUID | None
    detail: dict[str, Any]
    at: datetime
    child: str | None
    by: str | None
    about: str | None
    """Where it is about a member of staff."""
    whom: str | None
    """Where it is about a caregiver, or a way in of one: then also the device it was used on, and what it was."""
    used_on: str | None
    way: str | None
    unread: int
    """How many this reader has in all."""

    @property
    def says(self) -> "Says":
        """A kind that newer code wrote during a deploy is shown all the same: it is never lost in silence."""
        return (
            SAYS[self.kind](self)
            if self.kind in SAYS
            else Says(_("Something changed. This page has no words for it yet."))
        )


@dataclass(frozen=True)
class Says:
    """One sentence, and where it leads, if anywhere."""

    text: str
    href: str = ""


Sentence = Callable[[Told], Says]
SAYS: dict[str, Sentence] = {}


def says(kind: str) -> Callable[[Sentence], Sentence]:
    """Registers how this kind reads. Called while the page is made, so its words come through gettext then."""

    def register(sentence: Sentence) -> Sentence:
        SAYS[kind] = sentence
        return sentence

    return register


def tell(
    reader: UUID,
    kind: str,
    *,
    child: UUID | None = None,
    about: UUID | None = None,
    by: UUID | None = None,
    **detail: UUID | date | int,
) -> None:
    """Adds one notice to the open transaction, for one member of staff. `by`: the member of staff who did it.

    Raises TypeError for a detail that could hold a word somebody wrote.
    """
    plain = {name: told(value) for name, value in detail.items()}
    db.session.add(Notice(staff_id=reader, kind=kind, child_id=child, about_id=about, by_id=by, detail=plain))


def told(value: object) -> str | int:
    """A detail as JSON holds it: an id or a day as text, a number as it is."""
    if isinstance(value, int):
        return value
    if isinstance(value, UUID | date):
        return str(value)
    raise TypeError(f"a notice holds ids, dates and numbers, not {type(value).__name__}")


def unread() -> Sequence[Told]:
    """What the person of the open scope has not read, oldest first, in one statement; nothing of a child closed to her by name."""
    scope = scopes.current()
    values = {"clinic": scope.clinic, "reader": scope.person, "limit": SHOWN}
    return [Told(**row) for row in db.session.execute(UNREAD, values).mappings()]
