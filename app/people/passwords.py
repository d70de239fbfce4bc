"""Staff passwords: argon2id, at least twelve characters."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12
LONGEST = 200
hasher = PasswordHasher()
NOBODYS = hasher.hash("nobody has this password")
"""Compared when there is no such address, so that both answers take as long."""


def hashed(password: str) -> str:
    return hasher.hash(password)


def matches(password: str, stored: str | None) -> bool:
    """Whether this is the password. Takes as long when nobody has the address."""
    try:
        return hasher.verify(stored or NOBODYS, password[:LONGEST]) and stored is not None
    except (VerificationError, InvalidHashError):
        return False
