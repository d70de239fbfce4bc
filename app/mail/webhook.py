"""Where the mail service tells us what became of mails: on the apex, signed; a forged or an old one changes nothing."""

from flask import current_app, request
from werkzeug.exceptions import abort
from werkzeug.wrappers import Response

from app.mail import events
from app.web.door import Anyone, Portal
from app.web.headers import csrf, limiter, takes_json
from tenants import scope as scopes
from tenants.db import transaction
from tenants.scope import Audience, Scope

portal = Portal("mail_webhook", __name__, host="apex")


@portal.post("/mail/webhook", access=Anyone())
@csrf.exempt
@limiter.limit("600 per minute")
@takes_json
def hear() -> Response:
    """204 also for what is no mail of ours: it need not be told again. 404 where no key is set."""
    key, body = current_app.config["SETTINGS"].mail_webhook_key, request.get_data()
    if key is None:
        abort(404)
    if not events.is_signed(key, request.headers.get("Withkin-Signature", ""), body, scopes.moment()):
        abort(401)
    try:
        told = events.read(body)
        with transaction(Scope(told.clinic, Audience.STAFF)):
            events.store(told)
    except events.NotOurs:
        current_app.logger.info("a mail event that is not ours")
    return Response(status=204)
