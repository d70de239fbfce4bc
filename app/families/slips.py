"""A slip for the room: made with one button, then shown on a page that can be scanned, typed from or printed."""

from uuid import UUID

import segno
from flask import flash, g, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import audit
from app.families import slipping
from app.families.inviting import CannotInvite
from app.families.people import WAY_IN, back, has_been_here
from app.involvement.models import Involvement
from app.people import links
from app.people.models import Caregiver, PortalLink
from app.people.staff import owner_confirmed, texts_confirmed
from app.permissions import Permission
from app.web.dates import now_here
from app.web.door import LOADERS, Portal, Staff, loads
from app.web.once import sent_row
from app.web.page import page
from app.web.paid import must_let
from app.web.person import Person
from tenants.db import db, marked
from tenants.plans import Level
from tenants.scope import Audience

portal = Portal("slips", __name__)


@loads(Audience.STAFF, "slip")
def own_slip(person: Person, slip: UUID) -> PortalLink | None:
    """One that this person made, while its part's way in is still the person's to see to."""
    mine = PortalLink.id == slip, PortalLink.purpose == "slip", PortalLink.by_id == person.id
    row = db.session.scalar(db.select(PortalLink).where(*mine))
    if row is None or row.involvement_id is None:
        return None
    return row if LOADERS[Audience.STAFF, "way"](person, row.involvement_id) else None


@portal.post("/parts/<uuid:part>/slip", access=WAY_IN.always())
def make(way: Involvement) -> Response:
    if not has_been_here(way):
        must_let(Level.GROW)
    row = sent_row(f"slip/{way.id}")
    if row is None:
        flash(_("This page was open for too long. Press the button once more."), "error")
        return back(way)
    try:
        until = slipping.end_of_day(now_here())
        slip = slipping.make(way, texts_confirmed() and owner_confirmed(), until, row)
    except CannotInvite as error:
        reasons = {
            "unconfirmed": _(
                "Before the first slip, the owner confirms the e-mail address, the crisis lines and the reply time."
            ),
            "ended": _("This part has ended."),
            "care-ended": _("The care of this child has ended. Begin it again first."),
        }
        flash(reasons[str(error)], "error")
        return back(way)
    return redirect(url_for("slips.show", slip=slip.id), 303)


@portal.get("/slips/<uuid:slip>", access=Staff.may(Permission.INVITE, "slip"))
def show(slip: PortalLink) -> Response:
    code = links.slip_code(slip.id, slip.clinic_id)
    url = g.clinic.url(f"/in/{code}")
    picture = segno.make(url, error="m").svg_data_uri(scale=6, border=4, light="white", dark="black")
    person = db.session.scalar(db.select(Caregiver.name).where(Caregiver.id == slip.caregiver_id))
    return page(
        "families/slip.html", _("Slip"), slip=slip, code=code, picture=picture, whom=person, good=links.is_good(slip),
        host=g.clinic.url("").partition("://")[2],
    )  # fmt: skip


@loads(Audience.STAFF, "entry")
def entry_of_my_family(person: Person, entry: UUID) -> PortalLink | None:
    """A slip, or a code read out, that somebody came in by; of one's own care team."""
    used = PortalLink.id == entry, PortalLink.purpose.in_(("slip", "phone")), PortalLink.used_at.is_not(None)
    row = db.session.scalar(db.select(PortalLink).where(*used))
    if row is None or row.involvement_id is None:
        return None
    return row if LOADERS[Audience.STAFF, "part"](person, row.involvement_id) else None


@portal.post("/entries/<uuid:entry>/not-them", access=Staff.may(Permission.CASELOAD, "entry").always())
def not_them(entry: PortalLink) -> Response:
    """The device that first came in by it opens nothing from the next request on."""
    part = db.session.get_one(Involvement, (entry.clinic_id, entry.involvement_id))
    if marked(PortalLink.revoked_at, PortalLink.id == entry.id):
        audit.record("put-out", "involvement", part.id, child=part.child_id)
    flash(_("It is put out. Who was it? Talk with the family, and with whoever made the slip."))
    return back(part)
