"""Whether `translations/messages.pot` holds exactly the texts of the code and the templates, and each language every text
that a caregiver may read. `--write` refreshes the first."""

import re
import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

POT = Path("translations/messages.pot")
LANGUAGES = Path("translations").glob("*/LC_MESSAGES/messages.po")
ROOTS = ("app", "tenants", "templates")
METHODS = [("app/**.py", "python"), ("tenants/**.py", "python"), ("templates/**.*", "jinja2")]
OPTIONS = {"templates/**.*": {"encoding": "utf-8", "silent": "false", "newstyle_gettext": "true"}}
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "_l": None,
    "N_": None,
    "_n": (1, 2),
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
    "lazy_pgettext": ((1, "c"), 2),
}
NOTES = ["Translators:"]
TO_CAREGIVERS = re.compile(
    r"app/digests/(views|stopping|letters|reading)\.py|app/(home|portal|updates|safety|web)/|app/signup/countries\.py|app/people/(devices|forms|letters|limits|links|phones|slip_words)\.py"
    r"|templates/digests/(week|stop)\.html|templates/(arrival|errors|home|mail|portal|safety|shell|ui|updates)/"
)
"""Where their texts stand; some of what stands there is for staff, and translated too."""


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


def key(message: Message) -> tuple[str, str]:
    """Context and text, in the plural too."""
    return message.context or "", "\0".join([message.id] if isinstance(message.id, str) else message.id)


def ids(catalog: Catalog) -> set[tuple[str, str]]:
    return {key(message) for message in catalog if message.id}


def is_translated(message: Message) -> bool:
    texts = [message.string] if isinstance(message.string, str) else message.string or [""]
    return bool(message.id) and not message.fuzzy and all(texts)


def lacking(catalog: Catalog, language: Path) -> list[str]:
    """What a caregiver would read in English, and what nobody reads any more."""
    theirs = read_po(BytesIO(language.read_bytes()))
    done = {key(message) for message in theirs if is_translated(message)}
    wanted = {key(one) for one in catalog if any(TO_CAREGIVERS.match(file) for file, _ in one.locations)}
    return [
        *(f"not translated in {language}: {first(text)!r}" for _, text in sorted(wanted - done)),
        *(f"no longer used but in {language}: {first(text)!r}" for _, text in sorted(ids(theirs) - ids(catalog))),
    ]


def first(text: str) -> str:
    """The singular."""
    return text.partition("\0")[0]


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
    found_lacking = [line for language in sorted(LANGUAGES) for line in lacking(catalog, language)]
    for word, texts in (("missing in", missing), ("no longer used but in", unused)):
        for _, text in sorted(texts):
            print(f"{word} {POT}: {first(text)!r}")
    if missing or unused:
        print("Refresh it with bin/lint --fix")
    for line in found_lacking:
        print(line)
    return 1 if missing or unused or found_lacking else 0


if __name__ == "__main__":
    sys.exit(main())
