"""The mails that let somebody in. Nothing in them says who, about whom, or what for."""

from collections.abc import Callable
from uuid import UUID

from flask_babel import gettext as _

from app.mail.letters import Letter, writes
from app.mail.models import Delivery
from app.mail.sending import REFUSED
from app.people import mail_choice
from app.people.links import ENDS, is_good, token
from app.people.models import CaregiverAddress, PortalLink, StaffLogin
from app.people.sensitive import is_sensitive
from tenants.db import db, marked
from tenants.resolve import ThisClinic


def way_in(clinic: ThisClinic, delivery: Delivery) -> str | None:
    """The address of the delivery's link, or None when the link no longer opens anything, or may not by mail (must 18)."""
    link = db.session.get(PortalLink, (clinic.id, delivery.link_id))
    if link is None or not is_good(link) or (link.caregiver_id and is_sensitive(link.caregiver_id)):
        return None
    return clinic.url(f"/in/{token(link.id, link.purpose, clinic.id)}")


def safe_address(delivery: Delivery) -> str | None:
    """The caregiver's address as it is now, if it is safe to write there."""
    row = db.session.scalar(db.select(CaregiverAddress).where(CaregiverAddress.caregiver_id == delivery.caregiver_id))
    return row.address if row and row.safe and not row.bounced_at else None


def something_to_read(clinic: ThisClinic, delivery: Delivery) -> Letter | None:
    """Its button leads to where everybody comes in: it opens nothing by itself."""
    address = safe_address(delivery)
    if address is None:
        return None
    button = _("Open %(name)s", name=clinic.short_name)
    return Letter(
        address, _("Something to read"), button, clinic.url("/sign-in"), stop=way_out(clinic, delivery.link_id)
    )


def way_out(clinic: ThisClinic, link: UUID | None) -> str | None:
    """The address that ends mails of this kind; None for a kind that always goes, and once it was taken back."""
    row = db.session.get(PortalLink, (clinic.id, link)) if link else None
    good = row is not None and row.purpose in ENDS and row.revoked_at is None
    return clinic.url(f"/unsubscribe/{token(row.id, row.purpose, clinic.id)}") if row and good else None


@writes("came-back")
def came_back(clinic: ThisClinic, delivery: Delivery) -> Letter | None:
    """Where she still wants it today, at her hours, and not more often than we may."""
    if not mail_choice.is_wanted(clinic, delivery):
        return None
    return something_to_read(clinic, delivery)


@writes("invitation")
def invitation(clinic: ThisClinic, delivery: Delivery) -> Letter | None:
    address, url = safe_address(delivery), way_in(clinic, delivery)
    if address is None or url is None:
        return None
    return Letter(address, _("You are invited"), _("Open %(name)s", name=clinic.short_name), url)


@writes("confirm")
def confirm(clinic: ThisClinic, delivery: Delivery) -> Letter | None:
    login = db.session.scalar(db.select(StaffLogin).where(StaffLogin.staff_id == delivery.staff_id))
    url = way_in(clinic, delivery)
    return Letter(login.address, _("Confirm your e-mail"), _("Confirm"), url) if login and url else None


@writes("has-a-clinic")
def has_a_clinic(clinic: ThisClinic, delivery: Delivery) -> Letter | None:
    """For an owner whose address was used to sign another clinic up: told by mail only."""
    login = db.session.scalar(db.select(StaffLogin).where(StaffLogin.staff_id == delivery.staff_id))
    return (
        Letter(login.address, _("You already have a clinic"), _("Sign in"), clinic.url("/staff/sign-in"))
        if login
        else None
    )


BOUNCED: list[Callable[[UUID], None]] = []
"""Told of each caregiver whose address was marked, by `app.involvement`."""


def mark_refused(delivery: Delivery) -> None:
    """A server refused the address for good, or mail keeps coming back: nothing more goes there (must 12)."""
    if delivery.caregiver_id and marked(
        CaregiverAddress.bounced_at, CaregiverAddress.caregiver_id == delivery.caregiver_id
    ):
        for tell in BOUNCED:
            tell(delivery.caregiver_id)


REFUSED.append(mark_refused)
