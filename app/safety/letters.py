"""The mails around a worry: to staff, that Today wants them now; to her, where she asked for it, that there is something."""

from flask_babel import gettext as _

from app.mail.letters import Letter, writes
from app.mail.models import Delivery
from app.people.letters import safe_address
from app.people.staff_letters import notice
from tenants.resolve import ThisClinic


@writes("safety")
def safety(clinic: ThisClinic, delivery: Delivery) -> Letter | None:
    return notice(clinic, delivery, _("Please sign in now"))


@writes("to-read")
def to_read(clinic: ThisClinic, delivery: Delivery) -> Letter | None:
    """Its button leads to where everybody comes in: it opens nothing by itself."""
    address = safe_address(delivery)
    return (
        Letter(address, _("Something to read"), _("Open %(name)s", name=clinic.short_name), clinic.url("/sign-in"))
        if address
        else None
    )
