"""Where the data of a run lives: in `var/` of the checkout, or outside where Postgres' account cannot enter it."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from dev import accounts, binaries, pids
from dev.accounts import Account

CHECKOUT = Path(__file__).resolve().parent.parent
OUTSIDE = Path("/var/lib/withkin")
LOGS = CHECKOUT / "var" / "log"


@dataclass(frozen=True)
class Place:
    """The folder one run keeps its data in, and what Postgres needs to live there."""

    folder: Path
    logs: Path
    account: Account | None
    postgres_programs: Path

    def make(self) -> None:
        """Makes the folders that are missing."""
        make_passable(self.folder)
        make_passable(self.logs)

    def remove(self) -> None:
        """Takes the data away. Nothing may be running on it."""
        if self.folder.exists():
            shutil.rmtree(self.folder)


def home(account: Account | None) -> Path:
    """The folder that all runs of this checkout keep their data under."""
    if account is None or account.can_enter(CHECKOUT):
        return CHECKOUT / "var" / "data"
    return OUTSIDE / hashlib.sha256(os.fsencode(CHECKOUT)).hexdigest()[:16]


def demo() -> Place:
    """The demo's place: its data is still there at the next start."""
    account = accounts.lent()
    return Place(home(account) / "demo", LOGS, account, binaries.postgres(account))


def make_passable(folder: Path) -> None:
    """Makes a folder that others can pass through, whatever the umask: Postgres' account has its own inside."""
    for each in reversed((folder, *folder.parents)):
        ours = not each.exists() or CHECKOUT in each.parents
        each.mkdir(exist_ok=True)
        if ours and each.stat().st_uid == os.geteuid():
            each.chmod(each.stat().st_mode | 0o111)


@contextmanager
def scratch() -> Iterator[Place]:
    """A place for one test run or measurement, removed with everything in it at the end."""
    account = accounts.lent()
    under = home(account)
    make_passable(under)
    forget_abandoned(under)
    folder = Path(tempfile.mkdtemp(prefix=f"scratch-{os.getpid()}-", dir=under))
    place = Place(folder, folder / "log", account, binaries.postgres(account))
    folder.chmod(0o711)  # mkdtemp closes it to everybody
    place.make()
    try:
        yield place
    finally:
        place.remove()
        with suppress(OSError):
            under.rmdir()  # when nothing else is in it


def forget_abandoned(under: Path) -> None:
    """A run that was killed could not remove its own."""
    for folder in under.glob("scratch-*-*"):
        if pids.started(int(folder.name.split("-")[1])) is None:
            shutil.rmtree(folder, ignore_errors=True)
