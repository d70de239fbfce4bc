"""The page on which a therapist hands a family over."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.involvement.care_team import Closed, NoTherapist
from app.involvement.models import Child
from app.people.colleagues import shown, who_can
from app.people.forms import choices
from app.permissions import Permission
from app.team.forms import NOT_HERE, HandOverForm
from app.team.handing import Gone, hand_over
from app.web.dates import now_here
from app.web.door import Portal, Staff
from app.web.once import filled_in, new_row
from app.web.page import page
from app.web.person import me

portal = Portal("handing", __name__)
CASE = Staff.may(Permission.CASELOAD, case="child")


def form_for() -> HandOverForm:
    form = HandOverForm()
    form.person.choices = choices([("", _("Choose …")), *who_can(Permission.CASELOAD, but=[me().id])])
    return form


def ask(child: Child, form: HandOverForm, status: int = 200) -> Response:
    row = new_row(f"hand-over/{child.id}")
    return page("team/hand_over.html", child.name, status, child=child, form=form, row=row)


@portal.get("/families/<uuid:child>/hand-over", access=CASE)
def show(case: Child) -> Response:
    form = form_for()
    form.words.data = _(
        "From today on somebody else at our clinic works with you and %(child)s. We have talked about what matters to you.",
        child=case.name,
    )
    return ask(case, form)


@portal.post("/families/<uuid:child>/hand-over", access=CASE.always())
def send(case: Child) -> Response:
    form, today = form_for(), now_here().date()
    row = filled_in(form, f"hand-over/{case.id}")
    good = row is not None
    if good and form.last_day.data and form.last_day.data < today:
        form.last_day.errors, good = [_("Write a day that has not passed.")], False
    if not good:
        return ask(case, form, 422)
    new = UUID(form.person.data)
    try:
        hand_over(case.id, me().id, new, today, form.words.data or "", form.last_day.data, row)
    except Closed:
        form.person.errors = [_("This family is closed to this person by name.")]
        return ask(case, form, 422)
    except NoTherapist:
        form.person.errors = [NOT_HERE]
        return ask(case, form, 422)
    except Gone:
        flash(_("Somebody else handed this family over meanwhile."), "error")
    else:
        flash(
            _(
                "%(child)s is handed over to %(name)s. The family reads your note.",
                child=case.name,
                name=shown([new])[new],
            )
        )
    return redirect(url_for("families.caseload"), 303)
