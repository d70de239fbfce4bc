"""A therapist's families: the list, a new one, one child's page."""

from datetime import datetime
from uuid import UUID

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app import audit
from app.families import adding, queries, searching
from app.families.forms import FamilyForm
from app.families.searching import Search
from app.involvement.care_team import NoTherapist
from app.involvement.models import Child
from app.permissions import Permission
from app.sight.reach import Record
from app.updates.telling import TOPIC_WORDS
from app.web.cursor import decoded, encoded
from app.web.dates import now_here
from app.web.door import Portal, Staff
from app.web.once import filled_in, new_row, row_again
from app.web.page import page
from app.web.person import me

portal = Portal("families", __name__)
MINE = Staff.may(Permission.CASELOAD)
SORT_WORDS = {
    "name": _l("Name"),
    "waiting": _l("Waiting"),
    "oldest": _l("Oldest waiting"),
    "heard": _l("Last heard"),
    "newest": _l("Newest"),
}


@portal.get("/families", access=MINE)
def caseload() -> Response:
    search = Search.of({name: value for name, value in request.args.items() if name != "q"}, me())
    place = decoded(request.args.get("after"), me(), search.listing)
    rows = searching.caseload(search, me().id, now_here().date(), place)
    shown = rows[: searching.PAGE]
    later = encoded(searching.place_of(shown[-1]), me(), search.listing) if len(rows) > len(shown) else None
    sorts = [(words, search.by(key), key == search.sort) for key, words in SORT_WORDS.items()]
    return page(
        "families/list.html", _("Families"), children=shown, later=later, age=age, first=place is None, search=search, sorts=sorts,
        counted=counted(search, shown[0].found if shown else 0),
    )  # fmt: skip


@portal.post("/families/search", access=MINE.always())
def find() -> Response:
    """From what was typed to an address that holds no name."""
    return redirect(url_for("families.caseload", **Search.of(request.form, me()).arguments), 303)


def counted(search: Search, found: int) -> str:
    """What is said beside the search box, and read out when it changes while somebody types."""
    if search.typed:
        return ngettext("One family found.", "%(num)s families found.", found) if found else _("No family found.")
    return ngettext("One family.", "%(num)s families.", found) if found else ""


def age(row: object) -> int:
    """In years today, from the age that was told."""
    return Child.age(row, now_here().date())  # type: ignore[arg-type]


@portal.get("/families/new", access=MINE)
def new() -> Response:
    form = FamilyForm()
    form.second.form.home.data = "B"
    return page("families/new.html", _("Families"), form=form, row=new_row("family"))


@portal.post("/families", access=MINE.grows())
def add() -> Response:
    form = FamilyForm()
    row = filled_in(form, "family")
    if row is None:
        return page("families/new.html", _("Families"), 422, form=form, row=row_again("family"))
    told = [one.told() for one in form.caregivers()]
    try:
        child = adding.add_family(row, form.child.data or "", form.age.data or 0, told, me().id, now_here().date())
    except NoTherapist:
        abort(403)
    flash(_("%(child)s is added. Say what you agreed with each, then invite them.", child=form.child.data))
    return redirect(url_for("people_of.show", child=child), 303)


@portal.get("/families/<uuid:child>", access=Staff.may(Permission.READ_RECORDS, record="child"))
def show(record: Record) -> Response:
    """What home told us. By a review or broken glass it is read, and nothing is changed."""
    child = record.child
    listing = f"child:{child.id}"
    place = decoded(request.args.get("before"), me(), listing)
    entries = queries.timeline(child.id, (datetime.fromisoformat(place[0]), UUID(place[1])) if place else None)
    shown = entries[: queries.PAGE]
    earlier = (
        encoded([shown[-1].at.isoformat(), str(shown[-1].id)], me(), listing) if len(entries) > len(shown) else None
    )
    audit.record("opened", "child", child.id, by=record.by)
    return page(
        "families/show.html", child.name, child=child, age=child.age(now_here().date()), people=queries.people(child.id, now_here().date()), entries=shown,
        earlier=earlier, first=place is None, topics=TOPIC_WORDS, record=record,
    )  # fmt: skip
