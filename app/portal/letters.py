"""The mail that lets a caregiver back in: a link and a code, to whoever asked in the browser that shows the same tag."""

from flask_babel import gettext as _

from app.mail.letters import Letter, writes
from app.mail.models import Delivery
from app.people.letters import safe_address, way_in
from app.people.models import LinkRequest
from app.portal.requests import digits
from tenants.db import db
from tenants.resolve import ThisClinic


@writes("sign-in")
def sign_in(clinic: ThisClinic, delivery: Delivery) -> Letter | None:
    address, url = safe_address(delivery), way_in(clinic, delivery)
    request = db.session.get(LinkRequest, (clinic.id, delivery.request_id))
    if address is None or url is None or request is None:
        return None
    code = digits(clinic.id, request.id)
    words = {"code": f"{code[:3]} {code[3:]}", "tag": request.tag}
    return Letter(address, _("Your way in"), _("Open %(name)s", name=clinic.short_name), url, words)
