"""Another language, from her own page or before anybody is known."""

from flask import abort, request, session
from werkzeug.wrappers import Response

from app.people.language import choose
from app.web.back import back
from app.web.door import AtTheDoor, Portal
from app.web.language import KEPT, offered
from app.web.person import signed_in

portal = Portal("language", __name__)


@portal.post("/language", access=AtTheDoor())
def choose_language() -> Response:
    """On this browser; and, on a device of hers beyond question, for her mails and other devices."""
    code, person = request.form.get("language", ""), signed_in()
    if code not in offered():
        abort(422)
    session[KEPT] = code
    if person and not person.proof.in_question:  # of staff there is no such row
        choose(person.id, code)
    return back("/")
