"""The variables the app runs with in development. Of the caller's own, only what is named here gets through."""

import os
from collections.abc import Mapping

from dev.keys import KEYS, LOGINS

PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR")
MAIL_FROM = "mail@withkin.example"
OWNER = "DATABASE_URL_OWNER"


def app_environment(
    public_port: int,
    logins: Mapping[str, str],
    redis_url: str,
    smtp_port: int,
    stripe_port: int,
    keys: Mapping[str, str],
) -> dict[str, str]:
    """What a release command gets: everything. `logins` is an address for each login, `keys` is `keys.kept_in(…)`."""
    passed_on = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return {
        **passed_on,
        **{variable(login): url for login, url in logins.items()},
        **{name: keys[name] for name in KEYS},
        "STRIPE_SECRET_KEY": "sk_test_double",
        "STRIPE_WEBHOOK_SECRET": webhook_secret(keys),
        "STRIPE_API_URL": f"http://127.0.0.1:{stripe_port}",
        "ENVIRONMENT": "development",
        "PUBLIC_URL": f"http://localhost:{public_port}",
        "REDIS_URL": redis_url,
        "SMTP_URL": f"smtp://127.0.0.1:{smtp_port}",
        "MAIL_FROM": MAIL_FROM,
        "PREPARE_STATEMENTS": "true",
        "PYTHONUNBUFFERED": "1",
    }


def without_owner(environment: Mapping[str, str]) -> dict[str, str]:
    """What web, worker and scheduler get: the login that may change the schema is not theirs to have."""
    return {name: value for name, value in environment.items() if name != OWNER}


def webhook_url(public_port: int) -> str:
    """Where the Stripe double tells the app what happened."""
    return f"http://localhost:{public_port}/stripe/webhook"


def webhook_secret(keys: Mapping[str, str]) -> str:
    """As Stripe writes them; `keys` is `keys.kept_in(…)`."""
    return f"whsec_{keys['STRIPE_WEBHOOK_SECRET']}"


def variable(login: str) -> str:
    return f"DATABASE_URL_{login.upper()}"


def given_logins(environment: Mapping[str, str]) -> dict[str, str] | None:
    """The addresses of a database of the caller's own, or None for the embedded one. All of them or none."""
    given = {login: environment[variable(login)] for login in LOGINS if environment.get(variable(login))}
    if given and len(given) < len(LOGINS):
        missing = ", ".join(variable(login) for login in LOGINS if login not in given)
        raise SystemExit(f"For a database of your own set every DATABASE_URL_…; missing: {missing}.")
    return given or None
