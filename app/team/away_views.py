"""The page on which a therapist says when they are away, and who answers meanwhile."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.involvement.absence import Absence, absences
from app.involvement.care_team import NoTherapist
from app.involvement.models import Child
from app.people.colleagues import shown, who_can
from app.people.forms import choices
from app.permissions import Permission
from app.team import away
from app.team.forms import NOT_HERE, AwayForm
from app.web.dates import now_here
from app.web.door import Portal, Staff, loads
from app.web.page import page
from app.web.person import Person, me
from tenants.db import db
from tenants.scope import Audience

portal = Portal("away", __name__)


@loads(Audience.STAFF, "absence")
def my_absence(person: Person, id: UUID) -> Absence | None:
    return db.session.scalar(db.select(Absence).where(Absence.id == id, Absence.staff_id == person.id))


def form_for() -> AwayForm:
    form = AwayForm()
    form.person.choices = choices([("", _("Choose …")), *who_can(Permission.CASELOAD, but=[me().id])])
    return form


def ask(form: AwayForm, status: int = 200) -> Response:
    rows = absences(me().id, now_here().date())
    return page("team/away.html", _("Away"), status, form=form, rows=rows, names=shown(row.deputy_id for row in rows))


@portal.get("/staff/you/away", access=Staff.may(Permission.CASELOAD))
def show() -> Response:
    return ask(form_for())


@portal.post("/staff/you/away", access=Staff.may(Permission.CASELOAD).answers())
def go() -> Response:
    form, today = form_for(), now_here().date()
    good = form.validate()
    if good and form.until.data < today:
        form.until.errors, good = [_("Write a day that has not passed.")], False
    if not good:
        return ask(form, 422)
    try:
        _row, left = away.go(me().id, UUID(form.person.data), max(form.since.data, today), form.until.data, today)
    except away.AlreadyAway:
        form.since.errors = [_("You are away on some of these days already. Take that back first.")]
        return ask(form, 422)
    except away.DeputyAway:
        form.person.errors = [_("This person is away on some of these days, too. Choose somebody else.")]
        return ask(form, 422)
    except NoTherapist:
        form.person.errors = [NOT_HERE]
        return ask(form, 422)
    flash(_("Saved. On those days families read who answers them."))
    if left:
        names = db.session.scalars(db.select(Child.name).where(Child.id.in_(left)).order_by(Child.sort_name))
        flash(
            _(
                "Closed to this deputy by name: %(children)s. Choose another deputy on each one's team page.",
                children=", ".join(names),
            ),
            "warning",
        )
    return redirect(url_for("away.show"), 303)


@portal.post("/away/<uuid:absence>/delete", access=Staff.may(Permission.CASELOAD, "absence").answers())
def back(absence: Absence) -> Response:
    away.come_back(absence, now_here().date())
    flash(_("You are not away any more. The deputy reads nothing from the next page on."))
    return redirect(url_for("away.show"), 303)
