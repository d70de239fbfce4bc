"""Two people on one page: a form says what its page showed; saved over something newer, the page says who changed it.

For staff alone: a caregiver's form carries no version of a row that others write.
"""

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from app.addresses import keyed


def seal(about: object) -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt=f"shown:{about}")


def shown(about: object, *values: object) -> str:
    """For a hidden field `was`: what the page showed of `about`, as a hash nobody can read or make."""
    return str(seal(about).dumps(keyed(repr(values))[:24]))


def unchanged(about: object, *values: object) -> bool:
    """Whether what is stored now is what the form's page showed. A form without the field showed nothing: changed."""
    try:
        return bool(seal(about).loads(request.form.get("was", "")) == keyed(repr(values))[:24])
    except BadSignature:
        return False
