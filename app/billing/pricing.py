"""What it costs, for anybody."""

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.billing.plans import PLANS
from app.web.door import Anyone, Portal
from app.web.page import page

portal = Portal("pricing", __name__, host="apex")


@portal.get("/pricing", access=Anyone())
def show() -> Response:
    return page("billing/pricing.html", _("Pricing"), plans=list(PLANS.values()))
