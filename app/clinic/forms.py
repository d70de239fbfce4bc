"""The two texts every caregiver reads before every box: crisis lines, and how soon somebody answers."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import FieldList, Form, FormField, SelectField, StringField, TelField

from app.people.forms import at_most, choices, stripped


class LineForm(Form):
    """One crisis line. Left empty, there is none."""

    label = StringField(_l("What it is for"), [at_most(80)], [stripped])
    number = TelField(_l("Number"), [at_most(30)], [stripped])

    def validate(self, extra_validators: Any = None) -> bool:
        good = super().validate(extra_validators)
        if self.label.data and not self.number.data:
            self.number.errors = [_("Write the number, or empty the line.")]
        elif self.number.data and not self.label.data:
            self.label.errors = [_("Write what this number is for.")]
        else:
            return good
        return False


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
