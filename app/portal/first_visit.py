"""What is asked once, when somebody comes in for the first time: who else uses this phone or inbox (must 18)."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, StringField
from wtforms.validators import Optional, ValidationError

from app.addresses import search_name
from app.people import phones
from app.people.forms import at_most, choices, one_line, required
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


def sayable(form: FlaskForm, field: StringField) -> None:
    if len(search_name(field.data or "")) < 3:
        raise ValidationError(_l("Take a word of at least three letters."))


class WordForm(FlaskForm):
    """The same word, chosen later or anew."""

    word = StringField(
        _l("A word for the phone"),
        [required(_l("Write a word.")), at_most(60), sayable],
        [one_line],
        render_kw={"autocomplete": "off"},
    )


class FirstVisitForm(FlaskForm):
    use = RadioField(_l("Does anyone else use this phone or inbox?"), choices=choices(USES), validate_choice=False)

    word = StringField(
        _l("A word for the phone"), [Optional(), at_most(60), sayable], [one_line], render_kw={"autocomplete": "off"}
    )

    def validate_use(self, field: RadioField) -> None:
        if field.data not in dict(USES):
            raise ValidationError(_l("Choose one. Not sure? Take “Both”."))


def asks(person: Person) -> bool:
    """Whether she has not said it before. A device in question answers nothing in her name."""
    return not (frame.of(person).said_who_uses or person.proof.in_question)


def answered(person: Person, use: str, word: str) -> bool:
    """Stores what she said. Answers whether mail lets nobody in from now on."""
    if word and person.without_address:
        phones.choose(person.id, word)
    phone, inbox = use in ("phone", "both"), use in ("inbox", "both")
    db.session.add(SharedUse(caregiver_id=person.id, phone=phone, inbox=inbox))
    return phone or inbox
