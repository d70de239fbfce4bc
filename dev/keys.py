"""The secrets of one place: random once, then the same at every start, or sessions and links would break."""

import json
import os
import secrets
from pathlib import Path

LOGINS = ("owner", "staff", "family", "door", "system", "janitor")
KEYS = ("SECRET_KEY", "LINK_KEY", "ADDRESS_KEY", "CODE_KEY", "TOTP_KEY", "MAIL_WEBHOOK_KEY", "STRIPE_WEBHOOK_SECRET")


def kept_in(folder: Path) -> dict[str, str]:
    """A password for each login and a value for each key, from `folder/keys.json`; what is missing is made."""
    path = folder / "keys.json"
    known: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    keys = {name: known.get(name) or secrets.token_hex(32) for name in (*LOGINS, *KEYS)}
    if keys != known:
        half = path.with_suffix(".half")
        half.touch(mode=0o600)
        half.write_text(json.dumps(keys, indent=1))
        os.replace(half, path)
    return keys
