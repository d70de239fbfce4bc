"""Forms about people: what is asked, and what it says when something is missing."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from flask import g
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, Field, PasswordField, SelectChoice, StringField
from wtforms.validators import DataRequired, ValidationError

from app import addresses
from app.people import plain
from app.people.passwords import LONGEST, SHORTEST, easily_guessed


def stripped(value: str | None) -> str | None:
    """Without the blanks around it, and without what no screen shows and Postgres does not take."""
    return value.replace("\x00", "").strip() if value else value


def one_line(value: str | None) -> str | None:
    """What a field of one line holds: a line break in it came from no keyboard, nor did what no screen shows."""
    return " ".join(plain.shown(value).split()) if value else value


def unix_lines(value: str | None) -> str | None:
    """Lines as they were typed: a browser sends each end as two characters."""
    return value.replace("\r\n", "\n") if value else value


def email(form: FlaskForm, field: Field) -> None:
    """Puts the address into one spelling, or says that it is none."""
    try:
        field.data = addresses.checked(field.data or "")
    except addresses.NotAnAddress:
        raise ValidationError(_l("This does not look like an e-mail address. Look for a missing @ or dot.")) from None


def at_most(longest: int) -> Any:
    def check(form: FlaskForm, field: Field) -> None:
        if field.data and len(field.data) > longest:
            over = len(field.data) - longest
            raise ValidationError(
                _l("This is %(over)s characters too long. At most %(longest)s fit.", over=over, longest=longest)
            )

    return check


def visible(form: FlaskForm, field: Field) -> None:
    """A name holds a letter or a number, if there is one at all."""
    if field.data and not plain.is_visible(field.data):
        raise ValidationError(_l("Write a name with letters: nothing can be seen here."))


def phone(form: FlaskForm, field: Field) -> None:
    """Something a phone can call, if there is anything at all."""
    if field.data and not plain.is_phone(field.data):
        raise ValidationError(_l("Write a number that a phone can call: 3 to 15 digits, with + or - if you like."))


FIRST, LAST = date(2000, 1, 1), date(2199, 12, 31)
"""Days that a form takes: with any of them one can still reckon."""


def sensible_day(form: FlaskForm, field: Field) -> None:
    """For every field of a day: of this century or the next, whatever a keyboard can type."""
    if field.data and not FIRST <= field.data <= LAST:
        raise ValidationError(_l("Write a day of this century."))


def choices(pairs: Iterable[tuple[Any, Any]]) -> list[SelectChoice]:
    """(value, words) as WTForms wants them."""
    return [SelectChoice(str(value), words) for value, words in pairs]


def required(message: Any) -> DataRequired:
    """Something, once blanks are taken away. Not for numbers: 0 is one."""
    return DataRequired(message)


class AddressForm(FlaskForm):
    address = EmailField(
        _l("Your e-mail address"),
        [required(_l("Write your e-mail address.")), email],
        [one_line],
        render_kw={"autocomplete": "email"},
    )


class CodeForm(FlaskForm):
    code = StringField(
        _l("Six digits from the mail"),
        [required(_l("Type the six digits from the mail."))],
        [one_line],
        render_kw={"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": 9},
    )


class SlipForm(FlaskForm):
    code = StringField(
        _l("Ten signs from the slip"),
        [required(_l("Type the ten signs from the slip.")), at_most(40)],
        [one_line],
        render_kw={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "maxlength": 40},
    )


def long_enough(form: FlaskForm, field: Field) -> None:
    if len(field.data or "") < SHORTEST:
        raise ValidationError(_l("Use at least %(n)s characters. A few words in a row are good.", n=SHORTEST))


def hard_to_guess(form: FlaskForm, field: Field) -> None:
    """Not one of the common ones, nor the clinic's or the person's name with a number behind."""
    if field.errors:
        return
    asked = [form[name].data or "" for name in ("name", "short_name", "own_name", "address") if name in form]
    clinic = [g.clinic.name, g.clinic.short_name] if g.get("clinic") else []
    if easily_guessed(field.data or "", re.split(r"\W+", " ".join(asked + clinic))):
        raise ValidationError(_l("This is easy to guess. Take a few words that have nothing to do with each other."))


def new_password(label: Any) -> PasswordField:
    checks = [required(_l("Choose a password.")), long_enough, at_most(LONGEST), hard_to_guess]
    return PasswordField(label, checks, render_kw={"autocomplete": "new-password"})


def own_password(label: Any) -> PasswordField:
    return PasswordField(label, [required(_l("Write your password."))], render_kw={"autocomplete": "current-password"})


class StaffSignInForm(FlaskForm):
    address = EmailField(
        _l("E-mail address"),
        [required(_l("Write your e-mail address."))],
        [one_line],
        render_kw={"autocomplete": "username"},
    )
    password = own_password(_l("Password"))


class SecondStepForm(FlaskForm):
    code = StringField(
        _l("Code from your phone, or one of your recovery codes"),
        [required(_l("Type the code."))],
        [one_line],
        render_kw={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false", "maxlength": 40},
    )


class SetUpForm(FlaskForm):
    code = StringField(
        _l("Six digits from the app"),
        [required(_l("Type the six digits that the app shows now."))],
        [one_line],
        render_kw={"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": 12},
    )


class NewPasswordForm(FlaskForm):
    password = new_password(_l("New password"))


class ChangePasswordForm(FlaskForm):
    old_password = own_password(_l("The password you have now"))
    password = new_password(_l("New password"))


class NewAddressForm(FlaskForm):
    address = EmailField(
        _l("New e-mail address"),
        [required(_l("Write your new e-mail address.")), email, at_most(254)],
        [one_line],
        render_kw={"autocomplete": "email"},
    )
    old_password = own_password(_l("Your password"))
