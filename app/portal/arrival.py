"""A caregiver's ways in: a link or a slip (a GET shows one button and uses nothing up), a code, "send me a link"."""

from uuid import UUID

from flask import Response as FlaskResponse
from flask import current_app, g, redirect, request, session
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.people import devices, limits, links
from app.people.forms import AddressForm, CodeForm, SlipForm
from app.people.models import LinkRequest
from app.permissions import Permission
from app.portal import requests
from app.portal.entering import answer, enter, entered
from app.web.door import AtTheDoor, Portal
from app.web.headers import csrf, limiter
from app.web.page import page
from app.web.person import signed_in
from tenants.db import db

portal = Portal("arrival", __name__)
BEGINS = (
    (Permission.CASELOAD, "/today"),
    (Permission.SUPERVISE, "/engagement"),
    (Permission.RUN_CLINIC, "/clinic"),
    (Permission.DESK, "/desk"),
)
"""Where somebody of the staff lands."""
WRONG = "60 per 10 minutes"


def unknown(answer: FlaskResponse) -> bool:
    """What counts where a link is opened: one that never was. A scanner that opens a good one again takes nothing away."""
    return answer.status_code == 404


@portal.get("/in/<token>", access=AtTheDoor())
@limiter.limit(WRONG, deduct_when=unknown)
def show_link(token: str) -> Response:
    return answer(links.find(trimmed(token)), trimmed(token))


def trimmed(token: str) -> str:
    """Without what stood around it in a sentence."""
    return token.strip(".,;:>)”\"' ")


@portal.post("/in/<token>", access=AtTheDoor())
@csrf.exempt
@limiter.limit("30 per 10 minutes")
def enter_by_link(token: str) -> Response:
    """Enters, if the link is still good at this very moment. From the apex only the link that sign-up gave may come."""
    token = trimmed(token)
    link = links.find(token)
    from_apex = link is not None and link.purpose == "open" and came_from_apex()
    if not from_apex:
        csrf.protect()
    if link is None or (link.purpose == "open" and not from_apex):
        return answer(link, token)
    return enter(link, token)


def came_from_apex() -> bool:
    return request.headers.get("Origin") == current_app.config["PUBLIC_URL"]


@portal.get("/in/slip", access=AtTheDoor())
def ask_slip() -> Response:
    return page("arrival/slip.html", _("Welcome"), form=SlipForm())


@portal.post("/in/slip", access=AtTheDoor())
@limiter.limit(WRONG, deduct_when=limits.refused)
def enter_by_slip() -> Response:
    """What was typed from a slip. A wrong one, and one of another kind, are answered alike."""
    form = SlipForm()
    typed = form.code.data or ""
    link = links.find(typed, frozenset({"slip"})) if form.validate() else None
    if link is None:
        if not form.errors:
            form.code.errors = [_("These signs open nothing. Look at the slip again, or ask for a new one.")]
        return page("arrival/slip.html", _("Welcome"), 422, form=form)
    return enter(link, typed)


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


@portal.post("/in/phone", access=AtTheDoor())
@limiter.limit("10 per 10 minutes")
def ask_by_phone() -> Response:
    """Four letters for somebody without an address. Nothing here says who, so there is nothing to find out."""
    session["asked"] = str(requests.ask_by_phone().id)
    return redirect("/in/code", 303)


@portal.get("/in/code", access=AtTheDoor())
def show_code() -> Response:
    asked = asked_here()
    return type_code(asked, CodeForm()) if asked else redirect("/sign-in", 303)


def type_code(asked: LinkRequest, form: CodeForm, status: int = 200) -> Response:
    if asked.purpose == "phone":
        form.code.label.text = _("Six digits from the phone")
        return page("arrival/phone.html", _("Welcome"), status, form=form, asked=asked)
    return page("arrival/code.html", _("Welcome"), status, form=form, asked=asked)


@portal.post("/in/code", access=AtTheDoor())
@limiter.limit("30 per 10 minutes")
def enter_by_code() -> Response:
    asked, form = asked_here(), CodeForm()
    if asked is None:
        return redirect("/sign-in", 303)
    typed = form.code.data or ""
    link = requests.link_by_code(asked.id, typed, devices.kind_of_device()) if form.validate() else None
    if link is None:
        if not form.errors:
            form.code.errors = [_("This code does not open the page. Look at the newest mail, or ask for a new link.")]
            if asked.purpose == "phone":
                form.code.errors = [_("This code does not open the page. Ask for it once more, or begin again.")]
        return type_code(asked, form, 422)
    return entered(link)


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
