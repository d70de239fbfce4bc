"""The mails of a new clinic: confirm this address; and, to an address that owns a clinic already, that it does."""

from uuid import UUID

from app.jobs import clinic_job, done, seen
from app.mail.sending import to_be_sent
from app.people.links import new_link, revoke
from app.people.models import PortalLink
from app.people.staff import owners_addresses
from tenants.db import changed, db, transaction
from tenants.models import Due, OwnerAddress
from tenants.provision import first_owner
from tenants.scope import Audience, Scope


def ask_to_confirm(staff: UUID) -> None:
    """A link to confirm the address; an earlier one ends."""
    revoke(PortalLink.staff_id == staff, PortalLink.purpose == "confirm")
    link = new_link("confirm", staff=staff)
    db.session.flush()
    to_be_sent("confirm", staff=staff, link=link.id)


@clinic_job()
def file_owners(clinic: UUID) -> None:
    """The directory of owners' addresses says what the clinic's rows say. Run twice, it says the same."""
    with transaction(Scope(clinic, Audience.STAFF)):
        rows, keys = seen("owners"), {owner.key for owner in owners_addresses().values()}
    with transaction(Scope(None, Audience.SYSTEM)):
        here = OwnerAddress.clinic_id == clinic
        filed = set(db.session.scalars(db.select(OwnerAddress.address_key).where(here)))
        db.session.execute(db.delete(OwnerAddress).where(here, OwnerAddress.address_key.not_in(keys)))
        db.session.add_all(OwnerAddress(address_key=key, clinic_id=clinic) for key in keys - filed)
    with transaction(Scope(clinic, Audience.STAFF)):
        done(rows)


@clinic_job("mail")
def greet(clinic: UUID) -> None:
    """After a sign-up: the address is asked to confirm, and told if it had a clinic before. Run twice, it does so once."""
    with transaction(Scope(clinic, Audience.STAFF)):
        if not changed(db.delete(Due).where(Due.clinic_id == clinic, Due.kind == "greeting")):
            return
        ask_to_confirm(first_owner(clinic))
    with transaction(Scope(None, Audience.SYSTEM)):
        mine = db.select(OwnerAddress.address_key).where(OwnerAddress.clinic_id == clinic)
        earlier = db.session.scalars(
            db.select(OwnerAddress.clinic_id).where(
                OwnerAddress.address_key.in_(mine), OwnerAddress.clinic_id != clinic
            )
        ).all()
    for other in earlier:
        with transaction(Scope(other, Audience.STAFF)):
            to_be_sent("has-a-clinic", staff=first_owner(other))
