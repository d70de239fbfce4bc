"""What the owner asks of the list of deeds: whose, of which kind, in which days, about which child."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, HiddenField, SearchField, SelectField
from wtforms.validators import Optional

from app.addresses import search_name
from app.clinic.deed_words import KIND_WORDS, Kind
from app.clinic.deeds import Asked, Name
from app.involvement.closed import children_closed_to
from app.involvement.models import Child
from app.people.forms import FIRST, LAST, at_most, choices, one_line, sensible_day
from app.web.arguments import an_id
from tenants import scope as scopes
from tenants.db import db

MOST = 20
"""Children of one name that are offered."""


class MayBeEmpty(Optional):
    """May stay empty, as everything here may: the page need not say so five times."""

    def __init__(self) -> None:
        super().__init__()
        self.field_flags: dict[str, bool] = {}


class DeedsForm(FlaskForm):
    person = SelectField(_l("Who"), [MayBeEmpty()])
    kind = SelectField(_l("What"), [MayBeEmpty()])
    since = DateField(_l("From"), [MayBeEmpty(), sensible_day])
    until = DateField(_l("To"), [MayBeEmpty(), sensible_day])
    child = SearchField(
        _l("About which child"), [at_most(120)], [one_line], render_kw={"maxlength": 120, "autocomplete": "off"}
    )
    about = HiddenField()
    """The child that is shown, by id: a name is in no address."""

    def offer(self, people: dict[UUID, Name]) -> "DeedsForm":
        staff = [(id, name.name) for id, name in people.items() if name.what == "staff"]
        self.person.choices = choices([("", _("Everybody")), *staff])
        self.kind.choices = choices([("", _("Everything")), *KIND_WORDS.items()])
        return self

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if good and self.since.data and self.until.data and self.since.data > self.until.data:
            self.until.errors, good = [_("The last day is before the first.")], False
        return good

    def arguments(self, child: UUID | None) -> dict[str, Any]:
        """For the address of the list."""
        asked = {"person": self.person.data, "kind": self.kind.data, "since": self.since.data, "until": self.until.data}
        return {name: str(value) for name, value in (asked | {"about": child}).items() if value}


def called(typed: str) -> list[tuple[UUID, str, int]]:
    """The clinic's children with all these words in their name, whole ones: id, name and the age that was told.

    None that is closed to the reader by name. Whoever looks is recorded by the page."""
    words = search_name(typed).split()
    if not words:
        return []
    name = db.func.concat(" ", db.func.coalesce(Child.search_name, Child.sort_name), " ")
    rows = db.select(Child.id, Child.name, Child.age_told).where(
        Child.id.not_in(children_closed_to(scopes.current().person)),
        *(db.func.strpos(name, f" {word} ") > 0 for word in words),
    )
    return [
        (id, name, age) for id, name, age in db.session.execute(rows.order_by(Child.sort_name, Child.id).limit(MOST))
    ]


def asked_for(arguments: Any, zone: ZoneInfo) -> Asked:
    """From an address; anything that makes no sense asks for nothing. Days are the clinic's own."""
    since, until = a_day(arguments.get("since")) or FIRST, a_day(arguments.get("until")) or LAST
    kind = arguments.get("kind", "")
    return Asked(
        midnight(since, zone),
        midnight(until + timedelta(days=1), zone),
        an_id(arguments.get("person")),
        Kind(kind) if kind in set(Kind) else None,
        an_id(arguments.get("about")),
    )


def midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, zone).astimezone(UTC)


def a_day(typed: str | None) -> date | None:
    try:
        day = date.fromisoformat(typed or "")
    except ValueError:
        return None
    return day if FIRST <= day <= LAST else None
