"""Coming in by something one holds: what it opens at this very moment, who is in the way, and what entering does."""

from uuid import UUID

from flask import g, redirect, request
from flask_babel import gettext as _
from sqlalchemy import text
from werkzeug.wrappers import Response

from app.boundaries.touching import touches_a_child_of
from app.happened import tell
from app.involvement.models import Involvement
from app.involvement.same_person import hers, takes_part
from app.people import devices, language, links
from app.people.models import Device, PortalLink, StaffLogin, now
from app.people.sensitive import is_sensitive
from app.portal.entries import to_be_told
from app.portal.present import mark_first_entry
from app.web.dates import now_here
from app.web.page import page
from app.web.person import Person, signed_in
from tenants.db import db

DIGEST_OF = text("select d.id from digest d where d.clinic_id = :clinic and d.link_id = :link")


def why_not(link: PortalLink) -> str:
    """Why a link opens nothing; nothing where it does."""
    if not links.is_good(link):
        return "used" if link.used_at else "revoked" if link.revoked_at else "expired"
    if link.involvement_id and not part_is_open(link.involvement_id):
        return "revoked"
    if link.caregiver_id and link.purpose in links.BY_MAIL and is_sensitive(link.caregiver_id):
        return "revoked"
    if link.caregiver_id and link.purpose == "phone" and touches_a_child_of(link.caregiver_id, now_here().date()):
        return "revoked"
    if link.purpose == "notice" and link.caregiver_id and not takes_part(link.caregiver_id):
        return "revoked"
    return ""


def digest_of(link: PortalLink) -> UUID | None:
    """The digest in whose mail this link stood."""
    of = {"clinic": link.clinic_id, "link": link.id}
    id: UUID | None = db.session.scalar(DIGEST_OF, of) if link.purpose == "notice" else None
    return id


def part_is_open(part: UUID) -> bool:
    """A way in ends with the involvement it was for."""
    still = Involvement.id == part, Involvement.invited_at.is_not(None), Involvement.ended_at.is_(None)
    return db.session.scalar(db.select(Involvement.id).where(*still)) is not None


def answer(link: PortalLink | None, token: str) -> Response:
    """One page with one button; or what has become of the link, and what to do instead."""
    if link is None or link.purpose == "open":
        return page("arrival/link_gone.html", _("Welcome"), 404, why="unknown", link=None, token="")
    mine, digest = signed_in(), digest_of(link)
    if (
        digest and mine and mine.id == link.caregiver_id and mine.only in (None, digest)
    ):  # tapped once more, on a browser where she is signed in
        return redirect(f"/digests/{digest}", 303)
    if why := why_not(link):
        return page("arrival/link_gone.html", _("Welcome"), 410, why=why, link=link, token=token)
    if link.purpose == "slip" and is_staffs_browser():
        return page("arrival/slip_refused.html", _("Welcome"), 403)
    return confirm(link, token, somebody_else(link) is not None)


def confirm(link: PortalLink, token: str, somebody_else: bool, status: int = 200) -> Response:
    return page("arrival/link.html", _("Welcome"), status, token=token, link=link, somebody_else=somebody_else)


def is_staffs_browser() -> bool:
    """Whether somebody who works here is signed in on this browser, or ever was: a slip is for her own phone (must 17)."""
    other = signed_in()
    if other is not None and not other.family:
        return True
    here = Device.id.in_(devices.this_browsers()), Device.staff_id.is_not(None)
    return db.session.scalar(db.select(Device.id).where(*here).limit(1)) is not None


def somebody_else(link: PortalLink) -> Person | None:
    """Who would be signed out here by this link. A confirmation enters nowhere, so it disturbs nobody."""
    other = signed_in()
    enters = link.purpose != "confirm"
    return other if enters and other is not None and other.id not in (link.caregiver_id, link.staff_id) else None


def enter(link: PortalLink, token: str) -> Response:
    """Enters, if the link is still good at this very moment."""
    if why_not(link) or (link.purpose == "slip" and is_staffs_browser()):
        return answer(link, token)
    if somebody_else(link) is not None and not request.form.get("instead"):
        return confirm(link, token, True, 409)
    if not links.use(link, devices.kind_of_device()):
        return answer(links.find(token), token)
    if link.purpose == "confirm":
        return confirmed(link)
    return entered(link)


def confirmed(link: PortalLink) -> Response:
    db.session.execute(db.update(StaffLogin).where(StaffLogin.staff_id == link.staff_id).values(confirmed_at=now()))
    return page("arrival/confirmed.html", _("Welcome"))


def entered(link: PortalLink) -> Response:
    """Whoever was signed in here is no longer."""
    if (before := signed_in()) is not None:
        devices.sign_out(before.device)
    caregiver = link.caregiver_id
    if caregiver:
        language.keep(caregiver, g.clinic)
    digest = digest_of(link)
    devices.enter(caregiver=caregiver, staff=link.staff_id, link=link.id if caregiver else None, digest=digest)
    if caregiver is None:
        return redirect("/", 303)
    day = now_here().date()
    for part in db.session.scalars(
        db.select(Involvement.id).where(
            hers(caregiver), Involvement.invited_at.is_not(None), Involvement.ended_at.is_(None)
        )
    ):
        tell("entered", part, day)
    if link.by_id:
        to_be_told()
    mark_first_entry(caregiver, now())
    return redirect(f"/digests/{digest}" if digest else "/", 303)
