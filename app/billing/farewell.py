"""What the owner writes for families, for the time when nobody reads here any more: above every page of theirs."""

from flask import flash, g, redirect
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import TextAreaField

from app import audit
from app.billing import standing
from app.people.forms import at_most, stripped, unix_lines
from app.people.models import now
from app.permissions import Permission
from app.web import meanwhile
from app.web.door import Portal, Staff
from app.web.page import page
from app.web.paid import read_afresh
from tenants import resolve
from tenants.models import Plan

portal = Portal("farewell", __name__)
PATH = "/clinic/billing/farewell"
RUNS_IT = Staff.may(Permission.RUN_CLINIC).always()
LONGEST = 1000


class FarewellForm(FlaskForm):
    farewell = TextAreaField(_l("What families read"), [at_most(LONGEST)], [unix_lines, stripped])


def ask(form: FarewellForm, stored: Plan, status: int = 200, overtaken: bool = False) -> Response:
    read_afresh(stored.paid)
    return page(
        "billing/farewell.html", _("Plan"), status, form=form, stored=stored, overtaken=overtaken,
        was=meanwhile.shown(g.clinic.id, stored.farewell or ""),
    )  # fmt: skip


@portal.get(PATH, access=RUNS_IT)
def show() -> Response:
    stored = standing.plan_of(g.clinic.id)
    return ask(FarewellForm(data={"farewell": stored.farewell}), stored)


@portal.post(PATH, access=RUNS_IT)
def store() -> Response:
    form, stored = FarewellForm(), standing.held(g.clinic.id)
    if not form.validate():
        return ask(form, stored, 422)
    words = form.farewell.data or None
    if words != stored.farewell:
        if not meanwhile.unchanged(g.clinic.id, stored.farewell or ""):
            return ask(form, stored, 409, overtaken=True)
        stored.farewell = words
        audit.record("wrote-farewell", "clinic", g.clinic.id)
        resolve.forget()
    tells = read_afresh(stored.paid).tells(now())
    flash(
        _("Saved. Families read it now, above every page.")
        if tells
        else _("Saved. Families read it from two weeks before the end on.")
    )
    return redirect("/clinic/billing", 303)
