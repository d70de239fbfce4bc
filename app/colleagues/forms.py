"""What the owner says of a colleague."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.people.forms import at_most, choices, email, one_line, required, stripped, unix_lines, visible

ROLES = [
    ("therapist", _l("Therapist")), ("supervisor", _l("Supervisor")), ("office", _l("Office")), ("owner", _l("Owner")),
]  # fmt: skip
MEANS = {
    "therapist": _l("Has a caseload: the children whose care team they are on."),
    "supervisor": _l("Sees how families of the therapists they supervise are doing; opens a record with a reason."),
    "office": _l("Invites for the families that a therapist opens to the desk. Reads nothing anyone wrote."),
    "owner": _l("Runs staff, settings and billing. Reads no family's words."),
}


def ticks(label: Any, **options: Any) -> SelectMultipleField:
    return SelectMultipleField(label, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(), **options)


def name_field() -> StringField:
    return StringField(
        _l("Name, as families read it"),
        [required(_l("Write the name.")), at_most(120), visible],
        [one_line],
        render_kw={"autocomplete": "off"},
    )


class ColleagueForm(FlaskForm):
    name = name_field()
    address = EmailField(
        _l("E-mail address"),
        [required(_l("Write the e-mail address.")), email],
        [one_line],
        render_kw={"autocomplete": "off"},
    )
    roles = ticks(_l("What they do here"), choices=choices(ROLES), validators=[required(_l("Choose at least one."))])


class RolesForm(FlaskForm):
    roles = ticks(_l("What they do here"), choices=choices(ROLES))


class NameForm(FlaskForm):
    name = name_field()


class CaseloadForm(FlaskForm):
    person = SelectField(_l("Who takes the families?"), validators=[required(_l("Choose somebody."))])
    words = TextAreaField(_l("What the families read"), [Optional(), at_most(1000)], [unix_lines, stripped])
