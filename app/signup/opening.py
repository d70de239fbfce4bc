"""Opening a clinic: its first rows, in one transaction, under the id its form carried."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy.exc import IntegrityError

from app import audit
from app.addresses import address_key
from app.jobs import due
from app.people import links, passwords
from app.people.staff import add_staff
from app.signup import mails
from app.signup.countries import lines_for
from app.signup.models import VERSIONS, Signature
from app.updates.models import Question
from tenants.db import db, transaction
from tenants.models import Clinic, OwnerAddress
from tenants.provision import first_owner, is_free, provision
from tenants.scope import Audience, Scope, moment


@dataclass(frozen=True)
class Opening:
    """What a sign-up says. `password` in clear, for as long as it takes to hash it."""

    name: str
    short_name: str
    subdomain: str
    own_name: str
    address: str
    password: str
    country: str
    time_zone: str
    treats: bool
    """Whether the owner is a therapist, too."""
    role: str
    """By which the owner may sign for the clinic."""


class Taken(ValueError):
    """The address belongs, or once belonged, to another clinic."""


class AlreadyOpen(ValueError):
    """This form made a clinic before, and what it says now is something else, or comes late: no new way in to that one."""


def already(id: UUID, asked: Opening) -> Clinic | None:
    """The clinic that this form made when it was pressed a moment ago with the same words. Raises AlreadyOpen."""
    with transaction(Scope(None, Audience.SYSTEM)) as scope:
        clinic = db.session.get(Clinic, id)
        if clinic is None:
            return None
        owner = db.session.get(OwnerAddress, (address_key(asked.address), id))
        late = clinic.made_at < scope.now - links.LIVES["open"]
        if late or owner is None or clinic.subdomain != asked.subdomain:
            raise AlreadyOpen
        return clinic


def open_clinic(id: UUID, asked: Opening) -> Clinic:
    """Makes the clinic with its first owner, signatures and questions. Raises Taken or AlreadyOpen, with nothing made."""
    before = already(id, asked)
    if before is not None:
        return before
    password = passwords.hashed(asked.password)
    try:
        with transaction(Scope(id, Audience.SYSTEM)):
            if not is_free(asked.subdomain):
                raise Taken
            clinic = Clinic(
                id=id,
                subdomain=asked.subdomain,
                name=asked.name,
                short_name=asked.short_name,
                time_zone=asked.time_zone,
                country=asked.country,
                crisis_lines=lines_for(asked.country),
            )
            provision(clinic, address_key(asked.address))
            first_rows(asked, first_owner(id), password)
            due("greeting")
            due("opened", moment() + timedelta(days=7))
            for kind in ("engagement-day", "reconcile", "digests", "billing-day"):
                due(kind)
            mails.greet.later()
            return clinic
    except IntegrityError as error:
        if "subdomain" in str(error.orig):
            raise Taken from None
        if "pk_clinic" in str(error.orig) and (made := already(id, asked)):
            return made
        raise


def first_rows(asked: Opening, owner: UUID, password: str) -> None:
    roles = ["owner", "therapist"] if asked.treats else ["owner"]
    add_staff(owner, asked.own_name, asked.address, password, roles)
    db.session.add_all(
        Signature(document=document, version=version, staff_id=owner, name=asked.own_name, role=asked.role)
        for document, version in VERSIONS.items()
    )
    db.session.add_all(Question(kind=kind, position=n) for n, kind in enumerate(("day", "sleep", "text"), start=1))
    audit.record("opened-clinic", "staff_member", owner)
    db.session.flush()


def way_in(clinic: UUID) -> str:
    """A token for the owner's first entry on the clinic's own host: single use, 20 minutes."""
    with transaction(Scope(clinic, Audience.SYSTEM)):
        link = links.new_link("open", staff=first_owner(clinic))
        db.session.flush()
        return links.token(link.id, "open", clinic)
