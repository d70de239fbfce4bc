"""Words that must stand in an address and be read by nobody: sealed for one person (trust.md 6: an address holds no name)."""

from base64 import urlsafe_b64encode
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken
from flask import current_app

from app.web.person import Person


def box(person: Person) -> Fernet:
    """Each person's own: what one sealed tells nobody else anything."""
    key = current_app.config["SETTINGS"].secret_key
    secret = f"sealed:{person.id}:{key}"
    return Fernet(urlsafe_b64encode(sha256(secret.encode()).digest()))


def sealed(words: str, person: Person) -> str:
    """Nothing for nothing."""
    return box(person).encrypt(words.encode()).decode() if words else ""


def unsealed(token: str, person: Person) -> str:
    """What this person sealed here; nothing for anything else."""
    try:
        return box(person).decrypt(token.encode()).decode()
    except InvalidToken:
        return ""
