"""`./bin/demo`: everything Withkin consists of, under one parent, on this machine."""

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from dev import check, places, ports, words
from dev.app_parts import app_parts, python
from dev.lock import Busy, only_one
from dev.plan import Plan
from dev.process import PartFailed, finish
from dev.supervisor import Supervisor

RUN = places.CHECKOUT / "var" / "run"
PORT = 8000


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./bin/demo", description="Runs Withkin with all it needs. Ctrl-C stops it.")
    parser.add_argument("--port", type=int, help=f"of the front page ({PORT}); everything else takes free ones")
    parser.add_argument("--fresh", action="store_true", help="remove the demo's data first")
    parser.add_argument("--check", action="store_true", help="start, ask every part, print JSON, stop")
    return parser.parse_args()


def say(line: str) -> None:
    print(line, flush=True)


def chosen_port(asked: argparse.Namespace) -> int:
    """The port asked for, or a sentence. A check that names none takes what is free."""
    port: int = asked.port or PORT
    if ports.is_free(port):
        return port
    if asked.check and asked.port is None:
        return ports.free()
    raise SystemExit(f"Port {port} is taken by another program. Choose another one: ./bin/demo --port {port + 100}")


@dataclass
class Demo:
    """A demo that is being started, and what it has found out so far."""

    crew: Supervisor
    plan: Plan
    began: float = field(default_factory=time.monotonic)
    since: datetime = field(default_factory=lambda: datetime.now(UTC))

    def start(self) -> list[dict[str, Any]]:
        """Brings everything up. Returns the clinics in it."""
        self.crew.start(*self.plan.services())
        self.environment = self.plan.environment()
        finish(python("flask db upgrade"), self.environment)
        self.crew.start(*app_parts(self.plan.port, self.environment, self.since))
        clinics: list[dict[str, Any]] = json.loads(finish(python("dev.demo_clinics"), self.environment))
        self.seconds = time.monotonic() - self.began
        return clinics

    def report(self) -> dict[str, Any]:
        """The answer of `--check`."""
        parts = check.parts(self.environment, self.plan.port, self.plan.outbox_port, self.since)
        doctor = check.attempted(lambda: {"ok": True, **check.doctor(self.environment)})
        doctor.pop("ok")
        weeks = check.attempted(lambda: {"ok": True, **check.reconcile(self.environment)})
        right = weeks.pop("ok") and weeks["weeks"] > 0 and weeks["differences"] == 0
        ok = all(part["ok"] for part in parts.values()) and check.healthy(doctor) and right
        return {"ok": ok, "parts": parts, "doctor": doctor, "reconcile": weeks, "seconds": round(self.seconds, 1)}


@contextmanager
def prepared(asked: argparse.Namespace) -> Iterator[Demo]:
    """Everything in place for a start; everything stopped afterwards."""
    place = places.demo()
    holder = f"process {os.getpid()}, port {asked.port or PORT}"
    with only_one(RUN / "demo.lock", holder), Supervisor(RUN, place.logs, say) as crew:
        if asked.fresh:
            place.remove()
        yield Demo(crew, Plan(place, chosen_port(asked)))


def show(asked: argparse.Namespace) -> int:
    """Runs until somebody stops it."""
    with prepared(asked) as demo:
        say("Starting …")
        clinics = demo.start()
        say(words.addresses(demo.plan.port, demo.plan.outbox_port, demo.plan.stripe_port, demo.seconds))
        say(words.clinics(clinics))
        demo.crew.watch()
    return 0


def answer(asked: argparse.Namespace) -> int:
    """Starts, asks, stops, and prints the answer as the last line."""
    began = time.monotonic()
    try:
        with prepared(asked) as demo:
            demo.start()
            report = demo.report()
    except PartFailed as reason:
        print(reason, file=sys.stderr, flush=True)
        parts = {name: {"ok": False} for name in check.NAMES}
        seconds = round(time.monotonic() - began, 1)
        report = {"ok": False, "parts": parts, "doctor": {}, "seconds": seconds, "why": str(reason).partition("\n")[0]}
    say(json.dumps(report))
    return 0 if report["ok"] else 1


def main() -> int:
    asked = arguments()
    try:
        return answer(asked) if asked.check else show(asked)
    except Busy as holder:
        raise SystemExit(f"A demo of this checkout already runs ({holder}). Stop it first.") from None
    except PartFailed as reason:
        raise SystemExit(f"\n{reason}\nEverything else was stopped.") from None
    except PermissionError as reason:
        raise SystemExit(f"{reason.filename} belongs to another user: use a checkout of your own.") from None
    except KeyboardInterrupt:
        say("Stopped.")
        return 130 if asked.check else 0


if __name__ == "__main__":
    sys.exit(main())
