"""Writes docs/access.md: every route with who may pass, as the routes themselves say it. Nothing is permitted by it."""

import sys
from pathlib import Path
from typing import Any

from flask import Flask

from app import create_app
from app.config import Settings
from app.web.headers import csrf
from dev.keys import KEYS, LOGINS

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "access.md"
HEAD = """# Who may pass which door

Written from the routes by `python -m dev.write_access`, and compared with them by `tests/test_access_doc.py`. It
permits nothing: the right is on the route line (`access=`), and what is right stands in `tests/test_every_door.py`.
"Own" is reached through the signed-in person; anybody else's answers 404, as one that never was.

| host | method | path | who |
|---|---|---|---|
"""
EXEMPT = """
## Forms without a forgery check before the view

"""
WHY = {
    "/leave": "must never fail; the worst a forged one does is sign somebody out",
    "/mail/webhook": "the mail service signs what it tells",
    "/stripe/webhook": "sent by Stripe, which signs it; a replay or a forged one changes nothing",
    "/unsubscribe/<token>": "a mail program presses it (RFC 8058), and holds the token alone",
    "/in/<token>": "checks by itself, but for the one link that sign-up on the apex gave",
}


def rows(app: Flask) -> list[tuple[str, str, str, str]]:
    """(host, method, path, who) of every route, in the order of the addresses."""
    views: dict[str, Any] = dict(app.view_functions)
    found = [
        (rule.subdomain or "", method, rule.rule, views[rule.endpoint].access.says)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    ]
    return sorted(found, key=lambda row: (row[0], row[2], row[1]))


def exempt(app: Flask) -> list[str]:
    """The addresses whose forms the forgery check lets pass."""
    functions: dict[str, Any] = dict(app.view_functions)
    views = {f"{view.__module__}.{view.__name__}": name for name, view in functions.items()}
    open_ones = {views[name] for name in csrf._exempt_views if name in views}
    return sorted({rule.rule for rule in app.url_map.iter_rules() if rule.endpoint in open_ones})


def written(app: Flask) -> str:
    """The document, whole."""
    table = "".join(f"| {host} | {method} | `{path}` | {who} |\n" for host, method, path, who in rows(app))
    return HEAD + table + EXEMPT + "".join(f"- `{path}`: {WHY[path]}\n" for path in exempt(app))


def unconnected() -> Flask:
    """The application with settings that lead nowhere: its routes need no server."""
    values: dict[str, Any] = {
        f"database_url_{login}": f"postgresql+psycopg://{login}@nowhere/nothing" for login in LOGINS
    }
    values |= {key.lower(): "unused" * 6 for key in KEYS if key.lower() in Settings.model_fields}
    values |= {"stripe_secret_key": "unused", "stripe_webhook_secret": "unused"}
    values |= {"environment": "development", "public_url": "http://localhost:8000", "mail_from": "mail@withkin.example"}
    return create_app(Settings(redis_url="redis://127.0.0.1:1", smtp_url="smtp://127.0.0.1:1", **values))


def main() -> int:
    DOCUMENT.write_text(written(unconnected()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
