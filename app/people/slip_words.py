"""What stands on a slip of paper: ten signs in two groups, typed in any case, with whatever stands between them."""

import hmac

from flask import current_app

from tenants import scope as scopes

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Five bits each. The letters that are left out are read as the digit they look like."""
READ_AS = str.maketrans("OIL", "011")
HOW_MANY = 10


def written(digest: bytes) -> str:
    """The first fifty bits of a digest, as they are printed."""
    number = int.from_bytes(digest[:8], "big")
    signs = "".join(SIGNS[number >> 5 * at & 31] for at in range(HOW_MANY))
    return f"{signs[:5]}-{signs[5:]}"


def plain(typed: str) -> str:
    """The signs alone, as they are compared."""
    return "".join(sign for sign in typed.upper().translate(READ_AS) if sign in SIGNS)


def hashed(typed: str) -> str:
    """Under a key outside the database: fifty bits alone would be found out from a stolen copy of it."""
    key = current_app.config["SETTINGS"].code_key.encode()
    return hmac.digest(key, f"slip:{scopes.current().clinic}:{plain(typed)}".encode(), "sha256").hex()
