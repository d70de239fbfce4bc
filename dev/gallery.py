"""What /_ui shows in development: one form with a field of each kind, each with something to mend."""

from types import SimpleNamespace
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    EmailField,
    Form,
    IntegerField,
    PasswordField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Email, InputRequired, Length, NumberRange, Optional

ZONES = ["America/New_York", "America/Los_Angeles", "Europe/Berlin", "Europe/London", "UTC"]
TOPICS = ["Behaviour", "Sleep", "Mood", "School", "Family news", "Something else"]


def choices(*pairs: tuple[str, str]) -> list[SelectChoice]:
    return [SelectChoice(value=value, label=label) for value, label in pairs]


class GalleryForm(Form):
    """One field of each kind. Validated with nothing sent, each required one carries an error."""

    name = StringField(
        "Your name",
        [DataRequired("Tell us your name.")],
        render_kw={"autocomplete": "name"},
    )
    short_name = StringField("Short name", [DataRequired("Choose a short name."), Length(max=20)])
    email = EmailField(
        "E-mail",
        [DataRequired("Tell us where to write to."), Email("This does not look like an address.")],
        render_kw={"autocomplete": "email"},
    )
    password = PasswordField(
        "Password",
        [DataRequired("Choose a password."), Length(min=12)],
        render_kw={"autocomplete": "new-password"},
    )
    age = IntegerField("Maya's age", [InputRequired("How old is Maya?"), NumberRange(0, 25)])
    zone = SelectField("Time zone", choices=choices(*((zone, zone) for zone in ZONES)), default="UTC")
    note = TextAreaField("Anything Dr Okafor should know?", [Optional(), Length(max=4000)])
    answer = RadioField(
        "How may we answer?",
        [InputRequired("Choose how we may answer.")],
        choices=choices(("here", "Here only"), ("mail", "By mail"), ("call", "Call me")),
    )
    level = RadioField(
        "Sessions, Chris",
        choices=choices(("open", "Open"), ("led", "Via me"), ("closed", "Closed")),
        default="led",
    )
    topics = SelectMultipleField(
        "What is it about?",
        [InputRequired("Tick at least one.")],
        choices=choices(*((topic.lower(), topic) for topic in TOPICS)),
    )
    agree = BooleanField("I have read who reads what I write", [InputRequired("Please tick this first.")])


def gallery() -> dict[str, Any]:
    """The context of `ui_gallery.html`: `form` sent empty, `blank` not sent, two crisis lines."""
    sent = GalleryForm(MultiDict({"short_name": "Harbour", "level": "led", "zone": "UTC"}))
    sent.validate()
    return {
        "form": sent,
        "blank": GalleryForm(prefix="blank-"),
        "lines": [
            SimpleNamespace(label="If someone is in danger, call", number="911"),
            SimpleNamespace(label="To talk to someone, call or text", number="988"),
        ],
    }
