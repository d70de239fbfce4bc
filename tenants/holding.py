"""One after the other: what must not happen twice at once in a clinic."""

from datetime import date
from zoneinfo import ZoneInfo

from tenants import scope as scopes
from tenants.db import db
from tenants.models import Clinic


def one_after_another() -> None:
    """Until the commit, whoever else asks this of the same clinic waits: addresses, invitations, roles, questions."""
    clinic = db.select(Clinic.id).where(Clinic.id == scopes.current().clinic)
    db.session.execute(clinic.with_for_update(key_share=True))


def today() -> date:
    """The open scope's local day in its clinic's zone, for work that no request carries."""
    scope = scopes.current()
    zone = db.session.scalar(db.select(Clinic.time_zone).where(Clinic.id == scope.clinic))
    return scope.now.astimezone(ZoneInfo(zone or "UTC")).date()
