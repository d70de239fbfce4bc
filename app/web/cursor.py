"""Where a list goes on: signed for one person and one list, so that a cursor tells nothing and opens nothing else."""

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from app.web.person import Person


def signer(person: Person, listing: str) -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt=f"cursor:{listing}:{person.id}")


def encoded(place: list[str], person: Person, listing: str) -> str:
    return str(signer(person, listing).dumps(place))


def decoded(cursor: str | None, person: Person, listing: str) -> list[str] | None:
    """The place, or None for no cursor and for somebody else's: the list begins at its beginning."""
    try:
        return list(signer(person, listing).loads(cursor)) if cursor else None
    except (BadSignature, TypeError):
        return None
