"""Out of a digest's mail in one press, by whoever holds it or by the mail program itself; and back, from the day after."""

from uuid import UUID

from flask import g, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.boundaries.opening import family_scope
from app.people import links, mail_choice
from app.people.models import now
from app.web.door import Anyone, Portal
from app.web.headers import csrf, limiter, takes_a_file
from app.web.page import page
from tenants.db import transaction
from tenants.scope import Audience, Scope

portal = Portal("stopping", __name__)


def whose(token: str) -> tuple[UUID, str] | None:
    """Whose mails it ends, and which: as often as one likes, until she changes her address or signs out everywhere."""
    with transaction(Scope(g.clinic.id, Audience.DOOR)):
        link = links.find(token, frozenset(links.ENDS))
        good = link is not None and link.revoked_at is None and link.expires_at > now()
        return (link.caregiver_id, links.ENDS[link.purpose]) if link and link.caregiver_id and good else None


def answer(token: str, which: str, done: str = "") -> Response:
    """`which`: the field of her choice; nothing for an address that is none."""
    return page("digests/stop.html", _("Mail"), 200 if which else 404, token=token, which=which, done=done)


@portal.get("/unsubscribe/<token>", access=Anyone())
@limiter.limit("60 per 10 minutes")
def ask(token: str) -> Response:
    """Opening it changes nothing: mail scanners open everything."""
    found = whose(token)
    return answer(token, found[1] if found else "")


@portal.post("/unsubscribe/<token>", access=Anyone())
@csrf.exempt
@limiter.limit("30 per 10 minutes")
@takes_a_file
def stop(token: str) -> Response:
    """Exempt from the forgery check: a mail program presses it (RFC 8058), as a form in parts
    as well, and the token is what it must hold."""
    found, again = whose(token), request.form.get("again") == "1"
    if found is None:
        return answer(token, "")
    caregiver, which = found
    scope = family_scope(g.clinic.id, caregiver, g.clinic.zone)
    with transaction(scope):
        before = mail_choice.of(caregiver, scope.now.astimezone(g.clinic.zone))
        mail_choice.choose(caregiver, before, **{which: again})
    return answer(token, which, "again" if again else "stopped")
