"""`./bin/bench` and `./bin/faults`: by itself each lists its names; with one it runs it, and `--json` ends with one line."""

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from typing import Any

from dev.places import CHECKOUT

Measure = Callable[[bool], dict[str, Any]]
"""Told whether to be quick (under a minute), answers with its figures, "ok" among them."""


def say(line: str) -> None:
    """What a run is at, beside its answer."""
    print(line, file=sys.stderr, flush=True)


def commit() -> str:
    """What was measured; with `+` when the checkout holds changes that are not committed."""
    described = ["git", "describe", "--always", "--abbrev=12", "--exclude=*", "--dirty=+"]
    run = subprocess.run(described, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    return run.stdout.strip() or "unknown"


def ratios(name: str, figures: dict[str, float], bar: float, rounds: int) -> dict[str, Any]:
    """The answer of a measurement whose figures all have one bar."""
    return {
        "name": name,
        "figures": figures,
        "bars": {figure: ["<=", bar] for figure in figures},
        "ok": all(figure <= bar for figure in figures.values()),
        "rounds": rounds,
        "commit": commit(),
    }


def main(program: str, about: str, names: Mapping[str, tuple[str, Measure]]) -> int:
    """`names`: for each what it does, in one line, and the function that does it. Returns the exit status."""
    listing = "\n".join(f"  {name:10}{what}" for name, (what, _) in names.items())
    parser = argparse.ArgumentParser(
        prog=program, description=about, epilog=listing, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("name", nargs="?", choices=[*names], help="which; none lists them")
    parser.add_argument("--json", action="store_true", help="one JSON object as the last line")
    parser.add_argument("--quick", action="store_true", help="in under a minute, for every change")
    asked = parser.parse_args()
    if asked.name is None:
        print(listing)
        return 0
    answer = names[asked.name][1](asked.quick)
    print(json.dumps(answer) if asked.json else "\n".join(f"{key}: {value}" for key, value in answer.items()))
    return 0 if answer["ok"] else 1
