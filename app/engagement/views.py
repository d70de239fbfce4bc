"""Where a supervisor lands: how the families of the therapists they supervise are doing, and what is owed to them."""

from collections.abc import Sequence
from uuid import UUID

from flask import redirect, request, url_for
from flask_babel import format_date, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from app import audit
from app.engagement import alerts, dashboard, queries, table
from app.engagement.asked import STATUSES, Asked
from app.engagement.dashboard import Listing
from app.engagement.measures import headline, measures, usually
from app.engagement.said import kind, next_step, sentences
from app.engagement.words import status
from app.permissions import Permission
from app.sight import due
from app.updates.queries import moment
from app.web.cursor import decoded, encoded
from app.web.dates import monday, now_here
from app.web.door import Portal, Staff
from app.web.page import page
from app.web.person import me

portal = Portal("engagement", __name__)
SUPERVISOR = Staff.may(Permission.SUPERVISE)
SORTS = ((_l("standing"), "standing"), (_l("name"), "name"), (_l("last heard, longest ago first"), "heard"))


@portal.get("/engagement", access=SUPERVISOR)
def show() -> Response:
    """What is asked for stands in the address: the page can be kept, and the way back leads to it."""
    person, here = me(), now_here()
    asked = Asked.of(request.args, person)
    place = decoded(request.args.get("after"), person, asked.listing)
    found = dashboard.listing(person.id, here.date(), here, asked, place)
    rows = found.rows[: dashboard.PAGE]
    read([str(row.child_id) for row in rows])
    later = encoded(rows[-1].place(asked.sort), person, asked.listing) if len(found.rows) > len(rows) else None
    return page(
        "engagement/show.html", _("Supervision"), therapists=found.theirs, agreed=due.agreed(found.agreed), today=here.date(),
        asked=asked, rows=rows, later=later, moment=moment,
        first=place is None, headline=headline(found.counts), summary=summary(found, len(found.theirs)), sorts=SORTS,
        measures=measures(dashboard.by_week(person.id, here.date(), asked)), by_status=by_status(asked, found),
        by_therapist=by_therapist(asked, found.theirs), standing=status, kind=kind,
        sentences=sentences, next_step=next_step,
    )  # fmt: skip


@portal.post("/engagement/search", access=SUPERVISOR.always())
def find() -> Response:
    """A name goes in a form and comes back sealed: it is in no address that a proxy writes down."""
    return redirect(url_for("engagement.show", **Asked.of(request.form, me()).arguments), 303)


@portal.get("/engagement/therapists", access=SUPERVISOR)
def therapists_page() -> Response:
    return page(
        "engagement/therapists.html", _("Supervision"), therapists=queries.therapists(me().id, now_here().date()),
        usually=usually, asked=alerts.counts(me().id, now_here().date()),
    )  # fmt: skip


@portal.get("/engagement.csv", access=SUPERVISOR)
def as_csv() -> Response:
    """All that the page would show, page after page, as one file."""
    person, here = me(), now_here()
    asked = Asked.of(request.args, person)
    rows = dashboard.listing(person.id, here.date(), here, asked, None, table.MOST).rows
    audit.record("exported", "engagement", person.id, children=sorted({str(row.child_id) for row in rows}))
    return table.file(rows, here.date())


def read(children: list[str]) -> None:
    if children:
        audit.record("read", "engagement", me().id, children=sorted(set(children)))


def summary(found: Listing, therapists: int) -> str:
    """How much the page is about, and which week."""
    begun = format_date(monday(now_here().date()), "d MMMM", rebase=False)
    parts = ngettext("%(num)s caregiver", "%(num)s caregivers", found.all)
    whose = ngettext("%(num)s therapist", "%(num)s therapists", therapists)
    return _("%(parts)s · %(whose)s · week of %(day)s", parts=parts, whose=whose, day=begun)


def by_status(asked: Asked, found: Listing) -> list[tuple[object, str, bool, int]]:
    choices = [(_("All"), "", found.all), *((status(one), one, found.counts.get(one, 0)) for one in STATUSES)]
    return [
        (words, url_for("engagement.show", **asked.but(status=one)), asked.status == one, count)
        for words, one, count in choices
    ]


def by_therapist(asked: Asked, therapists: Sequence[tuple[UUID, str]]) -> list[tuple[object, str, bool]]:
    choices = [(_("Everybody's"), None), *((name, id) for id, name in therapists)]
    return [
        (name, url_for("engagement.show", **asked.but(therapist=id)), asked.therapist == id) for name, id in choices
    ]
