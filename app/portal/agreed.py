""" "Less for now" and "more again", asked from her own page; what is agreed changes when a therapist says yes (must 5)."""

from flask import flash, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.involvement import asking
from app.portal.frame import Part
from app.web.door import Caregiver, Portal

portal = Portal("agreed_asks", __name__)
ABOUT = Caregiver.of(about="child").on_own_device().to_be_read()


def back(words: str) -> Response:
    flash(words)
    return redirect("/you#agreed", 303)


def ask(part: Part, way: str, possible: bool) -> Response:
    """Where nothing is asked of her, or there is no less and no more, it says so and asks nothing."""
    if not (part.asked and possible):
        return back(_("There is nothing to change at the moment."))
    asking.ask(part.id, part.child, way)
    return back(_("Thank you. We answer here. Until then it stays as it is."))


@portal.post("/you/agreed/<uuid:child>/less", access=ABOUT)
def less(about: Part) -> Response:
    return ask(about, "less", about.checkins > 0)


@portal.post("/you/agreed/<uuid:child>/more", access=ABOUT)
def more(about: Part) -> Response:
    return ask(about, "more", about.checkins < asking.MOST)


@portal.post("/you/agreed/<uuid:child>/delete", access=Caregiver.of("child").on_own_device())
def take_back(child: Part) -> Response:
    done = asking.ask_no_more(child.id, child.child)
    return back(_("Taken back. It stays as it is.") if done else _("It was answered already."))
