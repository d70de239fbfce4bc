"""E-mail addresses and names: one spelling to compare by; addresses hashed under a key outside the database."""

import hmac
from collections.abc import Iterator
from typing import Any
from unicodedata import category, normalize

from email_validator import EmailNotValidError, validate_email
from flask import current_app


class NotAnAddress(ValueError):
    """What was typed is no e-mail address; the message says what to look at."""


def checked(typed: str) -> str:
    """The address as it is written to, its domain as servers write it. Raises NotAnAddress. Asks no server.

    A name with an accent before the @ is refused: most servers take no such mail, and it would never arrive.
    """
    try:
        found = validate_email(typed.strip(), check_deliverability=False, allow_smtputf8=False)
        return found.ascii_email or found.normalized
    except EmailNotValidError as error:
        raise NotAnAddress(str(error)) from None


def keyed(value: str, purpose: str = "address") -> str:
    """A hash that only this installation can make."""
    key = current_app.config["SETTINGS"].address_key.encode()
    return hmac.digest(key, f"{purpose}:{value}".encode(), "sha256").hex()


def address_key(address: str) -> str:
    """What two spellings of one address share. Plus signs stay: they may be two inboxes."""
    return keyed(address.strip().lower())


def sort_name(name: str) -> str:
    """How a name is ordered: without marks and case, so that Émile stands beside Emma."""
    return "".join(letter for letter in normalize("NFKD", name).casefold() if category(letter) != "Mn")[:240]


ALIKE = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h"})
"""Letters that have no mark to take away, as somebody types them who has not got them."""
APOSTROPHES = "'’‘ʼʻ`´"


def search_name(name: str) -> str:
    """How a name is looked for: words without marks, case and apostrophes, a dash or a dot as a blank.

    What was typed into a search box goes through it, too, so "ohara" meets Ben O’Hara. Other signs stay as they are.
    """
    return " ".join("".join(searched(name)).split())[:240]


def searched(name: str) -> Iterator[str]:
    for sign in normalize("NFKD", name).casefold().translate(ALIKE):
        kind = category(sign)
        if sign.isspace() or sign in ".,·" or kind == "Pd":
            yield " "
        elif kind not in ("Mn", "Cf", "Cc") and sign not in APOSTROPHES:
            yield sign


def search_name_of(context: Any) -> str:
    """The default of a `search_name` column: from the row's own name."""
    return search_name(context.get_current_parameters()["name"])
