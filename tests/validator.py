"""html-validate in one long-lived process: every page the suite opens is read by it."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast


class Validator:
    def __init__(self, root: Path):
        self.root = root
        self.known: set[int] = set()

    @contextmanager
    def running(self) -> Iterator["Validator"]:
        command = ["node", "tests/html_validate.mjs"]
        with subprocess.Popen(
            command, cwd=self.root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as self.process:
            yield self
            cast(IO[str], self.process.stdin).close()

    def check(self, name: str, html: str) -> None:
        """Raises AssertionError with what is wrong. A page that was read before is not read again."""
        if hash(html) in self.known:
            return
        line = json.dumps({"name": name, "html": html})
        stdin, stdout = cast(IO[str], self.process.stdin), cast(IO[str], self.process.stdout)
        print(line, file=stdin, flush=True)
        answer = json.loads(stdout.readline())
        assert answer["ok"], f"{name}: {answer['messages']}"
        self.known.add(hash(html))
