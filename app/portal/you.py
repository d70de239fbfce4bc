"""Her own page: the card, her devices, how to reach the clinic."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import abort, flash, redirect, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import audit
from app.people import devices, phones
from app.people.models import CaregiverAddress, Device, now
from app.portal import frame, words
from app.portal.first_visit import WordForm
from app.web.back import back
from app.web.door import AtTheDoor, Caregiver, Portal, loads
from app.web.page import page
from app.web.person import Person, me, signed_in
from tenants.db import db
from tenants.scope import Audience

portal = Portal("you", __name__)
SHOWN = 20
HERS = Caregiver.of("device").at_the_door().on_own_device()


@dataclass(frozen=True)
class Row:
    """A device as she sees it."""

    id: UUID
    kind: str
    made: datetime
    seen: datetime
    asked: bool
    here: bool
    signed_in: bool


@portal.get("/you", access=Caregiver.any())
def show() -> Response:
    """On a device in question, nothing of her own: who reads what, and the way out."""
    if me().proof.in_question:
        return page("portal/you_new_device.html", _("You"), parts=frame.of(me()).parts)
    return whole(WordForm())


def whole(word: WordForm, status: int = 200) -> Response:
    address = db.session.scalar(db.select(CaregiverAddress.address).where(CaregiverAddress.caregiver_id == me().id))
    number = phones.number_of(me().id) if address is None else None
    parts = frame.of(me()).parts
    return page(
        "portal/you.html",
        _("You"),
        status,
        parts=parts,
        address=address,
        number=number,
        word=word,
        devices=listed(me()),
    )


@portal.post("/you/word", access=Caregiver.any().on_own_device())
def choose_word() -> Response:
    """Another word for the phone. It is shown to nobody, her included."""
    form = WordForm()
    if not form.validate():
        return whole(form, 422)
    phones.choose(me().id, form.word.data or "")
    audit.record("chose-word", "caregiver", me().id)
    flash(_("Saved. Say this word when we call you back."))
    return redirect("/you", 303)


def listed(person: Person) -> list[Row]:
    """The newest entry first."""
    columns = Device.id, Device.kind, Device.made_at, Device.entered_at, Device.seen_at, Device.until, Device.asked
    mine = Device.caregiver_id == person.id, Device.denied_at.is_(None)
    found = db.session.execute(db.select(*columns).where(*mine).order_by(Device.entered_at.desc()).limit(SHOWN))
    return [
        Row(id, kind, made, seen or entered, asked, id == person.device, until > now())
        for id, kind, made, entered, seen, until, asked in found
    ]


@loads(Audience.FAMILY, "device")
def other_device(person: Person, device: UUID) -> Device | None:
    """One of her own, but not the one at hand: that is left by its own button."""
    mine = Device.id == device, Device.caregiver_id == person.id, Device.id != person.device
    return db.session.scalar(db.select(Device).where(*mine, Device.denied_at.is_(None)))


@portal.post("/you/devices/<uuid:device>/delete", access=HERS)
def sign_out_there(device: Device) -> Response:
    devices.end(Device.id == device.id)
    audit.record("device-out", "caregiver", me().id, device=str(device.id))
    flash(_("Signed out there."))
    return redirect("/you", 303)


@portal.post("/you/devices/<uuid:device>/answer", access=HERS)
def answer(device: Device) -> Response:
    """Whether that was her; said on a device that is hers beyond question."""
    said = request.form.get("said", "")
    if said not in ("me", "not-me"):
        abort(422)
    this = db.update(Device).where(Device.id == device.id)
    if said == "me":
        db.session.execute(this.values(asked=False))
        audit.record("device-mine", "caregiver", me().id, device=str(device.id))
        flash(_("Thank you. It shows everything from now on."))
        return back("/you")
    db.session.execute(this.values(nonce_hash=None, until=now(), asked=False, denied_at=now()))
    audit.record("device-not-me", "caregiver", me().id, device=str(device.id))
    flash(_("It is signed out. Somebody may read your mail or have your slip: tell your therapist."))
    return back("/you")


@portal.post("/you/sign-out-everywhere", access=AtTheDoor())
def sign_out_everywhere() -> Response:
    """Ends every browser she is signed in on, and every link, slip and code that was not used. None of them is hers any
    more then; but a device that is in question cannot make itself the only one."""
    person = signed_in()
    if person is None or not person.family:
        return redirect("/sign-in", 303)
    devices.sign_out_everywhere(person.id, disown=not person.proof.in_question)
    words.end_asked(person.id)
    audit.record("left-everywhere", "caregiver", person.id)
    devices.end_session()
    flash(_("You are signed out everywhere."))
    return redirect("/sign-in", 303)
