"""Whether `translations/messages.pot` holds exactly the texts of the code and the templates. `--write` refreshes it."""

import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

POT = Path("translations/messages.pot")
ROOTS = ("app", "tenants", "templates")
METHODS = [("app/**.py", "python"), ("tenants/**.py", "python"), ("templates/**.*", "jinja2")]
OPTIONS = {"templates/**.*": {"encoding": "utf-8", "silent": "false", "newstyle_gettext": "true"}}
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "_l": None,
    "_n": (1, 2),
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
    "lazy_pgettext": ((1, "c"), 2),
}
NOTES = ["Translators:"]


def walked(folder: str) -> bool:
    """Only what is the app's own: the rest of a checkout is large."""
    inside = Path(folder).relative_to(Path.cwd()).parts
    return inside[0] in ROOTS and inside[-1] != "__pycache__"


def found() -> Catalog:
    """Every text marked for translation, with where it stands but without line numbers, which change too often."""
    catalog = Catalog(project="Withkin", version="0", copyright_holder="Withkin", charset="utf-8")
    texts = extract_from_dir(".", METHODS, OPTIONS, KEYWORDS, NOTES, directory_filter=walked)
    for file, _, message, comments, context in texts:
        catalog.add(message, None, [(file, 1)], auto_comments=comments, context=context)
    return catalog


def committed() -> Catalog:
    return read_po(BytesIO(POT.read_bytes())) if POT.exists() else Catalog()


def ids(catalog: Catalog) -> set[tuple[str, str]]:
    """Context and text of each message, in the plural too."""
    named = [message for message in catalog if message.id]
    return {
        (message.context or "", "\0".join([message.id] if isinstance(message.id, str) else message.id))
        for message in named
    }


def write(catalog: Catalog) -> None:
    """Sorted and undated, so that a commit shows the texts that changed and nothing else."""
    text = BytesIO()
    write_po(text, catalog, omit_header=True, sort_output=True, include_lineno=False, width=120)
    POT.parent.mkdir(exist_ok=True)
    POT.write_bytes(b'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n' + text.getvalue())


def main() -> int:
    catalog = found()
    if "--write" in sys.argv[1:]:
        write(catalog)
    missing, unused = ids(catalog) - ids(committed()), ids(committed()) - ids(catalog)
    for word, texts in (("missing in", missing), ("no longer used but in", unused)):
        for _, text in sorted(texts):
            print(f"{word} {POT}: {text.partition(chr(0))[0]!r}")
    if missing or unused:
        print("Refresh it with bin/lint --fix")
    return 1 if missing or unused else 0


if __name__ == "__main__":
    sys.exit(main())
