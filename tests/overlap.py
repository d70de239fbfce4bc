"""Two at the same moment: the second begins while the first has done everything but commit."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as Waits
from contextlib import suppress
from contextvars import Context
from threading import Event
from typing import Any

from flask import Flask

from tenants.db import db, transaction
from tenants.scope import Scope

Deed = Callable[[], object]


def overlap(app: Flask, first: tuple[Scope, Deed], second: tuple[Scope, Deed] | Deed) -> list[object]:
    """What each answered, or the error it raised. Each runs in a scope of its own, but for a second that is a request."""
    done, go = Event(), Event()

    def run(scope: Scope, deed: Deed, wait: bool) -> object:
        with app.app_context():
            try:
                with transaction(scope):
                    answer = deed()
                    db.session.flush()
                    done.set()
                    if wait:
                        go.wait(10)
                return answer
            except Exception as error:
                return error
            finally:
                done.set()

    def inside(work: Callable[..., object], *args: Any) -> object:
        return Context().run(work, *args)

    with ThreadPoolExecutor(2) as two:
        one = two.submit(inside, run, *first, True)
        done.wait(10)
        other = two.submit(inside, run, *second, False) if isinstance(second, tuple) else two.submit(inside, second)
        with suppress(Waits):  # it waits for the first, as it should, or is at work
            other.result(0.7)
        go.set()
        return [one.result(10), other.result(10)]
