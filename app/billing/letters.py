"""Mails about a clinic's plan: to owners, that something ends soon; to families, that nobody will read here, or that it goes on."""

from dataclasses import replace
from datetime import timedelta

from flask_babel import gettext as _

from app.mail.letters import Letter, writes
from app.mail.models import Delivery
from app.people.letters import something_to_read
from app.people.mail_choice import wait_for_morning
from app.people.sensitive import is_sensitive
from app.people.staff import owners_addresses
from app.people.staff_letters import address_of
from app.web.dates import whole_day
from tenants import scope as scopes
from tenants.plans import State
from tenants.resolve import ThisClinic


@writes("plan")
def soon(clinic: ThisClinic, delivery: Delivery) -> Letter | None:
    """Not sent any more where all is paid meanwhile: nothing ends then; nor to whoever runs the clinic no more."""
    address, stands = address_of(delivery), clinic.standing(scopes.current().now)
    ahead = (stands.grows_until, stands.works_until, stands.answers_until)
    ends = next((at for at in ahead if at and at > scopes.current().now), None)
    if address is None or ends is None or delivery.staff_id not in owners_addresses():
        return None
    day = whole_day(ends - timedelta(seconds=1), clinic)
    words = {"says": what_ends(stands.state, day)}
    return Letter(address, _("Your plan"), _("Plan and payment"), clinic.url("/clinic/billing"), words)


def what_ends(state: State, day: str) -> str:
    if state is State.TRIAL:
        return _("Your trial at Withkin lasts until %(day)s.", day=day)
    if state is State.ENDING:
        return _("All of it works until %(day)s. Then the plan ends that you cancelled.", day=day)
    return _("Until %(day)s it works as now. Then less does, because the plan is not paid.", day=day)


@writes("farewell")
def farewell(clinic: ThisClinic, delivery: Delivery) -> Letter | None:
    """Says nothing but until when. Not sent where it goes on after all."""
    now = scopes.current().now
    stands, name = clinic.standing(now), clinic.short_name
    end = stands.answers_until
    if end is None or end <= now or not stands.tells(now):
        return None
    day = whole_day(end, clinic)
    says = _(
        "From %(day)s on nobody reads what is written at %(name)s. Until then it is as always.", day=day, name=name
    )
    return to_a_family(clinic, delivery, says)


@writes("goes-on")
def goes_on(clinic: ThisClinic, delivery: Delivery) -> Letter | None:
    """To whom a farewell went. Not sent where it ends after all."""
    if clinic.standing(scopes.current().now).tells(scopes.current().now):
        return None
    says = _("It goes on: what is written at %(name)s is read, as before.", name=clinic.short_name)
    return to_a_family(clinic, delivery, says)


def to_a_family(clinic: ThisClinic, delivery: Delivery, says: str) -> Letter | None:
    """Opens nothing by itself, and goes by day. Where somebody else may read her mail it says that there is something to read,
    and no more (must 18)."""
    letter = something_to_read(clinic, delivery)
    if letter is None:
        return None
    wait_for_morning(clinic, delivery)
    assert delivery.caregiver_id is not None
    if is_sensitive(delivery.caregiver_id):
        says = _("There is something to read for you at %(name)s.", name=clinic.short_name)
    return replace(letter, words={"says": says})
