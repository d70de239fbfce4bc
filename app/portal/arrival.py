"""A caregiver's ways in: a link (a GET shows one button and uses nothing up), a code, "send me a link"."""

from uuid import UUID

from flask import current_app, g, redirect, request, session
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.happened import tell
from app.involvement.models import Involvement
from app.involvement.same_person import hers
from app.people import devices, links
from app.people.forms import AddressForm, CodeForm
from app.people.models import LinkRequest, PortalLink, StaffLogin, now
from app.permissions import Permission
from app.portal import requests
from app.portal.present import mark_first_entry
from app.web.dates import now_here
from app.web.door import AtTheDoor, Portal
from app.web.headers import csrf, limiter
from app.web.page import page
from app.web.person import Person, signed_in
from tenants.db import db

portal = Portal("arrival", __name__)
BEGINS = (
    (Permission.CASELOAD, "/today"),
    (Permission.SUPERVISE, "/engagement"),
    (Permission.RUN_CLINIC, "/clinic"),
    (Permission.DESK, "/desk"),
)
"""Where somebody of the staff lands."""


@portal.get("/in/<token>", access=AtTheDoor())
def show_link(token: str) -> Response:
    return answer(links.find(token.strip(".,;:>)”\"' ")), token)


def answer(link: PortalLink | None, token: str) -> Response:
    """One page with one button; or what has become of the link, and what to do instead."""
    if link is None or link.purpose == "open":
        return page("arrival/link_gone.html", _("Welcome"), 404, why="unknown", link=None)
    if not links.is_good(link):
        why = "used" if link.used_at else "revoked" if link.revoked_at else "expired"
        return page("arrival/link_gone.html", _("Welcome"), 410, why=why, link=link)
    return page(
        "arrival/link.html", _("Welcome"), token=token, link=link, somebody_else=somebody_else(link) is not None
    )


def somebody_else(link: PortalLink) -> Person | None:
    """Who would be signed out here by this link. A confirmation enters nowhere, so it disturbs nobody."""
    other = signed_in()
    enters = link.purpose != "confirm"
    return other if enters and other is not None and other.id not in (link.caregiver_id, link.staff_id) else None


@portal.post("/in/<token>", access=AtTheDoor())
@csrf.exempt
@limiter.limit("30 per 10 minutes")
def enter_by_link(token: str) -> Response:
    """Enters, if the link is still good at this very moment. From the apex only the link that sign-up gave may come."""
    link = links.find(token)
    from_apex = link is not None and link.purpose == "open" and came_from_apex()
    if not from_apex:
        csrf.protect()
    if link is None or not links.is_good(link) or (link.purpose == "open" and not from_apex):
        return answer(link, token)
    if somebody_else(link) is not None and not request.form.get("instead"):
        return page("arrival/link.html", _("Welcome"), 409, token=token, link=link, somebody_else=True)
    if not links.use(link, devices.kind_of_device()):
        return answer(links.find(token), token)
    if link.purpose == "confirm":
        return confirmed(link)
    return entered(link.caregiver_id, link.staff_id)


def came_from_apex() -> bool:
    return request.headers.get("Origin") == current_app.config["PUBLIC_URL"]


def confirmed(link: PortalLink) -> Response:
    db.session.execute(db.update(StaffLogin).where(StaffLogin.staff_id == link.staff_id).values(confirmed_at=now()))
    return page("arrival/confirmed.html", _("Welcome"))


def entered(caregiver: UUID | None, staff: UUID | None) -> Response:
    """Whoever was signed in here is no longer."""
    if (before := signed_in()) is not None:
        devices.sign_out(before.device)
    devices.enter(caregiver=caregiver, staff=staff)
    if caregiver is None:
        return redirect("/", 303)
    day = now_here().date()
    for part in db.session.scalars(
        db.select(Involvement.id).where(
            hers(caregiver), Involvement.invited_at.is_not(None), Involvement.ended_at.is_(None)
        )
    ):
        tell("entered", part, day)
    mark_first_entry(caregiver, now())
    return redirect("/", 303)


@portal.get("/sign-in", access=AtTheDoor())
def sign_in() -> Response:
    return page("arrival/sign_in.html", _("Welcome"), form=AddressForm())


@portal.post("/sign-in", access=AtTheDoor())
@limiter.limit("10 per 10 minutes")
def send_link() -> Response:
    """The same answer and the same statements whether or not anybody here has this address."""
    form = AddressForm()
    if not form.validate():
        return page("arrival/sign_in.html", _("Welcome"), 422, form=form)
    session["asked"] = str(requests.ask(form.address.data or "").id)
    return redirect("/in/code", 303)


@portal.get("/in/code", access=AtTheDoor())
def show_code() -> Response:
    asked = asked_here()
    return page("arrival/code.html", _("Welcome"), form=CodeForm(), asked=asked) if asked else redirect("/sign-in", 303)


@portal.post("/in/code", access=AtTheDoor())
@limiter.limit("30 per 10 minutes")
def enter_by_code() -> Response:
    asked, form = asked_here(), CodeForm()
    if asked is None:
        return redirect("/sign-in", 303)
    caregiver = (
        requests.caregiver_by_code(asked.id, form.code.data or "", devices.kind_of_device())
        if form.validate()
        else None
    )
    if caregiver is None:
        if not form.errors:
            form.code.errors = [_("This code does not open the page. Look at the newest mail, or ask for a new link.")]
        return page("arrival/code.html", _("Welcome"), 422, form=form, asked=asked)
    return entered(caregiver, None)


def asked_here() -> LinkRequest | None:
    """The request this very browser made: a code works nowhere else (must 17)."""
    try:
        return db.session.get(LinkRequest, (g.clinic.id, UUID(session.get("asked", ""))))
    except ValueError:
        return None


@portal.get("/", access=AtTheDoor())
def first_page() -> Response:
    """Where this person belongs."""
    person = signed_in()
    if person is None:
        return redirect("/sign-in", 303)
    if person.family:
        return redirect("/home", 303)
    return redirect(next((path for may, path in BEGINS if person.may(may)), "/staff/you"), 303)
