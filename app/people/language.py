"""Which language a caregiver reads: her pages, and her mails."""

from uuid import UUID

from flask import session

from app import audit
from app.mail import letters
from app.mail.models import Delivery
from app.people.models import Caregiver
from app.web.language import KEPT, asked_here, offered
from tenants.db import changed, db
from tenants.resolve import ThisClinic


def choose(caregiver: UUID, code: str) -> None:
    """Written at the door. Chosen again, it is as it was."""
    whose = Caregiver.id == caregiver, Caregiver.language.is_distinct_from(code)
    if changed(db.update(Caregiver).where(*whose).values(language=code)):
        audit.record("chose-language", "caregiver", caregiver)


def keep(caregiver: UUID, clinic: ThisClinic) -> None:
    """At her first entry, before the session of the door ends: mails follow the language she came in with."""
    code = asked_here()
    if code != clinic.locale or KEPT in session:
        whose = Caregiver.id == caregiver, Caregiver.language.is_(None)
        db.session.execute(db.update(Caregiver).where(*whose).values(language=code))


def of(caregiver: UUID) -> str | None:
    """None: nothing is known, or it is offered no more. Asked by staff and their jobs."""
    code: str | None = db.session.scalar(db.select(Caregiver.language).where(Caregiver.id == caregiver))
    return code if code in offered() else None


@letters.reads
def of_reader(delivery: Delivery) -> str | None:
    """Of whom a mail goes to; None also where it is for staff."""
    return of(delivery.caregiver_id) if delivery.caregiver_id else None
