"""`Idempotency-Key`: a call that comes twice is carried out once and answered twice."""

import hashlib
import json

from dev.stripe.account import Account
from dev.stripe.due import DAY
from dev.stripe.refusals import Refusal
from dev.stripe.thing import Thing

LIFE = DAY
"""How long Stripe knows a key."""


def fingerprint(method: str, path: str, fields: Thing) -> str:
    return hashlib.sha256(json.dumps([method, path, fields], sort_keys=True).encode()).hexdigest()


def answered(account: Account, key: str, request: str) -> tuple[Thing, int] | None:
    """What the same call was answered with. Raises Stripe's refusal when the key was used for another one."""
    row = account.store.rows.execute("select request, at, status, body from answers where key = ?", (key,)).fetchone()
    if row is None or abs(account.now - row[1]) > LIFE:
        return None
    if row[0] != request:
        raise Refusal(
            "Keys for idempotent requests can only be used with the same parameters they were first used with. "
            f"Try using a key other than '{key}' if you meant to execute a different request.",
            type="idempotency_error",
        )
    return json.loads(row[3]), row[2]


def remember(account: Account, key: str, request: str, answer: Thing, status: int) -> None:
    account.store.rows.execute(
        "insert or replace into answers values (?, ?, ?, ?, ?)",
        (key, request, account.now, status, json.dumps(answer)),
    )
