"""Every creating form is safe to press twice: it carries the id of the row it will make, signed for one person and place."""

from secrets import token_urlsafe
from uuid import UUID

from flask import current_app, request, session
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from itsdangerous import BadSignature, URLSafeSerializer

from app.web.person import signed_in
from tenants.db import new_id


def signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="row")


def bound(about: UUID | str) -> list[str]:
    """Whom and what a row is for: a person on a device; of somebody nobody knows, the browser's own session."""
    person = signed_in()
    if person:
        return [str(person.id), str(person.device), str(about)]
    return ["", session.setdefault("nobody", token_urlsafe(16)), str(about)]


def new_row(about: UUID | str) -> str:
    """A signed id for a hidden field. `about`: what the form is for, such as its route and its child."""
    return signer().dumps([new_id().hex, *bound(about)])


def sent_row(about: UUID | str) -> UUID | None:
    """The id that the form carries, or None when it was made for somebody or something else."""
    try:
        row, *rest = signer().loads(request.form.get("row", ""))
    except (BadSignature, ValueError, TypeError):
        return None
    return UUID(row) if rest == bound(about) else None


def row_again(about: UUID | str) -> str:
    """For a form that is shown once more: the row it came with, so that it stays one thing; a new one where that opens nothing."""
    return request.form.get("row", "") if sent_row(about) else new_row(about)


def filled_in(form: FlaskForm, about: UUID | str) -> UUID | None:
    """The row of a form that is filled in right. None: the form says what is to be mended."""
    row, good = sent_row(about), form.validate()
    if row is None:
        form.form_errors.append(_("This page was open for too long. Press the button once more."))
    return row if good else None
