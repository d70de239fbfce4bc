"""Handing over a caregiver's own words, in the room, where somebody else may use the phone (musts 15 and 22)."""

from flask import g, redirect, url_for
from flask_babel import force_locale
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import BooleanField
from wtforms.validators import InputRequired

from app.families import guarded
from app.families.part import MY_PART
from app.involvement.models import Involvement
from app.people import language
from app.updates.handed_words import hand_over
from app.updates.own_words import file, said_in
from app.web.dates import now_here
from app.web.door import Portal
from app.web.language import as_there
from app.web.page import page

portal = Portal("handing_words", __name__)


class HandingForm(FlaskForm):
    here = BooleanField(
        _l("Here in the room, alone with me, and wants to take them along now"),
        [InputRequired(_l("Hand them over in the room, to this person alone."))],
    )


def ask(part: Involvement, form: HandingForm, status: int = 200) -> Response:
    guard = guarded.of(part.id, now_here().date())
    return page("families/hand_words.html", guard.who, status, part=part, guard=guard, who=guard.who, form=form)


@portal.get("/parts/<uuid:part>/words", access=MY_PART)
def show(part: Involvement) -> Response:
    return ask(part, HandingForm())


@portal.post("/parts/<uuid:part>/words", access=MY_PART.sure().always())
def hand(part: Involvement) -> Response:
    """The file is the answer: nothing of it is kept, and each one is a row. Of this child's care team, this child alone.
    In her language, whatever the page's is."""
    form, guard = HandingForm(), guarded.of(part.id, now_here().date())
    if not form.validate():
        return ask(part, form, 422)
    if not guard.person:
        return redirect(url_for("part.show", part=part.id), 303)
    hand_over(part, guard.owner)
    with force_locale(as_there(language.of(guard.owner) or g.clinic.locale, g.clinic.country)):
        return file(guard.who, {part.child_id: guard.child}, said_in(part.id), about=guard.child)
