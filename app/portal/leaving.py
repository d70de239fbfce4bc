"""Leave this page, at once (must 14). Says nothing about what was here, to nobody."""

from flask import current_app, g, redirect
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from app.people import devices
from app.web.door import Anyone, Portal
from app.web.headers import csrf
from app.web.person import signed_in
from tenants.db import transaction
from tenants.scope import Audience, Scope

portal = Portal("leaving", __name__)


@portal.post("/leave", access=Anyone())
@csrf.exempt
def leave() -> Response:
    """Ends this device's session; the browser's store of pages is cleared. What its history names is not ours to clear.

    Exempt from the forgery check: the worst a forged one does is sign somebody out, and it must never fail. Where the
    database is away the cookie is taken all the same.
    """
    try:
        if person := signed_in():
            with transaction(Scope(g.clinic.id, Audience.DOOR)):
                devices.sign_out(person.device)
    except SQLAlchemyError as error:
        g.database_away = True
        current_app.logger.error("left while the database is away", extra={"error": type(error).__name__})
    devices.end_session()
    answer = redirect(current_app.config["SETTINGS"].leave_to, 303)
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer
