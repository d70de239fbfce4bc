"""Whether each part of a running demo really answers: not that its process exists, but that it does its work."""

import json
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from smtplib import SMTP, SMTPException
from typing import Any

import psycopg
from redis import Redis, RedisError

from dev.app_parts import python, status, workers_since
from dev.outbox.part import answers
from dev.process import run
from dev.stripe.client import StripeDouble

NAMES = ("web", "worker", "scheduler", "postgres", "valkey", "outbox", "stripe")
PATIENCE = 30.0
"""Seconds a part may take until its first sign of life."""

FAILURES = (OSError, RuntimeError, KeyError, psycopg.Error, RedisError, SMTPException)

Answer = dict[str, Any]


def parts(environment: Mapping[str, str], port: int, outbox_port: int, since: datetime) -> dict[str, Answer]:
    """An answer `{"ok": …}` for each part; one that raises is not ok, and says why."""
    redis = Redis.from_url(environment["REDIS_URL"], socket_timeout=2, socket_connect_timeout=2)
    asked: dict[str, Callable[[], Answer]] = {
        "web": lambda: web(port),
        "worker": lambda: worker(redis, since),
        "scheduler": lambda: scheduler(environment),
        "postgres": lambda: postgres(environment["DATABASE_URL_STAFF"]),
        "valkey": lambda: {"ok": bool(redis.ping()), "version": redis.info("server").get("valkey_version")},
        "outbox": lambda: outbox(environment["SMTP_URL"], outbox_port),
        "stripe": lambda: stripe(environment["STRIPE_API_URL"]),
    }
    return {name: attempted(asked[name]) for name in NAMES}


def attempted(question: Callable[[], Answer]) -> Answer:
    """The first answer that is ok, or the last one when patience is over."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            answer = question()
        except FAILURES as reason:
            answer = {"ok": False, "why": f"{type(reason).__name__}: {reason}"}
        if answer["ok"] or time.monotonic() > until:
            return answer
        time.sleep(0.5)


def web(port: int) -> Answer:
    code = status(port)
    return {"ok": code == 200, "status": code}


def worker(redis: Redis, since: datetime) -> Answer:
    count = workers_since(redis, since)
    return {"ok": count > 0, "workers": count}


def scheduler(environment: Mapping[str, str]) -> Answer:
    answer: Answer = said_by("flask jobs status --json", environment)["scheduler"]
    return answer


def postgres(url: str) -> Answer:
    """Through the app's own door, not the superuser's."""
    with psycopg.connect(url.replace("+psycopg", "", 1), connect_timeout=5) as connection:
        return {"ok": True, "version": connection.info.parameter_status("server_version")}


def outbox(smtp_url: str, http_port: int) -> Answer:
    host, _, smtp_port = smtp_url.removeprefix("smtp://").partition(":")
    with SMTP(host, int(smtp_port), local_hostname="check.localhost", timeout=5) as smtp:
        code, _ = smtp.noop()
    return {"ok": code == 250 and answers(http_port), "smtp": code}


def stripe(url: str) -> Answer:
    """Through its API: what is for sale."""
    prices = StripeDouble(url).every("prices")
    return {"ok": len(prices) > 0, "prices": len(prices)}


def doctor(environment: Mapping[str, str]) -> Answer:
    """What `flask tenants doctor` says of the database: the number of tables and its findings by rule."""
    return said_by("flask tenants doctor --json", environment)


def reconcile(environment: Mapping[str, str]) -> Answer:
    """What `flask engagement reconcile` finds: weekly facts, and how many differ from the records."""
    return said_by("flask engagement reconcile --json", environment)


def healthy(answer: Answer) -> bool:
    """Looked at something, and found nothing."""
    return bool(answer.get("tables")) and not any(isinstance(each, list) and each for each in answer.values())


def said_by(words: str, environment: Mapping[str, str]) -> Answer:
    """The JSON object a command prints last, whatever its exit code: findings are an answer too."""
    ended = run(python(words), environment)
    lines = ended.stdout.strip().splitlines()
    try:
        answer: Answer = json.loads(lines[-1])
    except (IndexError, ValueError):
        complaint = (ended.stderr.strip().splitlines() or ["nothing"])[-1]
        raise RuntimeError(f"`{words}` gave no JSON ({ended.returncode}): {complaint}") from None
    return answer
