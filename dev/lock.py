"""One at a time: a lock that ends with its process, however that ends."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Busy(Exception):
    """Somebody else holds the lock; the text is what they wrote into it."""


@contextmanager
def only_one(path: Path, words: str) -> Iterator[None]:
    """Holds `path` for the block and leaves `words` in it for whoever comes second."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise Busy(file.read()) from None
        file.truncate(0)
        file.write(words)
        file.flush()
        yield
