"""One's own page: what one does here, how one signs in, and on which devices."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, request
from flask_babel import gettext as _
from sqlalchemy import text
from werkzeug.wrappers import Response

from app import audit
from app.people import devices, limits, losing, new_password, passwords, proving
from app.people.forms import ChangePasswordForm
from app.people.models import Device, now
from app.web.door import Portal, Staff, loads
from app.web.headers import limiter
from app.web.page import page
from app.web.person import Person, me
from tenants.db import db
from tenants.scope import Audience

portal = Portal("account", __name__)

ACCOUNT = text("""
select
  (select l.address from staff_login l where l.clinic_id = :clinic and l.staff_id = :me) as address,
  (select count(*) from recovery_code c where c.clinic_id = :clinic and c.staff_id = :me and c.used_at is null) as codes,
  (select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'kind', d.kind, 'entered', d.entered_at, 'asked', d.asked,
                             'seen', coalesce(d.seen_at, d.entered_at), 'open', d.until > :now) order by d.entered_at desc), '[]')
     from device d where d.clinic_id = :clinic and d.staff_id = :me and d.denied_at is null) as devices
""")
SHOWN = 20


@dataclass(frozen=True)
class Row:
    """A device as its person sees it."""

    id: UUID
    kind: str
    entered: datetime
    seen: datetime
    asked: bool
    """Whether it waits for "that was me"."""
    here: bool
    signed_in: bool


@portal.get("/staff/you", access=Staff.any())
def you() -> Response:
    person = me()
    account = db.session.execute(ACCOUNT, {"clinic": person.clinic, "me": person.id, "now": now()}).one()
    rows = [row(person, each) for each in account.devices[:SHOWN]]
    return page(
        "people/you.html",
        _("You"),
        address=account.address,
        roles=sorted(person.roles),
        codes=account.codes,
        devices=rows,
    )


def row(person: Person, each: dict[str, Any]) -> Row:
    entered, seen = (datetime.fromisoformat(each[name]) for name in ("entered", "seen"))
    open_still = each["open"] and seen > now() - devices.STAFF_IDLE
    id = UUID(each["id"])
    return Row(id, each["kind"], entered, seen, each["asked"], id == person.device, open_still)


@loads(Audience.STAFF, "device")
def own_device(person: Person, device: UUID) -> Device | None:
    mine = Device.id == device, Device.staff_id == person.id, Device.denied_at.is_(None)
    return db.session.scalar(db.select(Device).where(*mine))


@portal.post("/staff/devices/<uuid:device>/delete", access=Staff.of("device").always())
def sign_out(device: Device) -> Response:
    devices.end(Device.id == device.id)
    audit.record("device-out", "staff_member", me().id, device=str(device.id))
    flash(_("Signed out there."))
    return redirect("/staff/you", 303)


@portal.post("/staff/devices/others/delete", access=Staff.any().always())
def sign_out_others() -> Response:
    devices.end_all(me().id, but=me().device)
    audit.record("devices-out", "staff_member", me().id, but=str(me().device))
    flash(_("Signed out everywhere but here."))
    return redirect("/staff/you", 303)


@portal.post("/staff/devices/<uuid:device>/answer", access=Staff.of("device").at_the_door().on_own_device().always())
def answer(device: Device) -> Response:
    """Whether that was me; said on a device that is not in question itself."""
    said = request.form.get("said", "")
    if said not in ("me", "not-me"):
        abort(422)
    if device.id == me().device:
        abort(403)
    still = db.update(Device).where(Device.id == device.id)
    if said == "me":
        db.session.execute(still.values(asked=False))
        audit.record("device-mine", "staff_member", me().id, device=str(device.id))
        return redirect("/staff/you", 303)
    db.session.execute(still.values(nonce_hash=None, until=now(), sure_at=None, asked=False, denied_at=now()))
    audit.record("device-not-me", "staff_member", me().id, device=str(device.id))
    flash(_("It is signed out. Whoever it was knows your password: choose a new one now."))
    return redirect("/staff/you/password", 303)


@portal.post("/staff/you/lost/delete", access=Staff.any().on_own_device().always())
def not_lost() -> Response:
    """Said on a device that is one's own: nobody needs a code for it, so nobody who guesses at codes is in the way."""
    losing.end_own(me().id)
    flash(_("Your second step stays as it is. Whoever asked knows your password: choose a new one now."))
    return redirect("/staff/you/password", 303)


@portal.get("/staff/you/password", access=Staff.any())
def ask_password() -> Response:
    return page("people/own_password.html", _("You"), form=ChangePasswordForm())


@portal.post("/staff/you/password", access=Staff.any().at_the_door().always())
@limiter.limit("20 per 10 minutes", key_func=limits.person)
def change_password() -> Response:
    """Ends every session; this one goes on under a new cookie."""
    form, person = ChangePasswordForm(), me()
    if form.validate() and not proving.is_own(person, form.old_password.data or ""):
        form.old_password.errors = [_("This is not your password.")]
    if form.errors:
        return page("people/own_password.html", _("You"), 422, menu=True, form=form)
    new_password.become(person.id, passwords.hashed(form.password.data or ""))
    audit.record("changed-password", "staff_member", person.id)
    devices.renew(person.device, person.id)
    flash(_("Your password is changed. You are signed out on every other device."))
    return redirect("/staff/you", 303)
