"""Mails about a clinic's plan: to owners, that something ends soon; to families, that nobody will read here, or that it goes on."""

from datetime import timedelta

from flask_babel import gettext as _

from app.mail.letters import Letter, writes
from app.mail.models import Delivery
from app.people.letters import safe_address
from app.people.mail_choice import wait_for_morning
from app.people.sensitive import is_sensitive
from app.people.staff import owners_addresses
from app.people.staff_letters import address_of
from app.web.dates import whole_day
from tenants import scope as scopes
from tenants.resolve import ThisClinic


@writes("plan")
def soon(clinic: ThisClinic, delivery: Delivery) -> Letter | None:
    """Not sent any more where all is paid meanwhile: nothing ends then; nor to whoever runs the clinic no more."""
    address, stands = address_of(delivery), clinic.standing(scopes.current().now)
    ahead = (stands.grows_until, stands.works_until, stands.answers_until)
    ends = next((at for at in ahead if at and at > scopes.current().now), None)
    if address is None or ends is None or delivery.staff_id not in owners_addresses():
        return None
    words = {"day": whole_day(ends - timedelta(seconds=1), clinic), "state": str(stands.state)}
    return Letter(address, _("Your plan"), _("Plan and payment"), clinic.url("/clinic/billing"), words)


@writes("farewell")
def farewell(clinic: ThisClinic, delivery: Delivery) -> Letter | None:
    """Opens nothing by itself, and says nothing but until when. Not sent where it goes on after all."""
    now = scopes.current().now
    address, stands = safe_address(delivery), clinic.standing(now)
    end = stands.answers_until
    if address is None or end is None or end <= now or not stands.tells(now):
        return None
    wait_for_morning(clinic, delivery)
    button = _("Open %(name)s", name=clinic.short_name)
    words = {"day": whole_day(end, clinic), "bare": is_bare(delivery)}
    return Letter(address, _("Something to read"), button, clinic.url("/sign-in"), words)


@writes("goes-on")
def goes_on(clinic: ThisClinic, delivery: Delivery) -> Letter | None:
    """To whom a farewell went. Not sent where it ends after all."""
    now, address = scopes.current().now, safe_address(delivery)
    if address is None or clinic.standing(now).tells(now):
        return None
    wait_for_morning(clinic, delivery)
    button, words = _("Open %(name)s", name=clinic.short_name), {"bare": is_bare(delivery)}
    return Letter(address, _("Something to read"), button, clinic.url("/sign-in"), words)


def is_bare(delivery: Delivery) -> bool:
    """Where somebody else may read her mail it says that there is something to read, and no more (must 18)."""
    assert delivery.caregiver_id is not None
    return is_sensitive(delivery.caregiver_id)
