"""The mail of a digest: that there is something to read, and no more (musts 12, 13). Decided anew when it is built."""

from uuid import uuid5

from flask_babel import gettext as _

from app.digests.batch import is_older
from app.digests.models import Digest
from app.involvement.same_person import takes_part
from app.mail.letters import Letter, writes
from app.mail.models import Delivery
from app.people import mail_choice
from app.people.letters import safe_address, way_in, way_out
from app.people.staff_letters import address_of
from tenants.db import db
from tenants.resolve import ThisClinic


@writes("digest")
def week_at_home(clinic: ThisClinic, delivery: Delivery) -> Letter | None:
    """Her button is a way in, or the plain address where mail lets nobody in (musts 15, 18)."""
    digest = db.session.get_one(Digest, (clinic.id, delivery.digest_id))
    address = safe_address(delivery)
    if address is None or is_older(digest):
        return None
    if not takes_part(mail_choice.holder(delivery)) or not mail_choice.is_wanted(clinic, delivery):
        return None
    assert delivery.link_id
    url, out = way_in(clinic, delivery) or clinic.url("/sign-in"), uuid5(delivery.link_id, "unsubscribe")
    return Letter(address, _("Your week"), _("Open %(name)s", name=clinic.short_name), url, stop=way_out(clinic, out))


@writes("week")
def supervision_week(clinic: ThisClinic, delivery: Delivery) -> Letter | None:
    """Staff always come in by the plain address."""
    digest = db.session.get_one(Digest, (clinic.id, delivery.digest_id))
    address = address_of(delivery)
    if address is None or is_older(digest):
        return None
    return Letter(address, _("Your week"), _("Open %(name)s", name=clinic.short_name), clinic.url("/staff/sign-in"))
