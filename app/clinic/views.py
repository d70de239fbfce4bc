"""The owner's pages: what is set up, and what is still to do."""

from flask import flash, g, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import audit
from app.engagement.clinic_wide import figures
from app.jobs import due
from app.people.forms import AddressForm
from app.people.mailing import too_many_confirmations
from app.people.staff import Confirmed, InUse, correct_own_address, owners_addresses
from app.permissions import Permission
from app.signup import mails
from app.web.dates import now_here
from app.web.door import Portal, Staff
from app.web.page import page
from app.web.person import me
from tenants.db import db
from tenants.models import Clinic

portal = Portal("clinic", __name__)
RUNS_IT = Staff.may(Permission.RUN_CLINIC)


@portal.get("/clinic", access=RUNS_IT)
def checklist() -> Response:
    return to_do(None)


def to_do(form: AddressForm | None, status: int = 200) -> Response:
    """What is set up. `form`: one's own address as it was sent, to be corrected while it is not confirmed."""
    owners = owners_addresses()
    confirmed = any(owner.confirmed for owner in owners.values())
    if form is None:
        form = AddressForm(formdata=None, data={} if confirmed else {"address": owners[me().id].address})
    known, alone = figures(now_here().date())
    return page(
        "clinic/checklist.html", _("Clinic"), status, confirmed=confirmed, stored=db.session.get_one(Clinic, g.clinic.id),
        treats=me().may(Permission.CASELOAD), form=form, alone=alone, figures=known,
    )  # fmt: skip


@portal.post("/clinic/confirmation", access=RUNS_IT.always())
def confirm_again() -> Response:
    if why := too_many_confirmations():
        flash(why, "error")
        return redirect("/clinic", 303)
    mails.ask_to_confirm(me().id)
    flash(_("A new mail is on its way. Look into your inbox."))
    return redirect("/clinic", 303)


@portal.post("/clinic/address", access=RUNS_IT.always())
def correct_address() -> Response:
    """Mistyped at sign-up: the mail goes to the right one, and the link in the other opens nothing."""
    form = AddressForm()
    if not form.validate():
        return to_do(form, 422)
    if why := too_many_confirmations():
        form.address.errors = [why]
        return to_do(form, 422)
    try:
        correct_own_address(me().id, form.address.data or "")
    except InUse:
        form.address.errors = [_("Somebody else at your clinic signs in with this address.")]
        return to_do(form, 422)
    except Confirmed:
        flash(_("Your address is confirmed already."), "error")
        return redirect("/clinic", 303)
    due("owners")
    mails.file_owners.later()
    mails.ask_to_confirm(me().id)
    audit.record("corrected-address", "staff_member", me().id)
    flash(_("A mail is on its way to %(address)s. Open it and press its button.", address=form.address.data))
    return redirect("/clinic", 303)
