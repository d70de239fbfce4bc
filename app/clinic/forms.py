"""The forms of the clinic's settings."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    Field,
    FieldList,
    Form,
    FormField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TimeField,
)
from wtforms.validators import InputRequired, ValidationError
from wtforms.widgets import ColorInput

from app.people.forms import at_most, choices, one_line, phone, required, visible
from app.signup.forms import neutral, shaped
from app.updates.arranging import LONGEST_WORDING

DAYS = (
    ("1", _l("Monday")), ("2", _l("Tuesday")), ("3", _l("Wednesday")), ("4", _l("Thursday")), ("5", _l("Friday")),
    ("6", _l("Saturday")), ("7", _l("Sunday")),
)  # fmt: skip
KINDS = (
    ("text", _l("In their own words")),
    ("day", _l("Five faces, from very hard to great")),
    ("sleep", _l("Five steps, from very little to well, or “I don't know”")),
)


class LineForm(Form):
    """A line that is left empty is none; half of one is a slip of the hand."""

    label = StringField(_l("What it is for"), [at_most(80), visible], [one_line])
    number = TelField(_l("Number"), [at_most(30), phone], [one_line])

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if bool(self.label.data) != bool(self.number.data):
            missing = self.number if self.label.data else self.label
            missing.errors = [_("Write both what it is for and the number, or empty both.")]
            return False
        return good


class PlaceForm(FlaskForm):
    time_zone = SelectField(_l("Time zone"))
    country = SelectField(_l("Country"))
    lines = FieldList(FormField(LineForm), min_entries=3, max_entries=3)

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if good and not self.chosen():
            self.form_errors.append(_("Keep at least one line with a number. Families read it before they write."))
            return False
        return good

    def chosen(self) -> list[dict[str, str]]:
        """The lines that are filled in."""
        return [
            {"label": line.form.label.data, "number": line.form.number.data}
            for line in self.lines
            if line.form.number.data
        ]


class AnsweringForm(FlaskForm):
    reply_days = SelectField(
        _l("You usually answer within this many working days"),
        coerce=int,
        choices=choices((n, str(n)) for n in range(1, 8)),
    )
    days = SelectMultipleField(
        _l("The days on which somebody usually answers"),
        [InputRequired(_l("Tick at least one day."))],
        choices=choices(DAYS),
    )
    start = TimeField(_l("From"), [InputRequired(_l("Write a time, for example 09:00."))])
    end = TimeField(_l("To"), [InputRequired(_l("Write a time, for example 17:00."))])
    cover_name = StringField(_l("Name"), [at_most(80), visible], [one_line], render_kw={"autocomplete": "off"})
    cover_phone = TelField(_l("Phone"), [at_most(30), phone], [one_line], render_kw={"autocomplete": "off"})

    safety_hours = SelectField(
        _l("A worry about safety that nobody took on goes on to a supervisor after this many hours"),
        coerce=int,
        choices=choices((n, str(n)) for n in (1, 2, 4, 8, 24)),
        default=4,
    )

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        start, end = self.start.data, self.end.data
        if start and end and start >= end and (end.hour or end.minute):
            self.end.errors = [_("Choose a time that is later than the one it begins at.")]
            good = False
        if bool(self.cover_name.data) != bool(self.cover_phone.data):
            missing = self.cover_phone if self.cover_name.data else self.cover_name
            missing.errors = [_("Write both the name and the phone, or empty both.")]
            good = False
        return good


class WordingForm(FlaskForm):
    """One question as it stands. Without wording it is asked in our words."""

    wording = StringField(_l("Words of your own"), [at_most(LONGEST_WORDING)], [one_line])
    active = BooleanField(_l("Ask it"))


class NewQuestionForm(FlaskForm):
    wording = StringField(
        _l("Your question"), [required(_l("Write the question.")), at_most(LONGEST_WORDING)], [one_line]
    )
    kind = RadioField(_l("How it is answered"), choices=choices(KINDS), default="text")


class NamesForm(FlaskForm):
    name = StringField(
        _l("Name of the clinic"), [required(_l("Write the clinic's name.")), at_most(120), visible], [one_line]
    )
    short_name = StringField(
        _l("Short, neutral name"), [required(_l("Write a short name.")), at_most(20), visible, neutral], [one_line]
    )
    subdomain = StringField(
        _l("Address"),
        [required(_l("Choose an address.")), shaped],
        [one_line],
        render_kw={"autocapitalize": "none", "spellcheck": "false"},
    )


def hexadecimal(form: FlaskForm, field: Field) -> None:
    """Puts the colour into one spelling, or says that it is none."""
    value = (field.data or "").lower()
    value = value if value.startswith("#") else f"#{value}"
    digits = value[1:]
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    if len(digits) != 6 or set(digits) - set("0123456789abcdef"):
        raise ValidationError(_l("Write it as # and six signs, for example #1a4d73."))
    field.data = f"#{digits}"


class ColourForm(FlaskForm):
    """What is written goes over what is picked: without a colour picker there is only the text."""

    picked = StringField(_l("Colour"), [hexadecimal], [one_line], widget=ColorInput())
    written = StringField(
        _l("Or write it"), [at_most(7)], [one_line], render_kw={"autocomplete": "off", "placeholder": "#1a4d73"}
    )

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if good and self.written.data:
            try:
                hexadecimal(self, self.written)
            except ValidationError as error:
                self.written.errors = [str(error)]
                return False
        return good

    @property
    def chosen(self) -> str:
        return str(self.written.data or self.picked.data)


class LogoForm(FlaskForm):
    image = FileField(_l("Picture"), render_kw={"accept": "image/png,image/jpeg,image/webp"})
