"""Structured logs: what happened and where, never who or what was said (trust.md 6)."""

import logging
import sys
from typing import Any
from uuid import uuid4

from flask import Flask, Response, g, has_request_context, request
from pythonjsonlogger.json import JsonFormatter


class Context(logging.Filter):
    """Request id, clinic id and route on each line; of an exception its class and our frames, not its message.

    A line about an exception keeps its form of words without the values: Flask's and gunicorn's hold addresses of pages.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if has_request_context():
            record.request_id = g.get("request_id")
            record.clinic = str(g.clinic.id) if g.get("clinic") else None
            record.route = request.url_rule.rule if request.url_rule else None
        if record.exc_info and record.exc_info[0]:
            record.error, record.frames = described(record.exc_info)
            record.exc_info = record.exc_text = None
            record.args = ()
        return True


def described(found: Any) -> tuple[str, list[str]]:
    """Class, SQLSTATE and constraint of an exception, and where in our code it passed."""
    kind, error, trace = found
    original = getattr(error, "orig", error)
    parts = [
        kind.__name__,
        getattr(original, "sqlstate", None),
        getattr(getattr(original, "diag", None), "constraint_name", None),
    ]
    frames = []
    while trace:
        code = trace.tb_frame.f_code
        if "site-packages" not in code.co_filename:
            frames.append(f"{code.co_filename.rsplit('/', 2)[-1]}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return " ".join(filter(None, parts)), frames


def install(app: Flask) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter("%(levelname)s %(name)s %(message)s", timestamp=True))
    handler.addFilter(Context())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for logger in (app.logger, logging.getLogger("gunicorn.error")):
        logger.handlers[:] = []
        logger.propagate = True

    @app.before_request
    def name_request() -> None:
        g.request_id = uuid4().hex

    @app.after_request
    def line(answer: Response) -> Response:
        app.logger.info("request", extra={"method": request.method, "status": answer.status_code})
        return answer
