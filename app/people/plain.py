"""What one line of words may hold: what is seen on every screen, in the order it was typed."""

import re
from unicodedata import category, name

UNSEEN = {"Cf", "Cc", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Signs that turn words round, hide in them, or that no font shows."""
JOINERS = "\u200c\u200d"
"""Between two letters, and in some emoji, they change how these look (Persian, Hindi)."""
SCRIPTS = ("LATIN", "CYRILLIC", "GREEK")
"""Their letters look alike: two of them in one name imitate another name."""


def shown(value: str) -> str:
    """Without what no screen shows; a joiner stays only between two signs that are shown."""
    kept = "".join(sign for sign in value if sign in JOINERS or category(sign) not in UNSEEN or sign.isspace())
    return re.sub(
        rf"(?<![^\W_a-zA-Z]|[\u0900-\u0dff\ufe0f\U0001f000-\U0001faff])[{JOINERS}]+|[{JOINERS}]+(?=\s|$)", "", kept
    )


def is_visible(value: str) -> bool:
    """Whether it holds a letter or a number: something one can say."""
    return any(category(sign)[0] in "LN" for sign in value if sign not in "\u3164\u115f\u1160\uffa0")


def is_mixed(value: str) -> bool:
    """Whether letters of two scripts that look alike stand side by side."""
    found = {name(sign, "").partition(" ")[0] for sign in value if sign.isalpha()}
    return len(found & {*SCRIPTS}) > 1


def is_phone(value: str) -> bool:
    """Whether a phone can call it: 3 to 15 digits as they stand on its keys, and nothing beside them but + ( ) - . and blanks."""
    return bool(re.fullmatch(r"\+?[0-9 ().\-]+", value)) and 3 <= len(re.sub(r"[^0-9]", "", value)) <= 15
