"""Without an address: the number on record, and reading a code out to whoever was called back."""

from flask import flash, g
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app import audit
from app.families import calling
from app.families.calling import CannotReadOut
from app.families.people import CALLED, MY_PART, again, back, call, number, overtaken
from app.involvement.models import Involvement
from app.involvement.same_person import person_of
from app.people import phones
from app.portal.requests import digits
from app.web.dates import now_here
from app.web.door import Portal
from app.web.page import page

portal = Portal("calls", __name__)


@portal.post("/parts/<uuid:part>/phone", access=MY_PART.always())
def note(part: Involvement) -> Response:
    form = number(part.id)
    if not form.validate():
        return again(part, form)
    if newer := overtaken(part, form, CALLED, form.number.data):
        return newer
    phones.note(person_of(part), form.number.data or "")
    audit.record("phone-noted", "involvement", part.id, child=part.child_id)
    flash(_("Saved. Call this number, and no other, before you read out a code."))
    return back(part)


@portal.post("/parts/<uuid:part>/call", access=MY_PART.always())
def read_out(part: Involvement) -> Response:
    """The six digits, to be read out at once; they work in the browser that shows the letters, for ten minutes."""
    form = call(part.id)
    if not form.validate():
        return again(part, form)
    try:
        asked = calling.read_out(part, form.word.data or "", form.tag.data or "", now_here().date())
    except CannotReadOut as error:
        form.form_errors.append(why(str(error)))
        return again(part, form)
    code = digits(g.clinic.id, asked.id)
    return page("families/call.html", _("Code"), code=f"{code[:3]} {code[3:]}", tag=asked.tag, part=part, menu=True)


def why(reason: str) -> str:
    return {
        "address": _("This person has an e-mail address: they ask for a link on the sign-in page."),
        "touched": _("No code by phone here. Give a slip, in the room."),
        "slip": _("A number and a word are needed first. Give a slip, in the room."),
        "off": _("Five wrong words today. Give a slip, in the room."),
        "word": _("That is not the word. Ask once more; do not help. Five wrong ones in a day end this way in."),
        "tag": _("No browser shows these letters now. Ask for new ones: “I have no e-mail” on the sign-in page."),
    }[reason]
