"""The one parent of everything a demo runs: starts in order, watches, stops in reverse order.

What it promises: Ctrl-C, SIGTERM and a closed terminal stop every part with the part's own signal; a second one does
not wait for graces. After `kill -9` of itself nothing lives on: each part hangs on a leash (`dev.leash`), and the next
start ends what the leash has not (`dev.ledger`).
"""

import signal
import time
from collections.abc import Callable
from pathlib import Path
from threading import Event
from types import FrameType, TracebackType
from typing import Self

from dev import pids
from dev.ledger import Ledger
from dev.parts import Part
from dev.process import PartFailed, Process

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LONGEST_PAUSE = 30.0
CALM = 60.0
"""Seconds a part must have lived for its next death to count as the first."""


class Supervisor:
    """Use as a context manager, in the main thread: leaving the block stops what was started in it."""

    def __init__(self, run: Path, logs: Path, say: Callable[[str], None] = print) -> None:
        self.logs = logs
        self.say = say
        self.ledger = Ledger(run / "parts.json")
        self.processes: list[Process] = []
        self.pauses: dict[str, float] = {}
        self.due: dict[str, tuple[float, Part]] = {}
        self.stopping = False
        self.hurry = Event()
        for folder in (run, logs):
            folder.mkdir(parents=True, exist_ok=True)

    def __enter__(self) -> Self:
        self.before = {number: signal.signal(number, self.asked_to_stop) for number in STOPPING}
        if left := self.ledger.end_leftovers():
            self.say(f"Ended what the last start had left running: {', '.join(left)}.")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        try:
            if kind is KeyboardInterrupt:
                self.say("Stopping …")
        finally:  # nobody may be there to read it: the terminal was closed
            self.stop()
        for number, handler in self.before.items():
            signal.signal(number, handler)

    def asked_to_stop(self, number: int, frame: FrameType | None) -> None:
        """Interrupts whatever runs now, but never the stopping itself."""
        if self.stopping:
            self.hurry.set()
        else:
            self.stopping = True
            raise KeyboardInterrupt

    def start(self, *parts: Part) -> None:
        """Starts these side by side and returns when all are ready. Raises PartFailed when one is not."""
        begun = []
        for part in parts:
            begun.append(Process.start(part, self.logs))
            self.processes.append(begun[-1])
            self.ledger.write(self.processes)
        for process in begun:
            process.wait_until_ready()

    def watch(self) -> None:
        """Until asked to stop (KeyboardInterrupt) or until a part that may not die has died (PartFailed)."""
        while True:
            self.look()
            time.sleep(0.2)

    def look(self) -> None:
        """One round: mourn the dead, restart what is due."""
        for process in [each for each in self.processes if each.popen.poll() is not None]:
            self.processes.remove(process)
            pids.end_session(process.popen.pid)
            if not process.part.restarts:
                raise PartFailed(process.obituary())
            self.restart_later(process)
        for name, (moment, part) in list(self.due.items()):
            if time.monotonic() >= moment:
                del self.due[name]
                self.processes.append(Process.start(part, self.logs))
                self.ledger.write(self.processes)

    def restart_later(self, process: Process) -> None:
        """After 1, 2, 4 … 30 seconds, from 1 again once it has lived quietly for a while."""
        name = process.part.name
        calm = time.monotonic() - process.began > CALM
        pause = 1.0 if calm else self.pauses.get(name, 1.0)
        self.pauses[name] = min(pause * 2, LONGEST_PAUSE)
        self.due[name] = (time.monotonic() + pause, process.part)
        self.say(f"{process.obituary()}\n{name} starts again in {pause:.0f} s.")

    def stop(self) -> None:
        """Newest first, so that nothing loses what it stands on."""
        self.stopping = True
        while self.processes:
            self.processes.pop().stop(self.hurry)
        self.ledger.path.unlink(missing_ok=True)
