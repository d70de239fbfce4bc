"""One more caregiver of a child: somebody new, or somebody who cares for another child here."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.families import adding, addressing
from app.families.adding import Told
from app.families.forms import JoiningForm
from app.involvement import homes
from app.involvement.models import Child
from app.people.forms import choices
from app.permissions import Permission
from app.web.dates import now_here
from app.web.door import Portal, Staff
from app.web.once import filled_in, row_again
from app.web.page import page
from tenants.holding import one_after_another

portal = Portal("joining", __name__)
MY_CHILD = Staff.may(Permission.CASELOAD, "child")


def form_for(child: Child) -> JoiningForm:
    form = JoiningForm()
    form.who.form.home.choices = choices((label, _("Home %(home)s", home=label)) for label in homes.of_child(child.id))
    return form


def ask(child: Child, form: JoiningForm, status: int = 200) -> Response:
    return page(
        "families/joining.html", child.name, status, child=child, form=form, row=row_again(f"caregiver/{child.id}")
    )


@portal.get("/families/<uuid:child>/people/new", access=MY_CHILD)
def show(child: Child) -> Response:
    return ask(child, form_for(child))


@portal.post("/families/<uuid:child>/people", access=MY_CHILD.grows())
def add(child: Child) -> Response:
    one_after_another()
    form = form_for(child)
    row = filled_in(form, f"caregiver/{child.id}")
    if row is None:
        return ask(child, form, 422)
    who = form.who.form
    if who.address.data and addressing.is_taken(child.id, who.address.data, but=row):
        who.address.errors = [_("Somebody else around this child has this address. Two people cannot share one.")]
        return ask(child, form, 422)
    told = Told(who.name.data or "", who.relation.data, who.home.data, who.address.data or None, bool(who.safe.data))
    adding.add_caregiver(child.id, told, now_here().date(), id=row)
    flash(_("%(name)s is added. Say what you agreed, then invite.", name=told.name))
    return redirect(url_for("people_of.show", child=child.id), 303)
