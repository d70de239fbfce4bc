"""Mails to colleagues. None carries an entry: the link of an invitation leads to choosing a password."""

from flask_babel import gettext as _

from app.mail.letters import Letter, writes
from app.mail.models import Delivery
from app.people.models import StaffLogin
from tenants.db import db
from tenants.resolve import ThisClinic


@writes("sight-waits")
def sight_waits(clinic: ThisClinic, delivery: Delivery) -> Letter | None:
    """Nobody else could sign: what somebody gave oneself takes effect after a day, unless it is withdrawn."""
    login = db.session.scalar(db.select(StaffLogin).where(StaffLogin.staff_id == delivery.staff_id))
    if login is None:
        return None
    return Letter(login.address, _("Something takes effect tomorrow"), _("Look at it"), clinic.url("/signatures"))
