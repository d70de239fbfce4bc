"""Which processes a supervisor has started, on disk: the next one ends what a killed one has left behind."""

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from dev import pids
from dev.process import Process

PATIENCE = 10.0
"""Seconds at most for a leftover to end by itself. Its leash has already sent it its own stop signal."""


class Ledger:
    """A JSON list of `{"part", "pid", "started", "signal", "grace"}`; `started` tells a process from a later namesake."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def write(self, processes: Iterable[Process]) -> None:
        entries = [
            {
                "part": process.part.name,
                "pid": process.popen.pid,
                "started": pids.started(process.popen.pid),
                "signal": process.part.stop_signal,
                "grace": process.part.grace,
            }
            for process in processes
        ]
        half = self.path.with_suffix(".half")
        half.write_text(json.dumps(entries))
        os.replace(half, self.path)

    def end_leftovers(self) -> list[str]:
        """Stops whatever still runs of the last start and returns the names of those parts."""
        if not self.path.exists():
            return []
        found = [entry for entry in json.loads(self.path.read_text()) if still_ours(entry)]
        for entry in reversed(found):
            if pids.started(entry["pid"]) is not None:
                pids.send(entry["pid"], entry["signal"])
                pids.ends_within(entry["pid"], min(entry["grace"], PATIENCE))
            pids.end_session(entry["pid"])
        self.path.unlink()
        return [entry["part"] for entry in found]


def still_ours(entry: dict[str, Any]) -> bool:
    """Whether the process, or something of the session it opened, lives. A number is not used again before that."""
    now = pids.started(entry["pid"])
    return now == entry["started"] if now is not None else bool(pids.session(entry["pid"]))
