"""Whom Postgres runs as: it refuses root, so root lends it an unprivileged account."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

CANDIDATES = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """A user with a passwd entry: initdb fails for a uid without one."""

    name: str
    uid: int
    gid: int

    def can_run(self, program: Path) -> bool:
        """Whether the account can reach the program and the program its libraries."""
        return self.succeeds(str(program), "--version")

    def can_enter(self, folder: Path) -> bool:
        """Whether the account can reach what lies in `folder`."""
        return self.succeeds("test", "-x", str(folder))

    def succeeds(self, *command: str) -> bool:
        """Asks the kernel, not the mode bits: every parent folder counts, and so do ACLs and mount options."""
        try:
            run = subprocess.run(
                command, user=self.uid, group=self.gid, extra_groups=[], cwd="/", capture_output=True, check=False
            )
        except OSError:
            return False
        return run.returncode == 0


def lent() -> Account | None:
    """The account Postgres is to run as when we are root, or None when it can run as ourselves."""
    if os.geteuid() != 0:
        try:
            pwd.getpwuid(os.geteuid())
        except KeyError:
            raise SystemExit(f"The user {os.geteuid()} has no passwd entry, and Postgres needs one.") from None
        return None
    for name in CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    raise SystemExit("Postgres does not run as root, and this machine has neither a user postgres nor a user nobody.")
