"""Carries out what is queued, as the worker does: outside every context a request could have left."""

from contextvars import Context

from flask import Flask
from rq import SimpleWorker
from rq.serializers import JSONSerializer

from app.jobs import QUEUES, queue


def carry(app: Flask) -> None:
    """Runs every queued job in this process, each with nothing of the caller's around it but the application."""

    def work() -> None:
        with app.app_context():
            queues = [queue(name) for name in QUEUES]
            SimpleWorker(queues, connection=app.extensions["valkey"], serializer=JSONSerializer).work(
                burst=True, logging_level="ERROR"
            )

    Context().run(work)
