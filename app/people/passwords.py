"""Staff passwords: argon2id, at least twelve characters, and none that is guessed early."""

from collections.abc import Iterable

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

SHORTEST = 12
LONGEST = 200
STRONG = 3
"""Of zxcvbn's five scores: more than 10⁸ guesses, by its lists of common passwords and words."""
READ = 72
"""Characters that zxcvbn looks at: what is strong by then is not weakened by more."""
hasher = PasswordHasher()
NOBODYS = hasher.hash("nobody has this password")
"""Compared when there is no such address, so that both answers take as long."""


def hashed(password: str) -> str:
    return hasher.hash(password)


def matches(password: str, stored: str | None) -> bool:
    """Whether this is the password. Takes as long when nobody has the address, and when its person has not joined ('')."""
    try:
        return hasher.verify(stored or NOBODYS, password[:LONGEST]) and bool(stored)
    except (VerificationError, InvalidHashError):
        return False


def easily_guessed(password: str, about: Iterable[str]) -> bool:
    """Whether a guesser has it early. `about`: what anybody knows of the person, such as the clinic's name."""
    known = [word for word in about if word]
    return bool(zxcvbn(password[:READ], user_inputs=known, max_length=READ)["score"] < STRONG)
