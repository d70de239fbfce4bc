"""A new clinic: its rows that belong to no clinic, and the address it is reached at. Under two seconds."""

import re
from pathlib import Path
from unicodedata import normalize
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from tenants import scope as scopes
from tenants.db import db
from tenants.models import Clinic, OwnerAddress, Plan, UsedSubdomain
from tenants.plans import trial_of

HERE = Path(__file__).parent
RESERVED = frozenset((HERE / "reserved.txt").read_text().split())
"""Addresses that are ours, or may become so."""
TAKEN_NAMES = frozenset((HERE / "senders.txt").read_text().split())
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
    """Adds the clinic with its trial, its address and its owner's directory entry. Raises IntegrityError when somebody was quicker."""
    db.session.add(clinic)
    db.session.flush()
    db.session.add(Plan(clinic_id=clinic.id, trial_until=trial_of(scopes.current().now, ZoneInfo(clinic.time_zone))))
    db.session.add(UsedSubdomain(name=clinic.subdomain, clinic_id=clinic.id))
    db.session.add(OwnerAddress(address_key=owner_address_key, clinic_id=clinic.id))
    db.session.flush()
