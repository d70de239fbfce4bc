"""What is asked once, when somebody comes in for the first time: who else uses this phone or inbox (must 18)."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField

from app.people.forms import choices
from app.people.sensitive import SharedUse
from app.portal import frame
from app.web.person import Person
from tenants.db import db

USES = (
    ("nobody", _l("No, only me")),
    ("phone", _l("Somebody else uses this phone")),
    ("inbox", _l("Somebody else reads my e-mail")),
    ("both", _l("Both")),
)


class FirstVisitForm(FlaskForm):
    use = RadioField(_l("Does anyone else use this phone or inbox?"), choices=choices(USES), validate_choice=False)

    def validate_use(self, field: RadioField) -> None:
        if field.data not in dict(USES):
            raise ValueError(_l("Choose one. Not sure? Take “Both”."))


def asks(person: Person) -> bool:
    """Whether she has not said it before."""
    return not frame.of(person).said_who_uses


def answered(person: Person, use: str) -> bool:
    """Stores what she said. Answers whether mail lets nobody in from now on."""
    phone, inbox = use in ("phone", "both"), use in ("inbox", "both")
    db.session.add(SharedUse(caregiver_id=person.id, phone=phone, inbox=inbox))
    return phone or inbox
