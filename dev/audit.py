"""Known holes in what production installs: `pip-audit --strict`, or the words "not audited" when nobody answers."""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

SOURCES = ("pypi", "osv")
LOCK = "requirements/run.txt"
SECONDS = 30.0
"""For all sources together: a machine without the network must not wait longer."""


def asked(source: str, until: float) -> tuple[bool, bool, str]:
    """Whether the source answered, whether it found nothing, and its words."""
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "answer.json"
        where = ["--requirement", LOCK, "--require-hashes", "--disable-pip", "--vulnerability-service", source]
        how = ["--strict", "--progress-spinner", "off", "--timeout", "10"]
        command = [sys.executable, "-m", "pip_audit", *where, *how, "--format", "json", "--output", str(answer)]
        try:
            run = subprocess.run(
                command, capture_output=True, text=True, check=False, timeout=max(1.0, until - time.monotonic())
            )
        except subprocess.TimeoutExpired:
            return False, False, f"{source} is silent"
        said = run.stderr.strip().splitlines() or [f"exit code {run.returncode}"]
        return answer.exists(), run.returncode == 0, answer.read_text() if answer.exists() else f"{source}: {said[-1]}"


def main() -> int:
    until, silent = time.monotonic() + SECONDS, []
    for source in SOURCES:
        answered, clean, words = asked(source, until)
        if answered:
            print(f"audited by {source}: nothing known" if clean else words)
            return 0 if clean else 1
        silent.append(words[:120])
    print(f"not audited: no advisory source answers ({'; '.join(silent)})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
