"""What is said of a care team."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Optional

from app.people.forms import at_most, choices, one_line, required, sensible_day, stripped, unix_lines

NOT_HERE = _l("This person works here no more, or not as a therapist. Choose somebody else.")


def who(label: Any) -> SelectField:
    return SelectField(label, validators=[required(_l("Choose somebody."))])


class HandOverForm(FlaskForm):
    person = who(_l("Who takes over?"))
    words = TextAreaField(
        _l("What the family reads"),
        [required(_l("Write a line the family can read.")), at_most(1000)],
        [unix_lines, stripped],
    )
    last_day = DateField(_l("Your own last day with this family"), [Optional(), sensible_day])


class MemberForm(FlaskForm):
    person = who(_l("Who joins?"))
    part = RadioField(
        _l("As what?"),
        choices=choices([("therapist", _l("Therapist")), ("deputy", _l("Deputy, until a day"))]),
        default="therapist",
    )
    until = DateField(_l("Last day of a deputy"), [Optional(), sensible_day])

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if self.part.data == "deputy" and not self.until.data and not self.until.errors:
            self.until.errors = [_("Write the deputy's last day.")]
            return False
        return good


class ClosingForm(FlaskForm):
    person = who(_l("To whom?"))
    why = StringField(_l("Why, for the care team alone"), [Optional(), at_most(400)], [one_line])


class AwayForm(FlaskForm):
    since = DateField(_l("First day away"), [required(_l("Write the first day.")), sensible_day])
    until = DateField(_l("Last day away"), [required(_l("Write the last day.")), sensible_day])
    person = who(_l("Who answers meanwhile?"))

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if self.since.data and self.until.data and self.until.data < self.since.data:
            self.until.errors = [_("The last day comes after the first.")]
            return False
        return good
