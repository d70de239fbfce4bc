"""What the kernel says about processes. Read from /proc, because under a PID 1 that does not reap an ended server
stays as a zombie, and `kill(pid, 0)` takes that for alive."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

ENDED = ("Z", "X")


def stat(pid: int) -> list[str] | None:
    """The fields of /proc/<pid>/stat from the state on, or None when there is no such process."""
    try:
        line = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    return line.rpartition(")")[2].split()


def started(pid: int) -> int | None:
    """When a living process began, in clock ticks since boot: tells it from a later one with the same number.

    None when it has ended, and for a zombie.
    """
    fields = stat(pid)
    return None if fields is None or fields[0] in ENDED else int(fields[19])


def arguments(pid: int) -> list[str]:
    """The command line of a living process; empty when it has ended, and for a zombie."""
    try:
        return os.fsdecode(Path(f"/proc/{pid}/cmdline").read_bytes()).split("\0")
    except OSError:
        return []


def session(leader: int) -> list[int]:
    """The living processes of the session that `leader` opened, whether it still lives or not."""
    found = []
    for entry in os.listdir("/proc"):
        fields = stat(int(entry)) if entry.isdigit() else None
        if fields and fields[0] not in ENDED and int(fields[3]) == leader:
            found.append(int(entry))
    return found


def end_session(leader: int, patience: float = 5.0) -> None:
    """Kills what is left of a session and returns when nothing of it lives, or after `patience` seconds.

    The session, not the process group: a worker's horse opens a group of its own.
    """
    until = time.monotonic() + patience
    while (left := session(leader)) and time.monotonic() < until:
        for pid in left:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.02)


def send(pid: int, number: int) -> None:
    """A signal to a process that may be gone by now."""
    with suppress(ProcessLookupError):
        os.kill(pid, number)


def ends_within(pid: int, seconds: float) -> bool:
    """Waits for a process that need not be our child. A child of ours is reaped by its `Popen`, not here."""
    until = time.monotonic() + seconds
    while started(pid) is not None:
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True
