"""The two texts every caregiver reads before every box: crisis lines, and how soon somebody answers."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import FieldList, Form, FormField, SelectField, StringField, TelField
from wtforms.validators import Optional

from app.people.forms import at_most, choices, stripped


class LineForm(Form):
    label = StringField(_l("What it is for"), [Optional(), at_most(80)], [stripped])
    number = TelField(_l("Number"), [Optional(), at_most(30)], [stripped])


class TextsForm(FlaskForm):
    lines = FieldList(FormField(LineForm), min_entries=3, max_entries=3)
    reply_days = SelectField(
        _l("You usually answer within this many working days"),
        coerce=int,
        choices=choices((n, str(n)) for n in range(1, 8)),
    )

    def chosen(self) -> list[dict[str, str]]:
        """The lines that have both a label and a number."""
        return [
            {"label": line.form.label.data, "number": line.form.number.data}
            for line in self.lines
            if line.form.label.data and line.form.number.data
        ]
