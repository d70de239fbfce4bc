"""Forms about people: what is asked, and what it says when something is missing."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, Field, PasswordField, SelectChoice, StringField
from wtforms.validators import DataRequired, ValidationError

from app import addresses


def stripped(value: str | None) -> str | None:
    """Without the blanks around it, and without what no screen shows and Postgres does not take."""
    return value.replace("\x00", "").strip() if value else value


def one_line(value: str | None) -> str | None:
    """What a field of one line holds: a line break in it came from no keyboard."""
    return " ".join(value.replace("\x00", "").split()) if value else value


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


class StaffSignInForm(FlaskForm):
    address = EmailField(
        _l("E-mail address"),
        [required(_l("Write your e-mail address."))],
        [one_line],
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField(
        _l("Password"), [required(_l("Write your password."))], render_kw={"autocomplete": "current-password"}
    )
