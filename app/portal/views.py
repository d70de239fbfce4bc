"""Home: above the fold, one thing to do. And the first visit."""

from flask import g, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.portal import card, frame
from app.portal import home as homes
from app.portal.frame import Part
from app.web.door import Caregiver, Portal
from app.web.page import page
from app.web.person import Person, signed_in
from tenants import scope as scopes

portal = Portal("portal", __name__)


def me() -> Person:
    """The caregiver whose scope is open."""
    person = signed_in()
    assert person is not None
    return person


@portal.get("/home", access=Caregiver.any())
def first_child() -> Response:
    """Home of her first child; without one, a page that says how to reach the clinic."""
    parts = frame.of(me()).parts
    if not card.acknowledged(me()):
        return redirect("/welcome", 303)
    return home(parts[0]) if parts else page("portal/nobody.html", _("Home"))


@portal.get("/home/<uuid:child>", access=Caregiver.of("child"))
def show(child: Part) -> Response:
    return home(child)


def home(part: Part) -> Response:
    now = scopes.current().now.astimezone(g.clinic.zone)
    shown = homes.of(g.clinic.id, part, now, g.clinic.zone)
    return page("portal/home.html", _("Home"), part=part, parts=frame.of(me()).parts, now=now, home=shown)


@portal.get("/welcome", access=Caregiver.any())
def welcome() -> Response:
    """Who reads what, what was agreed, and that nobody watches the page around the clock."""
    return page("portal/welcome.html", _("Welcome"), parts=frame.of(me()).parts)


@portal.post("/welcome", access=Caregiver.any())
def acknowledge() -> Response:
    card.acknowledge(me())
    return redirect("/home", 303)
