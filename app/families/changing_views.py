"""The page on which the clinic changes where somebody who has come in is written to (must 1)."""

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import RadioField

from app.families import addressing
from app.families.changing import change_address
from app.families.children import around
from app.families.forms import AddressForm
from app.involvement.models import Involvement
from app.notices import Says, Told, says
from app.people.colleagues import meanwhile_said
from app.people.forms import choices, required
from app.permissions import Permission
from app.web import meanwhile
from app.web.door import Portal, Staff
from app.web.page import page
from tenants.holding import one_after_another

portal = Portal("changing", __name__)
MY_PART = Staff.may(Permission.CASELOAD, "part")
WAYS = (
    ("room", _l("Here in the room")),
    ("device", _l("This person asked from a device of theirs that is signed in")),
    ("called", _l("I called back the number on record")),
)


class ChangeForm(AddressForm):
    how = RadioField(_l("How did you ask?"), [required(_l("Say how you asked this person."))], choices=choices(WAYS))


@says("address-changed")
def address_changed(told: Told) -> Says:
    words = _(
        "%(by)s changed the address of somebody who cares for %(child)s.", by=told.by or _("Somebody"), child=told.child
    )
    return Says(words, url_for("people_of.show", child=told.child_id))


def state(part: Involvement) -> tuple[object, ...]:
    written = addressing.of(part)
    return ("address", written.address if written else None)


def ask(part: Involvement, form: ChangeForm, status: int = 200, problem: str = "") -> Response:
    child, caregiver, _standing = around(part)
    stored = state(part)
    return page(
        "families/change_address.html", caregiver.name, status, part=part, child=child, who=caregiver.name, form=form,
        problem=problem, stored=stored[1], was=meanwhile.shown(part.id, *stored),
    )  # fmt: skip


@portal.get("/parts/<uuid:part>/address/change", access=MY_PART)
def show(part: Involvement) -> Response:
    return ask(part, ChangeForm())


@portal.post("/parts/<uuid:part>/address/change", access=MY_PART.always())
def save(part: Involvement) -> Response:
    one_after_another()
    form = ChangeForm()
    if not form.validate():
        return ask(part, form, 422)
    if addressing.is_taken(part.child_id, form.address.data or "", but=part.id):
        form.address.errors = [_("Somebody else around this child has this address. Two people cannot share one.")]
        return ask(part, form, 422)
    if not meanwhile.unchanged(part.id, *state(part)):
        return ask(part, form, 409, meanwhile_said(part.id, "address-changed", "address-corrected"))
    change_address(part, form.address.data or "", bool(form.safe.data), form.how.data)
    flash(_("Saved. Old links and devices open nothing any more. Send a new link, or make a slip in the room."))
    return redirect(url_for("people_of.show", child=part.child_id), 303)
