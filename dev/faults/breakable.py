"""A part that is killed, stopped and started again while the rest goes on."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from dev import pids
from dev.parts import Part
from dev.process import Process


@dataclass
class Breakable:
    """`make` gives the part anew for each start: whether it is ready may depend on the moment it began."""

    make: Callable[[], Part]
    logs: Path
    process: Process
    before: list[int] = field(default_factory=list)
    """Sessions it had. Work may go on in one whose leader is dead."""

    def kill(self) -> None:
        """-9 for every process of it, a worker's horse included."""
        pids.end_session(self.process.popen.pid)
        self.process.popen.wait()

    def kill_leader(self) -> None:
        """-9 for its first process; a worker's horse goes on by itself."""
        self.process.popen.kill()
        self.process.popen.wait()

    def kill_children(self) -> None:
        """-9 for what it has started: a worker's horse."""
        for pid in pids.session(self.process.popen.pid):
            if pid != self.process.popen.pid:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)

    def stop(self) -> None:
        self.process.stop()

    def start(self) -> None:
        self.before.append(self.process.popen.pid)
        self.process = Process.start(self.make(), self.logs)
        self.process.wait_until_ready()

    def revive(self) -> bool:
        """Starts it again when it has died, as whoever runs it in earnest does. Says whether it had."""
        if died := self.process.popen.poll() is not None:
            self.start()
        return died

    def end(self) -> None:
        self.process.stop()
        for leader in self.before:
            pids.end_session(leader)


@contextmanager
def breakable(make: Callable[[], Part], logs: Path, process: Process | None = None) -> Iterator[Breakable]:
    """Started, unless there is a `process` of it already; at the end nothing of it is left."""
    part = Breakable(make, logs, process or Process.start(make(), logs))
    try:
        part.process.wait_until_ready()
        yield part
    finally:
        part.end()
