"""Nobody writes into an empty room: what families are told before nobody reads any more, twice, and then above every page."""

from datetime import datetime, timedelta

from flask import flash, g, redirect
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlalchemy import text
from werkzeug.wrappers import Response
from wtforms import TextAreaField

from app import audit
from app.billing import standing
from app.jobs import due
from app.mail.models import Delivery
from app.people.forms import at_most, stripped, unix_lines
from app.permissions import Permission
from app.web import meanwhile
from app.web.door import Portal, Staff
from app.web.page import page
from app.web.paid import read_afresh
from tenants import resolve
from tenants import scope as scopes
from tenants.db import db, timed_id
from tenants.models import Plan
from tenants.plans import Standing

portal = Portal("farewell", __name__)
PATH = "/clinic/billing/farewell"
RUNS_IT = Staff.may(Permission.RUN_CLINIC).always()
AHEAD = (3, 14)
"""Days before the end, the later mail first."""
LONGEST = 1000
EVERYBODY = text("""
select distinct a.caregiver_id from caregiver_address a
  join involvement i on i.clinic_id = a.clinic_id and i.caregiver_id = a.caregiver_id and i.entered_at is not null
 where a.clinic_id = :clinic and a.safe and a.bounced_at is null
""")
"""Whoever has been here and may be written to."""


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
    flash(_("Saved. Families read it from two weeks before the end on."))
    return redirect("/clinic/billing", 303)


def tell_families(plan: Plan, stands: Standing) -> int:
    """In a job's scope, once a day: a mail to each, 14 and 3 days ahead, each once for one end. How many."""
    now, end = scopes.current().now, stands.answers_until
    ahead = days_ahead(now, end) if end else None
    same = end is not None and plan.told_of is not None and abs(plan.told_of - end) < timedelta(days=1)
    said = plan.told if same else None  # another zone's midnight is no other end
    if ahead is None or (said is not None and said <= ahead):
        return 0
    plan.told, plan.told_of = ahead, end
    people = db.session.scalars(EVERYBODY, {"clinic": plan.clinic_id}).all()
    if people:
        rows = [
            {"id": timed_id(), "clinic_id": plan.clinic_id, "caregiver_id": one, "kind": "farewell"} for one in people
        ]
        db.session.execute(db.insert(Delivery), rows)
        due("mail")
    return len(people)


def days_ahead(now: datetime, end: datetime) -> int | None:
    """Which of the two mails is due at this moment."""
    return next((days for days in AHEAD if end - timedelta(days=days) <= now < end), None)
