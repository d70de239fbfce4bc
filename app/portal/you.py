"""Her own page: the card, her devices' sign-out, how to reach the clinic."""

from flask import flash, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import audit
from app.people import devices, links
from app.people.models import CaregiverAddress, Device, PortalLink
from app.portal import frame, words
from app.web.door import AtTheDoor, Caregiver, Portal
from app.web.page import page
from app.web.person import me, signed_in
from tenants.db import db

portal = Portal("you", __name__)


@portal.get("/you", access=Caregiver.any())
def show() -> Response:
    address = db.session.scalar(db.select(CaregiverAddress.address).where(CaregiverAddress.caregiver_id == me().id))
    return page("portal/you.html", _("You"), parts=frame.of(me()).parts, address=address)


@portal.post("/you/sign-out-everywhere", access=AtTheDoor())
def sign_out_everywhere() -> Response:
    """Ends every browser she is signed in on, and every link that was not used."""
    person = signed_in()
    if person is None or not person.family:
        return redirect("/sign-in", 303)
    db.session.execute(db.update(Device).where(Device.caregiver_id == person.id).values(nonce_hash=None))
    links.revoke(PortalLink.caregiver_id == person.id)
    words.end_asked(person.id)
    audit.record("left-everywhere", "caregiver", person.id)
    devices.end_session()
    flash(_("You are signed out everywhere."))
    return redirect("/sign-in", 303)
