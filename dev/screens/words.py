"""A scene's English words as a browser in another language reads them."""

import re
from collections.abc import Callable

from babel.support import Translations

from dev import places

HOLE = re.compile(r"%\((\w+)\)s")
ESCAPED = re.compile(r"%\\\((\w+)\\\)s")


def words_in(language: str) -> Callable[[str], str]:
    """A name in them stays as it is: "Write about Maya" is found by "Write about %(child)s"."""
    catalogue = Translations.load(str(places.CHECKOUT / "translations"), [language])
    holed = {
        pattern(words): said
        for words, said in catalogue._catalog.items()
        if isinstance(words, str) and HOLE.search(words)
    }

    def says(words: str) -> str:
        said = str(catalogue.gettext(words))
        if said != words:
            return said
        found = ((HOLE.sub(r"{\1}", to), of.fullmatch(words)) for of, to in holed.items())
        return next((to.format(**names.groupdict()) for to, names in found if names), words)

    return says


def pattern(words: str) -> re.Pattern[str]:
    """What these words become, whatever stands in their holes."""
    return re.compile(ESCAPED.sub(r"(?P<\1>.+)", re.escape(words)))
