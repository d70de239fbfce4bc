"""Signing a clinic up: eleven fields, some filled in already."""

import re

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, Field, SelectField, StringField
from wtforms.validators import InputRequired, ValidationError

from app.people import plain
from app.people.forms import at_most, email, new_password, one_line, required, visible
from tenants.provision import TAKEN_NAMES

CLINICAL = re.compile(r"therap|psych|counsel|mental|trauma|autis|clinic|behavio|child|kids|famil", re.I)
SHAPE = re.compile(r"^[a-z0-9]([a-z0-9-]*[a-z0-9])?$")


def neutral(form: FlaskForm, field: Field) -> None:
    """It stands on parents' phones: short, and it does not say what the place is (must 12)."""
    if plain.is_mixed(field.data or ""):
        raise ValidationError(_l("Write it in one alphabet: letters of two look alike and are taken for another name."))
    if CLINICAL.search(field.data or ""):
        raise ValidationError(_l("This stands on parents' phones. Leave out words like therapy, child or clinic."))
    if {*re.split(r"\W+", (field.data or "").casefold())} & TAKEN_NAMES:
        raise ValidationError(_l("This is the name of a well-known sender. Choose another."))


def shaped(form: FlaskForm, field: Field) -> None:
    field.data = (field.data or "").lower()
    if field.data.startswith("xn--"):
        raise ValidationError(_l("An address cannot begin with “xn--”. Choose another."))
    if not SHAPE.match(field.data) or not 3 <= len(field.data) <= 40:
        raise ValidationError(_l("Use 3 to 40 letters, numbers and hyphens, with a letter or number at both ends."))


class SignupForm(FlaskForm):
    name = StringField(
        _l("Name of the clinic"),
        [required(_l("Write the clinic's name.")), at_most(120), visible],
        [one_line],
        render_kw={"autocomplete": "organization"},
    )
    short_name = StringField(
        _l("Short, neutral name"),
        [required(_l("Write a short name.")), at_most(20), visible, neutral],
        [one_line],
        render_kw={"data-suggests": "subdomain"},
    )
    subdomain = StringField(
        _l("Address"),
        [required(_l("Choose an address.")), shaped],
        [one_line],
        render_kw={"autocapitalize": "none", "spellcheck": "false"},
    )
    own_name = StringField(
        _l("Your name"),
        [required(_l("Write your name.")), at_most(120), visible],
        [one_line],
        render_kw={"autocomplete": "name"},
    )
    address = EmailField(
        _l("Your e-mail address"),
        [required(_l("Write your e-mail address.")), email],
        [one_line],
        render_kw={"autocomplete": "username"},
    )
    password = new_password(_l("Password"))
    country = SelectField(_l("Country"), default="US")
    time_zone = SelectField(_l("Time zone"), default="America/New_York")
    treats = BooleanField(_l("I see children myself: I am a therapist, too"), default=True)
    role = StringField(
        _l("Your role, by which you may sign for the clinic"),
        [required(_l("Write your role, for example: owner.")), at_most(80)],
        [one_line],
        render_kw={"autocomplete": "organization-title"},
    )
    accept = BooleanField(
        _l("I accept the terms and the business-associate agreement for the clinic"),
        [InputRequired(_l("Tick this to go on. You can open both texts first."))],
    )
