"""Staff sign-in, and signing out for everybody."""

from flask import flash, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import audit
from app.addresses import address_key
from app.people import devices
from app.people.forms import StaffSignInForm
from app.people.models import StaffLogin, StaffMember
from app.people.passwords import matches
from app.people.staff import own_address
from app.web.door import AtTheDoor, Portal, Staff
from app.web.headers import limiter
from app.web.page import page
from app.web.person import me, signed_in
from tenants.db import db

portal = Portal("people", __name__)


@portal.get("/staff/sign-in", access=AtTheDoor())
def staff_sign_in() -> Response:
    return page("people/staff_sign_in.html", _("Sign in"), form=StaffSignInForm())


@portal.post("/staff/sign-in", access=AtTheDoor())
@limiter.limit("20 per 10 minutes")
def staff_enter() -> Response:
    """The same answer, as slow, for an unknown address and a wrong password."""
    form = StaffSignInForm()
    if not form.validate():
        return page("people/staff_sign_in.html", _("Sign in"), 422, form=form)
    login = db.session.execute(
        db.select(StaffLogin.staff_id, StaffLogin.password_hash)
        .join(StaffMember, (StaffMember.clinic_id == StaffLogin.clinic_id) & (StaffMember.id == StaffLogin.staff_id))
        .where(StaffLogin.address_key == address_key(form.address.data or ""), StaffMember.ended_at.is_(None))
    ).one_or_none()
    if not matches(form.password.data or "", login.password_hash if login else None) or login is None:
        form.form_errors.append(_("That address and password do not belong together. Check both and try again."))
        return page("people/staff_sign_in.html", _("Sign in"), 422, form=form)
    if (before := signed_in()) is not None:
        devices.sign_out(before.device)
    devices.enter(staff=login.staff_id)
    return redirect("/", 303)


@portal.post("/sign-out", access=AtTheDoor())
def sign_out() -> Response:
    person = signed_in()
    if person:
        devices.sign_out(person.device)
        audit.record("left", person.audience, person.id, device=str(person.device))
    flash(_("You are signed out."))
    return redirect("/sign-in" if person is None or person.family else "/staff/sign-in", 303)


@portal.get("/staff/you", access=Staff.any())
def you() -> Response:
    person = me()
    return page("people/you.html", _("You"), address=own_address(person.id), roles=sorted(person.roles))
