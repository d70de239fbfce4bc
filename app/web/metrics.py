"""What a monitoring server asks for at /metrics on the apex: how old work is that waits, and what became of mails and digests.

Counted in Valkey, for all processes together, and read when asked; where Valkey is gone a count is lost and nothing else.
"""

import hmac
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import cast

from flask import current_app, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from redis.exceptions import RedisError
from sqlalchemy import func
from werkzeug.exceptions import abort
from werkzeug.wrappers import Response

from app.jobs import QUEUES, queue, valkey
from app.web.door import Anyone, Portal
from tenants import scope as scopes
from tenants.db import db, transaction
from tenants.models import Due
from tenants.scope import Audience, Scope

portal = Portal("metrics", __name__, host="apex")
KEPT = "metrics"
COUNTED = {"mails": "Mails by kind of end.", "digests": "Digests by state."}


def count(name: str, outcome: str, times: int = 1) -> None:
    """One more of these; `name` is one of COUNTED."""
    assert name in COUNTED
    try:
        valkey().hincrby(KEPT, f"{name}:{outcome}", times)
    except RedisError:
        current_app.logger.warning("not counted", extra={"count": name})


class Now(Collector):
    """Everything as it is at this moment."""

    def collect(self) -> Iterable[Metric]:
        yield from queues()
        yield from waiting()
        yield from outcomes()


def queues() -> Iterable[Metric]:
    jobs = GaugeMetricFamily("withkin_queue_jobs", "Jobs that wait for a worker.", labels=["queue"])
    ages = GaugeMetricFamily("withkin_queue_age_seconds", "How long the oldest of them has waited.", labels=["queue"])
    for name in QUEUES:
        line = queue(name)
        oldest = next(iter(line.get_jobs(0, 1)), None)
        began = oldest.enqueued_at.replace(tzinfo=UTC) if oldest and oldest.enqueued_at else None
        jobs.add_metric([name], line.count)
        ages.add_metric([name], max(0.0, (datetime.now(UTC) - began).total_seconds()) if began else 0)
    return jobs, ages


def waiting() -> Iterable[Metric]:
    """Work the database knows of, by kind: what the sweep goes by."""
    ages = GaugeMetricFamily(
        "withkin_due_age_seconds", "How long the oldest due work of a kind has waited.", labels=["kind"]
    )
    with transaction(Scope(None, Audience.SYSTEM)) as scope:
        oldest = db.select(Due.kind, func.min(Due.at)).where(Due.at <= scope.now).group_by(Due.kind)
        for kind, at in db.session.execute(oldest):
            ages.add_metric([kind], (scopes.moment() - at).total_seconds())
    return (ages,)


def outcomes() -> Iterable[Metric]:
    kept = cast(dict[bytes, bytes], valkey().hgetall(KEPT))
    for name, words in COUNTED.items():
        family = CounterMetricFamily(f"withkin_{name}", words, labels=["outcome"])
        for key, times in sorted(kept.items()):
            of, _, outcome = key.decode().partition(":")
            if of == name:
                family.add_metric([outcome], int(times))
        yield family


@portal.get("/metrics", access=Anyone())
def show() -> Response:
    """For whoever holds the token; without one set there is no such address."""
    token, given = current_app.config["SETTINGS"].metrics_token, request.headers.get("Authorization", "")
    if token is None or not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        abort(404)
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Now())
    try:
        return Response(generate_latest(registry), mimetype=CONTENT_TYPE_LATEST)
    except RedisError:
        abort(503)
