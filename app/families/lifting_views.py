"""The page on which a therapist takes back what a caregiver said of her phone or inbox, with her in the room (must 18)."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import BooleanField, TextAreaField
from wtforms.validators import InputRequired

from app.families import guarded
from app.families.lifting import lift
from app.involvement.models import Involvement
from app.notices import Says, Told, says
from app.people.forms import at_most, required, stripped, unix_lines
from app.permissions import Permission
from app.web.dates import now_here
from app.web.door import Portal, Staff
from app.web.once import filled_in, row_again
from app.web.page import page
from tenants.holding import one_after_another

portal = Portal("lifting", __name__)
THERAPIST = Staff.may(Permission.CASELOAD, treated="part")


class LiftForm(FlaskForm):
    here = BooleanField(
        _l("Here in the room, alone with me, and says so now"),
        [InputRequired(_l("Only in the room: on the phone, or by mail, it could be somebody else."))],
    )
    phone = BooleanField(
        _l("Nobody else uses the phone"), [InputRequired(_l("Ask about the phone. Until it is so, leave it."))]
    )
    inbox = BooleanField(
        _l("Nobody else reads the e-mail"), [InputRequired(_l("Ask about the e-mail. Until it is so, leave it."))]
    )
    reason = TextAreaField(
        _l("What has changed?"), [required(_l("Write what has changed.")), at_most(400)], [unix_lines, stripped]
    )


@says("shared-use-ended")
def told_of_it(told: Told) -> Says:
    words = _(
        "%(by)s took back that somebody else uses the phone or inbox of %(whom)s (%(child)s). Mail may let in again.",
        by=told.by or _("Somebody"),
        whom=told.whom,
        child=told.child,
    )
    return Says(words, url_for("people_of.show", child=told.child_id))


def ask(part: Involvement, form: LiftForm, status: int = 200) -> Response:
    guard = guarded.of(part.id, now_here().date())
    row = row_again(f"shared-use/{part.id}")
    return page("families/lift.html", guard.who, status, part=part, guard=guard, who=guard.who, form=form, row=row)


@portal.get("/parts/<uuid:part>/shared-use", access=THERAPIST)
def show(treated: Involvement) -> Response:
    return ask(treated, LiftForm())


@portal.post("/parts/<uuid:part>/shared-use", access=THERAPIST.sure().always())
def take_back(treated: Involvement) -> Response:
    one_after_another()
    form = LiftForm()
    row = filled_in(form, f"shared-use/{treated.id}")
    if row is None:
        return ask(treated, form, 422)
    now = guarded.of(treated.id, now_here().date())
    if now.said and lift(row, treated, now.owner, form.reason.data or ""):
        flash(_("Taken back. Every device is signed out: make a slip now, in the room."))
    else:
        flash(_("It was so already."))
    return redirect(url_for("people_of.show", child=treated.child_id), 303)
