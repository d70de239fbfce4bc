"""Adding a child with the people who raise it, in one short form; and what was agreed with each."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    Form,
    FormField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange, Optional

from app.addresses import address_key
from app.families.adding import Told
from app.people.forms import at_most, choices, email, one_line, phone, required, stripped, unix_lines, visible
from app.web.language import offered

RELATIONS = [
    ("mother", _l("Mother")), ("father", _l("Father")), ("parent", _l("Parent")), ("stepmother", _l("Stepmother")),
    ("stepfather", _l("Stepfather")), ("grandmother", _l("Grandmother")), ("grandfather", _l("Grandfather")),
    ("foster carer", _l("Foster carer")), ("relative", _l("Another relative")),
]  # fmt: skip
OFFICES = [("case worker", _l("Case worker, by office")), ("guardian ad litem", _l("Guardian ad litem, by office"))]
"""Professionals: `involving.BY_OFFICE`."""
SAFE = _l("It is safe to write to this address: nobody else reads it")


class CaregiverForm(Form):
    """One caregiver. Left empty, there is none."""

    name = StringField(_l("Name"), [at_most(120), visible], [one_line], render_kw={"autocomplete": "off"})
    relation = SelectField(_l("Who is this for the child?"), choices=choices([*RELATIONS, *OFFICES]))
    home = RadioField(_l("Which home?"), choices=choices([("A", _l("Home A")), ("B", _l("Home B"))]), default="A")
    address = EmailField(_l("E-mail address"), [Optional(), email], [one_line], render_kw={"autocomplete": "off"})
    safe = BooleanField(SAFE)
    language = SelectField(
        _l("Language"), choices=lambda: choices([("", _l("Not known yet")), *offered().items()]), default=""
    )

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if not self.name.data and self.address.data:
            self.name.errors = [_("Write a name for this address, or empty both.")]
            return False
        return good

    def told(self) -> Told:
        address, language = self.address.data or None, self.language.data or None
        return Told(self.name.data or "", self.relation.data, self.home.data, address, bool(self.safe.data), language)


class JoiningForm(FlaskForm):
    """One more caregiver of a child."""

    who = FormField(CaregiverForm, _l("Who is it?"))

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if not self.who.form.name.data and not self.who.form.name.errors:
            self.who.form.name.errors = [_("Write a name.")]
            return False
        return good


class FamilyForm(FlaskForm):
    child = StringField(
        _l("Child's name"),
        [required(_l("Write the child's name.")), at_most(120), visible],
        [one_line],
        render_kw={"autocomplete": "off"},
    )
    age = IntegerField(
        _l("Age in years"),
        [InputRequired(_l("Write the child's age in years.")), NumberRange(0, 21, _l("Write an age from 0 to 21."))],
        render_kw={"inputmode": "numeric"},
    )
    first = FormField(CaregiverForm, _l("First caregiver"))
    second = FormField(CaregiverForm, _l("Second caregiver, if there is one"))

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        first, second = self.first.form, self.second.form
        if not first.name.data:
            first.name.errors = [_("Write the name of one person who raises the child.")]
            return False
        if (
            first.address.data
            and second.address.data
            and address_key(first.address.data) == address_key(second.address.data)
        ):
            second.address.errors = [_("Two people cannot share one address. Leave one empty.")]
            return False
        return good

    def caregivers(self) -> list[CaregiverForm]:
        return [part.form for part in (self.first, self.second) if part.form.name.data]


class AddressForm(FlaskForm):
    """Where somebody who has not come in is written to."""

    address = EmailField(
        _l("E-mail address"),
        [required(_l("Write the e-mail address.")), email],
        [one_line],
        render_kw={"autocomplete": "off"},
    )
    safe = BooleanField(SAFE)


class AgreementForm(FlaskForm):
    checkins = SelectField(
        _l("Check-ins a week"), coerce=int, choices=choices((n, str(n)) for n in range(8)), default=2
    )
    words = TextAreaField(_l("In your shared words (they read it)"), [Optional(), at_most(400)], [unix_lines, stripped])


class NumberForm(FlaskForm):
    number = TelField(
        _l("Phone number"),
        [required(_l("Write the number you call.")), at_most(30), phone],
        [one_line],
        render_kw={"autocomplete": "off"},
    )


class CallForm(FlaskForm):
    word = StringField(
        _l("The word you hear"),
        [required(_l("Type the word you hear.")), at_most(60)],
        [one_line],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    tag = StringField(
        _l("The four letters on their screen"),
        [required(_l("Type the four letters.")), at_most(12)],
        [one_line],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
