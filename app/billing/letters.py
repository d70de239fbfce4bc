"""Mails about a clinic's plan: to owners, that something ends soon; to families, that nobody will read here, or that it goes on."""

from datetime import timedelta

from flask_babel import gettext as _

from app.mail.letters import Letter, writes
from app.mail.models import Delivery
from app.people.letters import safe_address
from app.people.mail_choice import wait_for_morning
from app.people.staff_letters import address_of
from app.web.dates import whole_day
from tenants import scope as scopes
from tenants.resolve import ThisClinic


@writes("plan")
def soon(clinic: ThisClinic, delivery: Delivery) -> Letter | None:
    """Not sent any more where all is paid meanwhile: nothing ends then."""
    address, stands = address_of(delivery), clinic.standing(scopes.current().now)
    ahead = (stands.grows_until, stands.works_until, stands.answers_until)
    ends = next((at for at in ahead if at and at > scopes.current().now), None)
    if address is None or ends is None:
        return None
    words = {"day": whole_day(ends - timedelta(seconds=1), clinic), "state": str(stands.state)}
    return Letter(address, _("Your plan"), _("Plan and payment"), clinic.url("/clinic/billing"), words)


@writes("farewell")
def farewell(clinic: ThisClinic, delivery: Delivery) -> Letter | None:
    """Opens nothing by itself, and says nothing but until when. Not sent where it goes on after all."""
    address, end = safe_address(delivery), clinic.standing(scopes.current().now).answers_until
    if address is None or end is None or end <= scopes.current().now:
        return None
    wait_for_morning(clinic, delivery)
    button = _("Open %(name)s", name=clinic.short_name)
    return Letter(address, _("Something to read"), button, clinic.url("/sign-in"), {"day": whole_day(end, clinic)})


@writes("goes-on")
def goes_on(clinic: ThisClinic, delivery: Delivery) -> Letter | None:
    """To whom a farewell went. Not sent where it ends after all."""
    address = safe_address(delivery)
    if address is None or clinic.standing(scopes.current().now).answers_until is not None:
        return None
    wait_for_morning(clinic, delivery)
    return Letter(address, _("Something to read"), _("Open %(name)s", name=clinic.short_name), clinic.url("/sign-in"))
