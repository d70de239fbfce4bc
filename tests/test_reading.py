"""What a caregiver reads is at the reading age of eleven: US grade 6 at most, page by page (product.md, Words on the page)."""

import re
from collections import defaultdict
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[1]
HERS = (
    "templates/arrival/", "templates/home/", "templates/portal/", "templates/updates/", "templates/ui/safety.html",
    "templates/safety/ask.html", "templates/safety/told.html", "templates/mail/invitation", "templates/mail/sign-in",
    "templates/mail/to-read", "app/home/", "app/portal/", "app/safety/views.py", "app/updates/",
)  # fmt: skip
"""Where her texts stand."""
NOT_HERS = ("app/updates/answering", "app/updates/arranging", "app/updates/withdrawn_views")
NAMES = {"who": "Ann", "child": "Maya", "name": "Ann", "reply": "within two working days", "hours": "Monday to Friday"}
GRADE = 6.0
NEVER = re.compile(r"\b(complian|adheren|fail|score|overdue|streak|badge)", re.I)


def texts() -> dict[str, list[str]]:
    """Whole sentences, by the file in which they stand."""
    with (ROOT / "translations" / "messages.pot").open("rb") as file:
        catalogue = read_po(file)
    found = defaultdict(list)
    for message in catalogue:
        said = message.id if isinstance(message.id, tuple) else (message.id,)
        for where, _line in message.locations:
            if where.startswith(HERS) and not where.startswith(NOT_HERS):
                found[where] += [filled(text) for text in said if text]
    return dict(found)


def filled(text: str) -> str:
    return re.sub(r"%\((\w+)\)[sd]", lambda name: NAMES.get(name[1], "Sam"), text)


def sentences(all_texts: list[str]) -> list[list[str]]:
    """As words. A label without a full stop is none: it would make every page look easier than it is."""
    parts = [part for text in all_texts for part in re.findall(r"[^.?!:]+[.?!:]", text)]
    words = [re.findall(r"[A-Za-z][A-Za-z'’-]*", part) for part in parts]
    return [one for one in words if one]


def syllables(word: str) -> int:
    """Groups of vowels, without a silent e at the end."""
    word = re.sub(r"(?<=[^aeiouy])(?:es|ed|e)$", "", word.lower().replace("’", "").replace("'", ""))
    return max(1, len(re.findall(r"[aeiouy]+", word)))


def grade(lines: list[list[str]]) -> float:
    """Flesch-Kincaid (Kincaid et al. 1975), in US school years."""
    words = [word for line in lines for word in line]
    return 0.39 * len(words) / len(lines) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def test_reading_grade_of_known_texts():
    assert grade(sentences(["The cat sat on the mat. It was fat."])) < 1
    assert (
        grade(sentences(["Therapeutic participation necessitates interdisciplinary communication methodologies."])) > 15
    )
    assert [syllables(word) for word in ("make", "therapy", "asked", "day")] == [1, 3, 1, 1]


@pytest.mark.parametrize("where", sorted(texts()))
def test_reading_age_of_each_page_is_eleven_at_most(where):
    lines = sentences(texts()[where])
    words = sum(map(len, lines))
    if words >= 30:
        hardest = sorted(lines, key=lambda line: -grade([line]))[:4]
        assert grade(lines) <= GRADE, f"{grade(lines):.1f}; hardest: {[' '.join(line) for line in hardest]}"


@pytest.mark.parametrize("where", sorted(texts()))
def test_reading_no_word_that_blames(where):
    assert [text for text in texts()[where] if NEVER.search(text)] == []


def test_reading_everything_hers_is_looked_at():
    assert len(texts()) > 20
    assert grade(sentences([text for all_texts in texts().values() for text in all_texts])) <= GRADE
