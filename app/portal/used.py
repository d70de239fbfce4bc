"""A link that was used takes "that was not me" from whoever holds it (must 17)."""

from flask import flash, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import audit
from app.people import devices, links
from app.people.models import Device, PortalLink, now
from app.portal.arrival import trimmed
from app.portal.entering import answer
from app.portal.entries import to_be_told
from app.web.door import AtTheDoor, Portal
from app.web.headers import limiter
from tenants.db import db

portal = Portal("used", __name__)


@portal.post("/in/<token>/not-me", access=AtTheDoor())
@limiter.limit("10 per 10 minutes")
def not_me(token: str) -> Response:
    """Signs out what came in by it. A device that is there for a day at most opens nothing any more; an older one stays
    known: whoever finds a used link in her inbox must not take her own phone from her."""
    link = links.find(trimmed(token))
    if link is None or link.used_at is None or link.caregiver_id is None or link.revoked_at is not None:
        return answer(link, trimmed(token))
    came_in = db.or_(Device.link_id == link.id, Device.entered_at == link.used_at)
    devices.end(Device.caregiver_id == link.caregiver_id, came_in)
    if link.used_at > now() - devices.NEW_FOR:
        db.session.execute(db.update(PortalLink).where(PortalLink.id == link.id).values(revoked_at=now()))
    audit.record("link-not-me", "portal_link", link.id)
    to_be_told()
    flash(_("Thank you. What came in by it is signed out. Tell your therapist, too."))
    return redirect(f"/in/{trimmed(token)}", 303)
