"""Sharing at home while a part is sensitive: a therapist's tick on the part's page, for those it names (musts 4 and 15)."""

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.boundaries import offering
from app.families import guarded
from app.families.part import MY_PART, ask, back
from app.involvement.models import Involvement
from app.permissions import Permission
from app.web.dates import now_here
from app.web.door import Portal, Staff
from tenants.holding import one_after_another

portal = Portal("offering", __name__)


@portal.post("/parts/<uuid:part>/sharing", access=Staff.may(Permission.CASELOAD, treated="part"))
def offer(treated: Involvement) -> Response:
    """With those the page named, and nobody who came since."""
    one_after_another()
    now = guarded.of(treated.id, now_here().date())
    home = next((home for home in now.homes if str(home.party) == request.form.get("party")), None)
    if home is None or not now.sensitive:
        return ask(treated, status=422, problem=_("This has changed meanwhile. Look at the names once more."))
    done = home.offered_at is None and offering.offer(treated, home.party)
    return back(treated.id, done, _("Offered. It can be chosen from now on, and taken back here at any time."))


@portal.post("/parts/<uuid:part>/sharing/delete", access=MY_PART.always())
def take_back(part: Involvement) -> Response:
    return back(part.id, offering.take_back(part), _("Not offered any more. Nothing new is shared."))
