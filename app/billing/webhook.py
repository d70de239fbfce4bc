"""Where Stripe tells that something changed: on the apex, signed, answered as soon as it is stored."""

from flask import current_app, request
from werkzeug.exceptions import abort
from werkzeug.wrappers import Response

from app.billing import events
from app.web.door import Anyone, Portal
from app.web.headers import csrf, takes_json

portal = Portal("stripe_webhook", __name__, host="apex")


@portal.post("/stripe/webhook", access=Anyone())
@csrf.exempt
@takes_json
def hear() -> Response:
    """204 also for what is nobody's here: it need not be told again."""
    secret = current_app.config["SETTINGS"].stripe_webhook_secret
    try:
        event = events.read(secret, request.get_data(), request.headers.get("Stripe-Signature", ""))
    except events.Forged:
        abort(401)
    events.take(event)
    return Response(status=204)
