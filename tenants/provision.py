"""A new clinic: its rows that belong to no clinic, and the address it is reached at. Under two seconds."""

import re
from unicodedata import normalize
from uuid import UUID, uuid5

from tenants.db import db
from tenants.models import Clinic, OwnerAddress, UsedSubdomain

RESERVED = frozenset(
    "www app api admin mail smtp imap ftp static assets cdn status help support docs blog apex clinic clinics staff login signin"
    " signup sign-in sign-up account accounts billing trust security privacy terms legal withkin demo test staging dev root".split()
)
TAKEN_NAMES = frozenset(
    "google gmail apple icloud microsoft outlook hotmail amazon paypal facebook instagram whatsapp meta netflix yahoo stripe visa"
    " mastercard linkedin twitter dropbox docusign zoom nhs irs fedex dhl ups usps police medicare medicaid".split()
)
"""Short names of well-known senders: mail in their name would be believed."""


def first_owner(clinic: UUID) -> UUID:
    """The id of a clinic's first owner: there is one, however often the form was sent."""
    return uuid5(clinic, "owner")


def suggestion(short_name: str) -> str:
    """A subdomain made of a short name, without its marks."""
    plain = normalize("NFKD", short_name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40]


def is_free(subdomain: str) -> bool:
    """Whether a clinic may have this address. One that was ever used stays with its clinic."""
    return subdomain not in RESERVED | TAKEN_NAMES and db.session.get(UsedSubdomain, subdomain) is None


def provision(clinic: Clinic, owner_address_key: str) -> None:
    """Adds the clinic, its address and its owner's directory entry. Raises IntegrityError when somebody was quicker."""
    db.session.add(clinic)
    db.session.flush()
    db.session.add(UsedSubdomain(name=clinic.subdomain, clinic_id=clinic.id))
    db.session.add(OwnerAddress(address_key=owner_address_key, clinic_id=clinic.id))
    db.session.flush()
