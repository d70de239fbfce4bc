"""Mails to the people who work here. None lets anybody in: what opens a page asks for a password there."""

from flask_babel import gettext as _

from app.mail.letters import Letter, writes
from app.mail.models import Delivery
from app.people.links import is_good, token
from app.people.models import PortalLink, StaffLogin, StaffMember
from app.people.new_address import NewAddress
from tenants.db import db
from tenants.resolve import ThisClinic


def address_of(delivery: Delivery) -> str | None:
    """Where this member of staff is written to; None for somebody who does not work here any more."""
    here = db.select(StaffMember.id).where(StaffMember.id == delivery.staff_id, StaffMember.ended_at.is_(None))
    login = db.select(StaffLogin.address).where(StaffLogin.staff_id.in_(here))
    return db.session.scalar(login)


def page_of(clinic: ThisClinic, delivery: Delivery, path: str) -> str | None:
    """The address of the delivery's link on one of our pages, or None when the link no longer opens anything."""
    link = db.session.get(PortalLink, (clinic.id, delivery.link_id))
    return clinic.url(f"{path}/{token(link.id, link.purpose, clinic.id)}") if link and is_good(link) else None


@writes("join")
def join(clinic: ThisClinic, delivery: Delivery) -> Letter | None:
    """For somebody who was invited to work here."""
    address, url = address_of(delivery), page_of(clinic, delivery, "/staff/password")
    subject = _("Join %(name)s", name=clinic.short_name)
    return Letter(address, subject, _("Choose a password"), url) if address and url else None


@writes("password")
def password(clinic: ThisClinic, delivery: Delivery) -> Letter | None:
    address, url = address_of(delivery), page_of(clinic, delivery, "/staff/password")
    return Letter(address, _("A new password"), _("Choose a new password"), url) if address and url else None


@writes("new-address")
def new_address(clinic: ThisClinic, delivery: Delivery) -> Letter | None:
    """To the new address; not written when somebody at the clinic has it already."""
    url = page_of(clinic, delivery, "/staff/address")
    asked = db.session.scalar(db.select(NewAddress).where(NewAddress.link_id == delivery.link_id))
    if asked is None or url is None:
        return None
    if db.session.scalar(db.select(StaffLogin.id).where(StaffLogin.address_key == asked.address_key)):
        return None
    asked.before = address_of(delivery)
    return Letter(asked.address, _("Confirm your new address"), _("This is my address"), url)


def address_before(delivery: Delivery) -> str | None:
    """The address that is to change, or has changed by the delivery's link. None before there was a mail to the new one."""
    return db.session.scalar(db.select(NewAddress.before).where(NewAddress.link_id == delivery.link_id))


def notice(clinic: ThisClinic, delivery: Delivery, subject: str, address: str | None = None) -> Letter | None:
    """What happened to somebody's sign-in. Its button leads to the page where everybody signs in."""
    address = address or address_of(delivery)
    return Letter(address, subject, _("Go to the sign-in page"), clinic.url("/staff/sign-in")) if address else None


@writes("password-changed")
def password_changed(clinic: ThisClinic, delivery: Delivery) -> Letter | None:
    return notice(clinic, delivery, _("Your password was changed"))


@writes("address-asked")
def address_asked(clinic: ThisClinic, delivery: Delivery) -> Letter | None:
    return notice(clinic, delivery, _("A new address for you"), address_before(delivery))


@writes("address-changed")
def address_changed(clinic: ThisClinic, delivery: Delivery) -> Letter | None:
    """To the inbox that is theirs no more."""
    before = address_before(delivery)
    return notice(clinic, delivery, _("Your address was changed"), before) if before else None


@writes("new-device")
def new_device(clinic: ThisClinic, delivery: Delivery) -> Letter | None:
    return notice(clinic, delivery, _("Signed in on a new device"))


@writes("second-step-on")
def second_step_on(clinic: ThisClinic, delivery: Delivery) -> Letter | None:
    return notice(clinic, delivery, _("Your second step is on"))


@writes("second-step-off")
def second_step_off(clinic: ThisClinic, delivery: Delivery) -> Letter | None:
    return notice(clinic, delivery, _("Your second step is off"))


@writes("lost-phone")
def lost_phone(clinic: ThisClinic, delivery: Delivery) -> Letter | None:
    """Its button leads to where a new password ends what was asked: that needs no code."""
    address, subject = address_of(delivery), _("Your phone is said to be lost")
    return Letter(address, subject, _("Choose a new password"), clinic.url("/staff/password")) if address else None


@writes("lost-phone-asked")
def lost_phone_asked(clinic: ThisClinic, delivery: Delivery) -> Letter | None:
    return notice(clinic, delivery, _("A colleague's phone is lost"))
