"""Staff sign-in: the password, the code, the way in without a phone; and signing out for everybody."""

from flask import flash, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import audit
from app.people import devices, limits, losing, proving
from app.people.forms import SecondStepForm, StaffSignInForm
from app.web.door import AtTheDoor, Portal
from app.web.headers import limiter
from app.web.page import page
from app.web.person import signed_in

portal = Portal("people", __name__)


@portal.get("/staff/sign-in", access=AtTheDoor())
def staff_sign_in() -> Response:
    return page("people/staff_sign_in.html", _("Sign in"), form=StaffSignInForm())


@portal.post("/staff/sign-in", access=AtTheDoor())
@limiter.limit(limits.AT_THE_DOOR, key_func=limits.browser_or_network, deduct_when=limits.refused)
def staff_enter() -> Response:
    """The same answer, as slow, for an unknown address and a wrong password."""
    form = StaffSignInForm()
    if not form.validate():
        return page("people/staff_sign_in.html", _("Sign in"), 422, form=form)
    somebody = proving.by_password(form.address.data or "", form.password.data or "")
    if somebody is None:
        form.form_errors.append(_("That address and password do not belong together. Check both and try again."))
        return page("people/staff_sign_in.html", _("Sign in"), 422, form=form)
    if somebody.second_step and not losing.takes_effect(somebody.id):
        proving.half_way(somebody)
        return redirect("/staff/sign-in/code", 303)
    proving.enter(somebody)
    return redirect("/", 303)


@portal.get("/staff/sign-in/code", access=AtTheDoor())
def ask_code() -> Response:
    if proving.half() is None:
        return begin_again()
    return page("people/code.html", _("Sign in"), form=SecondStepForm())


@portal.post("/staff/sign-in/code", access=AtTheDoor())
@limiter.limit(limits.AT_THE_DOOR, key_func=limits.browser_or_network, deduct_when=limits.refused)
def enter_code() -> Response:
    somebody, form = proving.half(), SecondStepForm()
    if somebody is None:
        return begin_again()
    if not form.validate():
        return page("people/code.html", _("Sign in"), 422, form=form)
    if not proving.by_code(somebody.id, form.code.data or ""):
        form.code.errors = [_("This code does not sign you in. Wait for the next one on your phone, or take another.")]
        return page("people/code.html", _("Sign in"), 422, form=form)
    proving.enter(somebody)
    return redirect("/", 303)


def begin_again() -> Response:
    flash(_("Begin with your address and password."))
    return redirect("/staff/sign-in", 303)


@portal.get("/staff/sign-in/lost", access=AtTheDoor())
def ask_lost() -> Response:
    somebody = proving.half()
    if somebody is None:
        return begin_again()
    return page("people/lost.html", _("Sign in"), lost=losing.open_for(somebody.id), waits=losing.WAITS)


@portal.post("/staff/sign-in/lost", access=AtTheDoor())
def report_lost() -> Response:
    somebody = proving.half()
    if somebody is None:
        return begin_again()
    losing.report(somebody.id)
    return redirect("/staff/sign-in/lost", 303)


@portal.post("/sign-out", access=AtTheDoor())
def sign_out() -> Response:
    person = signed_in()
    if person:
        devices.sign_out(person.device)
        audit.record("left", person.audience, person.id, device=str(person.device))
    flash(_("You are signed out."))
    return redirect("/sign-in" if person is None or person.family else "/staff/sign-in", 303)
