"""Setting up the second step, new recovery codes, and taking it away again."""

import json
from uuid import UUID

import pyotp
import segno
from flask import flash, g, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import audit
from app.mail.sending import to_be_sent
from app.people import second_step
from app.people.forms import SetUpForm
from app.people.models import now
from app.people.second_step import RecoveryCode, sealed, step_of, unsealed
from app.people.staff import own_address
from app.web.door import Portal, Staff
from app.web.page import page
from app.web.person import me
from tenants.db import db

portal = Portal("second_step", __name__)
PROVEN = Staff.any().at_the_door().sure().on_own_device()


@portal.get("/staff/second-step", access=Staff.any().sure().on_own_device().without_second_step())
def show() -> Response:
    """How it stands; or a new seed, kept nowhere but in the form until a first code confirms it."""
    person = me()
    if person.proof.second_step:
        unused = RecoveryCode.staff_id == person.id, RecoveryCode.used_at.is_(None)
        codes = db.session.scalars(db.select(RecoveryCode.id).where(*unused)).all()
        return page("people/second_step.html", _("You"), codes=len(codes), must=must_have_one())
    return set_up(SetUpForm(), seal(person.id, pyotp.random_base32(), own_address(person.id) or ""))


def must_have_one() -> bool:
    return bool(second_step.TRUSTED & me().roles)


def seal(staff: UUID, seed: str, label: str) -> str:
    return sealed(json.dumps([str(staff), seed, label]))


def set_up(form: SetUpForm, seal: str, status: int = 200) -> Response:
    _staff, seed, label = json.loads(unsealed(seal) or "")
    uri = pyotp.TOTP(seed).provisioning_uri(name=label, issuer_name=g.clinic.short_name)
    picture = segno.make(uri, error="m").svg_data_uri(scale=5, border=4, light="white", dark="black")
    groups = " ".join(seed[at : at + 4] for at in range(0, len(seed), 4))
    return page(
        "people/set_up.html", _("You"), status, menu=True, form=form, seal=seal, picture=picture, seed=groups, must=must_have_one()
    )  # fmt: skip


@portal.post("/staff/second-step", access=PROVEN.without_second_step().always())
def confirm() -> Response:
    """On from the first right code. Pressed twice, it is on, and its codes were shown the first time."""
    person, form, seal = me(), SetUpForm(), request.form.get("seal", "")
    staff, seed, _label = json.loads(unsealed(seal) or '["", "", ""]')
    if staff != str(person.id) or second_step.is_on(person.id):
        flash(_("It is set up already.") if second_step.is_on(person.id) else _("Begin again, please."))
        return redirect("/staff/second-step", 303)
    step = step_of(seed, form.code.data or "") if form.validate() else None
    if step is None:
        if not form.errors:
            form.code.errors = [_("This is not the code of now. Wait for the next one, and look at the phone's clock.")]
        return set_up(form, seal, 422)
    codes = second_step.turn_on(person.id, seed, step)
    if codes is None:
        flash(_("It is set up already."))
        return redirect("/staff/second-step", 303)
    to_be_sent("second-step-on", staff=person.id)
    audit.record("second-step-on", "staff_member", person.id)
    return page("people/codes.html", _("You"), menu=True, codes=codes)


@portal.post("/staff/second-step/codes", access=PROVEN.always())
def new_codes() -> Response:
    if not second_step.is_on(me().id):
        return redirect("/staff/second-step", 303)
    codes = second_step.new_codes(me().id)
    audit.record("new-codes", "staff_member", me().id)
    return page("people/codes.html", _("You"), menu=True, codes=codes)


@portal.post("/staff/second-step/delete", access=PROVEN.always())
def turn_off() -> Response:
    """Whoever must have one sets it up anew at once, on another phone."""
    if second_step.is_on(me().id):
        second_step.turn_off(me().id, again_by=now() if must_have_one() else None)
        to_be_sent("second-step-off", staff=me().id)
        audit.record("second-step-off", "staff_member", me().id)
        flash(_("It is off. Signing in asks for your password alone."))
    return redirect("/staff/second-step" if must_have_one() else "/staff/you", 303)
