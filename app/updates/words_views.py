"""A page of "You": everything she wrote, about every child of hers, as one file to take along (must 22)."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.portal import frame
from app.portal import words as own_words
from app.portal.words import LASTS, Words, fetched, take_back
from app.updates.handed_words import to_be_told
from app.updates.own_words import all_said, file
from app.web.dates import now_here
from app.web.door import Caregiver, Portal, loads
from app.web.once import new_row, sent_row
from app.web.page import page
from app.web.person import Person, me
from tenants.scope import Audience

portal = Portal("words", __name__)


@loads(Audience.FAMILY, "words")
def her_words(person: Person, id: UUID) -> Words | None:
    """What she asked for last. An older one is gone."""
    asked = frame.of(person).words
    return asked if asked and asked.id == id else None


def shown(status: int = 200, problem: str = "") -> Response:
    asked, here, row = frame.of(me()).words, now_here(), new_row("words")
    state = asked.state(here) if asked else ""
    return page(
        "updates/words.html", _("You"), status, asked=asked, state=state, row=row, problem=problem, sensitive=me().sensitive,
        here=bool(asked and asked.device == me().device), ready=asked.ready_at(here) if asked else None,
        until=asked.ready_at(here) + LASTS if asked else None,
    )  # fmt: skip


@portal.get("/you/words", access=Caregiver.any().on_own_device())
def show() -> Response:
    return shown()


@portal.post("/you/words", access=Caregiver.any().on_own_device())
def ask() -> Response:
    """Where a part of hers is sensitive, the clinic hands it over in the room: nothing is made here."""
    row, asked = sent_row("words"), frame.of(me()).words
    if row is None:
        return shown(422, _("This page was open for too long. Press the button once more."))
    if asked is None or asked.fetched_at or (not me().sensitive and asked.state(now_here()) == "over"):
        own_words.ask(row, me().id, me().device)
        if me().sensitive:
            to_be_told()
    return redirect(url_for("words.show"), 303)


@portal.post("/you/words/<uuid:words>/file", access=Caregiver.of("words").on_own_device())
def fetch(words: Words) -> Response:
    """Once, on the device she asked on, within a day."""
    may = words.state(now_here()) == "ready" and words.device == me().device and not me().sensitive
    if not may or not fetched(words, me().id):
        return redirect(url_for("words.show"), 303)
    whole = frame.of(me())
    return file(whole.name, whole.children, all_said())


@portal.post("/you/words/<uuid:words>/delete", access=Caregiver.of("words"))
def undo(words: Words) -> Response:
    take_back(words, me().id)
    flash(_("You do not ask for it any more."))
    return redirect(url_for("words.show"), 303)
