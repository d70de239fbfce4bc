"""The two texts every caregiver reads before every box: crisis lines, and how soon somebody answers."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import FieldList, Form, FormField, SelectField, StringField, TelField

from app.people.forms import at_most, choices, one_line


class LineForm(Form):
    """A line that is left empty is none; half of one is a slip of the hand."""

    label = StringField(_l("What it is for"), [at_most(80)], [one_line])
    number = TelField(_l("Number"), [at_most(30)], [one_line])

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if bool(self.label.data) != bool(self.number.data):
            missing = self.number if self.label.data else self.label
            missing.errors = [_("Write both what it is for and the number, or empty both.")]
            return False
        return good


class TextsForm(FlaskForm):
    lines = FieldList(FormField(LineForm), min_entries=3, max_entries=3)
    reply_days = SelectField(
        _l("You usually answer within this many working days"),
        coerce=int,
        choices=choices((n, str(n)) for n in range(1, 8)),
    )

    def chosen(self) -> list[dict[str, str]]:
        """The lines that are filled in."""
        return [
            {"label": line.form.label.data, "number": line.form.number.data}
            for line in self.lines
            if line.form.number.data
        ]
