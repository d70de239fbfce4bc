"""One running part: started on a leash and in a session of its own, stopped with its own signal."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Self

from dev import leash, pids
from dev.accounts import Account
from dev.parts import Part
from dev.places import CHECKOUT

PATIENCE = 60.0
"""Seconds a part may take to become ready: two busy cores, a cold disk."""


class PartFailed(Exception):
    """A part ended, or never became ready. Says so with the end of its log."""


def leashed(command: list[str], account: Account | None, on_parents_death: int = signal.SIGKILL) -> list[str]:
    """The command that runs `command` as `account`, so that it never outlives this process."""
    who = f"{account.uid}:{account.gid}" if account else "-"
    python = [sys.executable, "-I", "-S", leash.__file__]
    return [*python, str(os.getpid()), str(int(on_parents_death)), who, *command]


def run(
    command: list[str], environment: Mapping[str, str], account: Account | None = None
) -> subprocess.CompletedProcess[str]:
    """Runs a command to its end on the same leash, whatever that end is."""
    return subprocess.run(
        leashed(command, account),
        check=False,
        env=environment,
        cwd="/" if account else CHECKOUT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
    )


def finish(command: list[str], environment: Mapping[str, str], account: Account | None = None) -> str:
    """Returns what a command printed. Raises PartFailed with what it complained of when it did not succeed."""
    ended = run(command, environment, account)
    if ended.returncode != 0:
        said = (ended.stderr or ended.stdout).strip().splitlines()[-15:]
        raise PartFailed("\n".join([f"{' '.join(command[:5])} … failed ({ended.returncode}):", *said]))
    return ended.stdout


@dataclass
class Process:
    """A part and the process it runs in."""

    part: Part
    log: Path
    log_began: int
    popen: subprocess.Popen[bytes]
    began: float = field(default_factory=time.monotonic)

    @classmethod
    def start(cls, part: Part, logs: Path) -> Self:
        """Must be called by the main thread: the leash pulls when the *thread* that began the process ends."""
        part.prepare()
        path = logs / f"{part.name}.log"
        with path.open("ab") as log:
            popen = subprocess.Popen(
                leashed(part.command(), part.account, part.stop_signal),
                env=part.environment(),
                cwd="/" if part.account else CHECKOUT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            return cls(part, path, log.tell(), popen)

    def wait_until_ready(self) -> None:
        until = time.monotonic() + PATIENCE
        while not self.part.ready():
            if self.popen.poll() is not None:
                raise PartFailed(self.obituary())
            if time.monotonic() > until:
                raise PartFailed(f"{self.part.name} does not answer after {PATIENCE:.0f} s.\n{self.tail()}")
            time.sleep(0.05)

    def stop(self, hurry: Event | None = None) -> None:
        """Asks the part to end, waits out its grace (one second once `hurry` is set), then kills what is left of it."""
        if self.popen.poll() is None:
            self.popen.send_signal(self.part.stop_signal)
        until = time.monotonic() + self.part.grace
        while self.popen.poll() is None and time.monotonic() < until:
            if hurry and hurry.is_set():
                until = min(until, time.monotonic() + 1)
            time.sleep(0.02)
        pids.end_session(self.popen.pid)
        self.popen.wait()

    def obituary(self) -> str:
        code = self.popen.returncode
        how = f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"
        return f"{self.part.name} {how}.\n{self.tail()}"

    def tail(self, lines: int = 15) -> str:
        """The last lines this run has logged."""
        with self.log.open("rb") as log:
            log.seek(max(self.log_began, log.seek(0, os.SEEK_END) - 20_000))
            said = log.read().decode(errors="replace").splitlines()[-lines:]
        return "\n".join([f"The end of {self.log}:", *(f"  {line}" for line in said or ["(nothing)"])])


@contextmanager
def running(part: Part, logs: Path) -> Iterator[Process]:
    """One part by itself: started, ready, and stopped at the end of the block."""
    process = Process.start(part, logs)
    try:
        process.wait_until_ready()
        yield process
    finally:
        process.stop()
