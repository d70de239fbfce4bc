"""Times of single requests. Of many, the lower quartile: what a request takes where nothing else got in its way."""

from collections.abc import Callable
from contextvars import Context
from statistics import quantiles
from time import perf_counter

from werkzeug.test import Client

Ask = Callable[[], float]
"""Opens a page, and answers with the seconds that took."""


def asking(client: Client, path: str, base: str) -> Ask:
    """Asking raises RuntimeError for anything but a page."""

    def ask() -> float:
        begun = perf_counter()
        answer = Context().run(client.get, path, base_url=base)
        took = perf_counter() - begun
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answered {answer.status}")
        return took

    return ask


def timed(work: Callable[[], object]) -> float:
    begun = perf_counter()
    work()
    return perf_counter() - begun


def typical(times: list[float]) -> float:
    return quantiles(times, n=4)[0]
