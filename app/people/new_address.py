"""A member of staff changes the own address: it holds from the moment when the link in a mail to the new one is pressed."""

from uuid import UUID

from flask import flash, redirect
from flask_babel import gettext as _
from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.wrappers import Response

from app import audit
from app.addresses import address_key
from app.jobs import due
from app.mail.sending import to_be_sent
from app.people import devices, limits, links, proving
from app.people.forms import NewAddressForm
from app.people.models import PortalLink, StaffLogin, now
from app.web.door import AtTheDoor, Portal, Staff
from app.web.headers import limiter
from app.web.page import page
from app.web.person import me, signed_in
from tenants.db import TenantModel, belongs_to, db, stored

portal = Portal("new_address", __name__)
BY_LINK = frozenset({"address"})


class NewAddress(TenantModel):
    """What an address is to become when its link is pressed."""

    __tablename__ = "new_address"
    __table_args__ = (
        belongs_to("staff_member", "staff_id"),
        belongs_to("portal_link", "link_id"),
        UniqueConstraint("clinic_id", "link_id"),
    )

    staff_id: Mapped[UUID]
    link_id: Mapped[UUID]
    address: Mapped[str] = mapped_column(String(254))
    address_key: Mapped[str] = mapped_column(String(64))
    before: Mapped[str | None] = mapped_column(String(254))
    """The address until then, where the change is told. Filled as the mail with the link is written: the door, where both
    are asked for, reads no address, and nobody has the link before."""


@portal.get("/staff/you/address", access=Staff.any().on_own_device())
def show() -> Response:
    return page("people/own_address.html", _("You"), form=NewAddressForm())


@portal.post("/staff/you/address", access=Staff.any().at_the_door().on_own_device().always())
@limiter.limit("20 per 10 minutes", key_func=limits.person)
def ask() -> Response:
    """The same answer for an address that somebody here has: its mail is not written then."""
    form, person = NewAddressForm(), me()
    if form.validate() and not proving.is_own(person, form.old_password.data or ""):
        form.old_password.errors = [_("This is not your password.")]
    if form.errors:
        return page("people/own_address.html", _("You"), 422, menu=True, form=form)
    links.revoke(PortalLink.staff_id == person.id, PortalLink.purpose.in_(BY_LINK))
    link, address = links.new_link("address", staff=person.id), form.address.data or ""
    db.session.flush()
    db.session.add(NewAddress(staff_id=person.id, link_id=link.id, address=address, address_key=address_key(address)))
    to_be_sent("address-asked", staff=person.id, link=link.id)
    to_be_sent("new-address", staff=person.id, link=link.id)
    audit.record("asked-address", "staff_member", person.id)
    flash(_("A mail is on its way to %(address)s. The address changes when its button is pressed.", address=address))
    return redirect("/staff/you", 303)


@portal.get("/staff/address/<token>", access=AtTheDoor())
def show_link(token: str) -> Response:
    link = links.find(token, BY_LINK)
    if link is None or not links.is_good(link):
        return page("people/address_gone.html", _("Address"), 404)
    return page("people/address_link.html", _("Address"))


@portal.post("/staff/address/<token>", access=AtTheDoor())
@limiter.limit("30 per 10 minutes")
def confirm(token: str) -> Response:
    """Once, and where nobody took the address meanwhile. Links that lie in the old inbox end."""
    link = links.find(token, BY_LINK)
    if link is None or not links.use(link, devices.kind_of_device()):
        return page("people/address_gone.html", _("Address"), 404)
    asked = db.session.scalars(db.select(NewAddress).where(NewAddress.link_id == link.id)).one()
    values = {"address": asked.address, "address_key": asked.address_key, "confirmed_at": now()}
    mine = db.update(StaffLogin).where(StaffLogin.staff_id == asked.staff_id)
    if not stored("uq_staff_login_clinic_id_address_key", lambda: db.session.execute(mine.values(**values))):
        return page("people/address_gone.html", _("Address"), 404)
    links.revoke(PortalLink.staff_id == asked.staff_id)
    to_be_sent("address-changed", staff=asked.staff_id, link=link.id)
    due("owners")
    audit.record("changed-address", "staff_member", asked.staff_id)
    flash(_("Your address is changed. Sign in with the new one from now on."))
    return redirect("/staff/you" if signed_in() else "/staff/sign-in", 303)
