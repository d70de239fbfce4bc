"""`python -m dev.check_migrations`: one line of migrations, each named as its file and able to go back. Asks no database."""

import inspect
import sys
from collections.abc import Iterator

from alembic.script import ScriptDirectory

from dev.places import CHECKOUT


def findings() -> Iterator[str]:
    scripts = ScriptDirectory(str(CHECKOUT / "migrations"))
    if len(heads := scripts.get_heads()) != 1:
        yield f"There must be one head; there are {', '.join(heads) or 'none'}."
    for script in scripts.walk_revisions():
        name = script.path.rpartition("/")[2].removesuffix(".py")
        if script.revision != name:
            yield f"{name}: the revision is called {script.revision}."
        if script.is_merge_point or script.is_branch_point:
            yield f"{name}: migrations are one line."
        if not script.doc:
            yield f"{name}: say what it is for."
        back = getattr(script.module, "downgrade", None)
        if back is None or "pass" in inspect.getsource(back).splitlines()[-1]:
            yield f"{name}: does not go back and does not say why not."


if __name__ == "__main__":
    found = list(findings())
    print(*found, sep="\n", end="\n" if found else "")
    sys.exit(bool(found))
