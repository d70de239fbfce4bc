"""Home: above the fold, one thing to do. And the first visit."""

from flask import flash, g, redirect
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.home import reading
from app.portal import card, first_visit, frame
from app.portal.entries import to_be_told
from app.portal.first_visit import FirstVisitForm
from app.portal.frame import Frame, Part
from app.portal.words import Words
from app.updates.underway import put_token
from app.web.dates import now_here
from app.web.door import Caregiver, Portal
from app.web.once import new_row
from app.web.page import page
from app.web.person import me

portal = Portal("home", __name__)


@portal.get("/home", access=Caregiver.any())
def first_child() -> Response:
    """Home of her first child; without one, a page that says how to reach the clinic."""
    if not (card.acknowledged(me()) or me().proof.in_question):
        return redirect("/welcome", 303)
    mine = frame.of(me())
    if mine.parts:
        return home(mine.parts[0])
    return page(
        "home/nobody.html",
        _("Home"),
        called=mine.called,
        asked=mine.asked,
        mails=mine.mails,
        words=soon(mine),
        now=now_here(),
    )


@portal.get("/home/<uuid:child>", access=Caregiver.of("child"))
def show(child: Part) -> Response:
    return home(child)


def home(part: Part) -> Response:
    now = now_here()
    shown = reading.of(g.clinic.id, part, now)
    mine = frame.of(me())
    put = put_token(part.child, shown.question) if shown.question else ""
    return page(
        "home/show.html",
        _("Home"),
        part=part,
        parts=mine.parts,
        called=mine.called,
        asked=mine.asked,
        mails=mine.mails,
        words=soon(mine),
        now=now,
        home=shown,
        put=put,
        row=new_row(f"check-in/{part.child}"),
    )


def soon(mine: Frame) -> Words | None:
    """What she asked to take along. Not said here where somebody else may use the phone: the clinic hands it over."""
    return None if me().sensitive else mine.words


@portal.get("/welcome", access=Caregiver.any())
def welcome() -> Response:
    """Who reads what, what was agreed, and that nobody watches the page around the clock."""
    return before_you_start(FirstVisitForm())


def before_you_start(form: FirstVisitForm, status: int = 200) -> Response:
    whole, asks = frame.of(me()), first_visit.asks(me())
    return page("home/welcome.html", _("Welcome"), status, parts=whole.parts, called=whole.called, form=form, asks=asks)


@portal.post("/welcome", access=Caregiver.any())
def acknowledge() -> Response:
    """Asked once who else uses this phone or inbox; from then on the card alone. On a device in question nothing is read in
    her name: it stays to be read on her own."""
    if me().proof.in_question:
        return redirect("/home", 303)
    if first_visit.asks(me()):
        form = FirstVisitForm()
        if not form.validate():
            return before_you_start(form, 422)
        if first_visit.answered(me(), form.use.data, form.word.data or ""):
            to_be_told()
            flash(_("Thank you. From now on no mail opens your page. For a new phone, ask for a slip."))
    card.acknowledge(me())
    return redirect("/home", 303)
