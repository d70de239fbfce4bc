"""The mails around a worry: to staff, that Today wants them now; to her, where she asked for it, that there is something."""

from flask_babel import gettext as _

from app.mail.letters import Letter, writes
from app.mail.models import Delivery
from app.people import mail_choice
from app.people.letters import something_to_read
from app.people.staff_letters import notice
from tenants.resolve import ThisClinic


@writes("safety")
def safety(clinic: ThisClinic, delivery: Delivery) -> Letter | None:
    return notice(clinic, delivery, _("Please sign in now"))


@writes("to-read")
def to_read(clinic: ThisClinic, delivery: Delivery) -> Letter | None:
    """The answer to a worry, outside what we may ask for, and never in her quiet hours."""
    mail_choice.wait_for_morning(clinic, delivery)
    return something_to_read(clinic, delivery)
