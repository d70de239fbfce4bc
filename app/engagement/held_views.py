"""Openings that are held back from caregivers, and their release: for supervisors (must 21)."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import TextAreaField

from app import audit
from app.notices import Says, Told, says
from app.people.forms import at_most, required, stripped, unix_lines
from app.permissions import Permission
from app.sight import held as holding_back
from app.sight.held import Held
from app.sight.releasing import UnderWay, release
from app.web.dates import now_here
from app.web.door import Portal, Staff, loads
from app.web.once import filled_in, row_again
from app.web.page import page
from app.web.person import Person, me
from tenants.scope import Audience

portal = Portal("held", __name__)
ONE = Staff.may(Permission.SUPERVISE, "held")
KINDS = {
    "glass": _l("Opened outside the care team"),
    "concern": _l("A review for a concern"),
    "worry": _l("A worry about safety"),
}


class ReleaseForm(FlaskForm):
    reason = TextAreaField(
        _l("Why may they read it now?"), [required(_l("Say why.")), at_most(400)], [unix_lines, stripped]
    )


@loads(Audience.STAFF, "held")
def held_back(person: Person, held: UUID) -> Held | None:
    """Of a family one supervises, or whom nobody does; released ones too, to say so."""
    return next(iter(holding_back.held(now_here().date(), held)), None)


@says("opening-released")
def told_of_release(told: Told) -> Says:
    words = _(
        "%(by)s released openings about %(child)s: caregivers can now read who opened what they wrote.",
        by=told.by or _("Somebody"),
        child=told.child,
    )
    return Says(words)


@portal.get("/held-back", access=Staff.may(Permission.SUPERVISE))
def show() -> Response:
    rows = holding_back.held(now_here().date())
    shown = rows[: holding_back.LISTED]
    if shown:
        audit.record("read", "held", me().id, children=sorted({str(row.child) for row in shown}))
    more = len(rows) > len(shown)
    return page("engagement/held.html", _("Held back"), rows=shown, kinds=KINDS, more=more, most=holding_back.LISTED)


def ask(held: Held, form: ReleaseForm, status: int = 200, problem: str = "") -> Response:
    row = row_again(f"release/{held.id}")
    return page(
        "engagement/release.html", _("Held back"), status, held=held, kinds=KINDS, form=form, row=row, problem=problem
    )


@portal.get("/held-back/<uuid:held>", access=ONE)
def one(held: Held) -> Response:
    return ask(held, ReleaseForm())


@portal.post("/held-back/<uuid:held>", access=ONE.always())
def let_go(held: Held) -> Response:
    form = ReleaseForm()
    row = filled_in(form, f"release/{held.id}")
    if row is None:
        return ask(held, form, 422)
    try:
        done = release(row, held, form.reason.data or "", now_here().date())
    except UnderWay:
        return ask(held, form, 409, _("It is still under way. Close it first, then release it."))
    flash(_("Released. They read it when the week has been over for a week.") if done else _("It was so already."))
    return redirect(url_for("held.show"), 303)
