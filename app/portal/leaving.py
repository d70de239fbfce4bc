"""Leave this page, at once (must 14). Says nothing about what was here, to nobody."""

from flask import current_app, redirect
from werkzeug.wrappers import Response

from app.people import devices
from app.web.door import AtTheDoor, Portal
from app.web.headers import csrf
from app.web.person import signed_in

portal = Portal("leaving", __name__)


@portal.post("/leave", access=AtTheDoor())
@csrf.exempt
def leave() -> Response:
    """Ends this device's session; the browser's store of pages is cleared. What its history names is not ours to clear.

    Exempt from the forgery check: the worst a forged one does is sign somebody out, and it must never fail.
    """
    if person := signed_in():
        devices.sign_out(person.device)
    answer = redirect(current_app.config["SETTINGS"].leave_to, 303)
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer
