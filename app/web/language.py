"""The language of a page: a caregiver's as she chose it, before that her browser's; staff read the clinic's.

A language is offered when its catalogue is there: `bin/lint` refuses one that lacks a text of a caregiver's page.
"""

from babel import Locale
from babel.localedata import exists
from flask import current_app, g, request, session
from flask_babel import get_locale, gettext

from app.web.person import signed_in

IN_ENGLISH = "en"
KEPT = "language"
"""In the cookie of somebody who is not signed in."""


def to_translate(text: str) -> str:
    """Marks a text of ours that is stored in English and put into the reader's language when shown (`N_`)."""
    return text


def offered() -> dict[str, str]:
    """By code, each by its own name: `{"en": "English", "es": "Español"}`."""
    if "languages" not in current_app.extensions:
        found = current_app.extensions["babel"].instance.list_translations()
        codes = {IN_ENGLISH, *(str(locale) for locale in found)}
        current_app.extensions["languages"] = {code: own_name(code) for code in sorted(codes)}
    languages: dict[str, str] = current_app.extensions["languages"]
    return languages


def own_name(code: str) -> str:
    name = Locale.parse(code).get_display_name(code) or code
    return name[0].upper() + name[1:]


def of_page() -> str:
    """What Babel asks for. The apex and the pages of staff keep their own."""
    if g.get("clinic") is None:
        return IN_ENGLISH
    person = signed_in()
    if (person and not person.family) or request.path.startswith("/staff"):
        return str(g.clinic.locale)
    code = person.language if person and person.language in offered() else asked_here()
    return as_there(code or IN_ENGLISH, g.clinic.country)


def shown() -> str:
    """What a page says of itself: the language of its words."""
    locale = get_locale()
    return str(locale.language) if locale else IN_ENGLISH


def ours(text: str, name: str = "") -> str:
    """A text of ours that was stored, in the reader's language, with the child's name in it; what somebody worded stays."""
    whole = text.replace(name, "{child}") if name else text
    return str(gettext(whole)).replace("{child}", name) if whole else whole


def as_there(code: str, country: str) -> str:
    """With the clinic's country, whose clock and days differ: Spanish in the US says 5:00 p.m., in Spain 17:00."""
    there = f"{code}_{country}"
    return there if code != IN_ENGLISH and exists(there) else code


def asked_here() -> str:
    """Of this browser, whoever holds it: what was chosen on it, or what it asks for."""
    kept = session.get(KEPT)
    return str(
        kept if kept in offered() else request.accept_languages.best_match(list(offered()), default=g.clinic.locale)
    )
