"""The page on which a child's care ends, and begins again (must 26)."""

from datetime import timedelta

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.boundaries.opening import READS_ON
from app.involvement import ending
from app.involvement.models import Child
from app.permissions import Permission
from app.web.dates import now_here
from app.web.door import Portal, Staff
from app.web.page import page
from tenants.holding import one_after_another

portal = Portal("ending", __name__)
MY_CHILD = Staff.may(Permission.CASELOAD, "child")


@portal.get("/families/<uuid:child>/end", access=MY_CHILD)
def show(child: Child) -> Response:
    last = now_here().date() + timedelta(days=READS_ON)
    return page("families/end.html", child.name, child=child, last=last)


@portal.post("/families/<uuid:child>/end", access=MY_CHILD.always())
def end(child: Child) -> Response:
    one_after_another()
    ending.end_care(child, now_here().date())
    flash(_("The care of %(child)s has ended.", child=child.name))
    return redirect(url_for("families.show", child=child.id), 303)


@portal.post("/families/<uuid:child>/end/delete", access=MY_CHILD)
def begin_again(child: Child) -> Response:
    ending.begin_again(child, now_here().date())
    flash(_("The care of %(child)s goes on.", child=child.name))
    return redirect(url_for("families.show", child=child.id), 303)
