"""A password set by a link: for somebody who was invited, and for somebody who forgot theirs. It signs nobody in."""

from uuid import UUID

from flask import flash, redirect
from flask_babel import gettext as _
from sqlalchemy import and_, or_
from werkzeug.wrappers import Response

from app import audit
from app.jobs import clinic_job, due, soon
from app.mail.sending import to_be_sent
from app.people import asking, devices, guessing, links, losing, passwords, proving
from app.people.forms import AddressForm, NewPasswordForm
from app.people.models import PortalLink, StaffLogin, StaffMember, now
from app.web.door import AtTheDoor, Portal
from app.web.headers import limiter
from app.web.page import page
from tenants.db import db, transaction
from tenants.provision import first_owner
from tenants.scope import Audience, Scope

portal = Portal("passwords", __name__)
BY_LINK = frozenset({"join", "password"})


@portal.get("/staff/password", access=AtTheDoor())
def forgotten() -> Response:
    return page("people/forgotten.html", _("Password"), form=AddressForm())


@portal.post("/staff/password", access=AtTheDoor())
@limiter.limit("10 per 10 minutes")
def ask() -> Response:
    """The same answer and the same statements whether or not anybody here has this address."""
    form = AddressForm()
    if not form.validate():
        return page("people/forgotten.html", _("Password"), 422, form=form)
    request = asking.ask(form.address.data or "", "password")
    due("passwords")
    answer_forgotten.later(request.id)
    return redirect("/staff/password/asked", 303)


@portal.get("/staff/password/asked", access=AtTheDoor())
def asked() -> Response:
    return page("people/forgotten_asked.html", _("Password"))


@clinic_job("mail")
def answer_forgotten(clinic: UUID, request_id: UUID) -> None:
    """Mails a link to somebody who works here, has joined, and has confirmed that the address is theirs; to the first
    owner, who joined by signing the clinic up, confirmed or not: the link confirms it."""
    with transaction(Scope(clinic, Audience.STAFF)):
        request = asking.taken_up(request_id)
        if request is None:
            return
        member = and_(StaffMember.clinic_id == StaffLogin.clinic_id, StaffMember.id == StaffLogin.staff_id)
        joined = or_(StaffLogin.confirmed_at.is_not(None), StaffLogin.staff_id == first_owner(clinic))
        known = StaffLogin.address_key == request.address_key, joined
        here = db.select(StaffLogin.staff_id).join(StaffMember, member).where(StaffMember.ended_at.is_(None))
        staff = db.session.scalar(here.where(*known))
        if staff is None:
            return
        link = asking.current_link("password", PortalLink.staff_id == staff)
        if link is not None and asking.mailed_enough(link):
            return
        link = link or links.new_link("password", staff=staff)
        db.session.flush()
        request.staff_id, request.link_id = staff, link.id
        to_be_sent("password", staff=staff, link=link.id, request=request.id)


@clinic_job("mail")
def sweep_passwords(clinic: UUID) -> None:
    """Answers requests that no queue carried."""
    asking.sweep(clinic, "passwords", "password", answer_forgotten)


@portal.get("/staff/password/<token>", access=AtTheDoor())
def show(token: str) -> Response:
    return answer(good(token), token, NewPasswordForm())


def good(token: str) -> PortalLink | None:
    """The link, while it opens something: unused, in time, and its person still works here."""
    link = links.find(token.strip(".,;:>)”\"' "), BY_LINK)
    if link is None or not links.is_good(link):
        return None
    here = db.select(StaffMember.id).where(StaffMember.id == link.staff_id, StaffMember.ended_at.is_(None))
    return link if db.session.scalar(here) else None


def answer(link: PortalLink | None, token: str, form: NewPasswordForm, status: int = 200) -> Response:
    """The form; or, for a link that was used, is too old or never was, what to do instead."""
    if link is None:
        return page("people/password_gone.html", _("Password"), 404)
    return page("people/new_password.html", _("Password"), status, form=form, joins=link.purpose == "join")


@portal.post("/staff/password/<token>", access=AtTheDoor())
@limiter.limit("30 per 10 minutes")
def set_by_link(token: str) -> Response:
    link, form = good(token), NewPasswordForm()
    if link is None or not form.validate():
        return answer(link, token, form, 422)
    stored = passwords.hashed(form.password.data or "")
    if not links.use(link, devices.kind_of_device()):
        return answer(None, token, form)
    assert link.staff_id is not None
    guessing.forgive_passwords(link.staff_id)
    become(link.staff_id, stored, confirmed_at=now())
    soon("seats", "keep_seats")  # somebody may have joined
    devices.end_session()
    proving.chosen_by_link(link.staff_id, stored)
    audit.record("set-password", "staff_member", link.staff_id, by=link.purpose)
    flash(_("Your password is set. Sign in with it."))
    return redirect("/staff/sign-in", 303)


def become(staff: UUID, stored: str, **more: object) -> None:
    """Somebody's password is this one from now on: every session ends, every link that waits, and what somebody with
    the old one said was lost; a mail says so."""
    db.session.execute(db.update(StaffLogin).where(StaffLogin.staff_id == staff).values(password_hash=stored, **more))
    devices.end_all(staff)
    losing.end_own(staff)
    links.revoke(PortalLink.staff_id == staff, PortalLink.purpose.in_((*BY_LINK, "address")))
    to_be_sent("password-changed", staff=staff)
