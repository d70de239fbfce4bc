"""Crisis lines and time zones to begin with, by country. The owner confirms them before any family reads them."""

from babel import Locale

from app.web.language import to_translate as N_

LINES: dict[str, list[tuple[str, str]]] = {
    "US": [(N_("In danger"), "911"), (N_("To talk, call or text"), "988")],
    "CA": [(N_("In danger"), "911"), (N_("To talk, call or text"), "988")],
    "GB": [(N_("In danger"), "999"), (N_("To talk: Samaritans"), "116 123")],
    "IE": [(N_("In danger"), "112"), (N_("To talk: Samaritans"), "116 123")],
    "AU": [(N_("In danger"), "000"), (N_("To talk: Lifeline"), "13 11 14")],
    "NZ": [(N_("In danger"), "111"), (N_("To talk, call or text"), "1737")],
    "DE": [(N_("In danger"), "112"), (N_("To talk"), "0800 111 0 111")],
    "AT": [(N_("In danger"), "112"), (N_("To talk"), "142")],
    "CH": [(N_("In danger"), "112"), (N_("To talk"), "143")],
    "FR": [(N_("In danger"), "112"), (N_("To talk"), "3114")],
    "ES": [(N_("In danger"), "112"), (N_("To talk"), "024")],
    "NL": [(N_("In danger"), "112"), (N_("To talk"), "113")],
    "MX": [(N_("In danger"), "911"), (N_("To talk"), "800 290 0024")],
    "IN": [(N_("In danger"), "112"), (N_("To talk"), "14416")],
}
EVERYWHERE = [(N_("In danger"), "112")]


def lines_for(country: str) -> list[dict[str, str]]:
    return [{"label": label, "number": number} for label, number in LINES.get(country, EVERYWHERE)]


def countries(locale: str) -> list[tuple[str, str]]:
    """(code, name) by name, as Babel knows them."""
    names = Locale.parse(locale).territories
    return sorted(
        (
            (code, name)
            for code, name in names.items()
            if len(code) == 2 and code not in ("EU", "EZ", "UN", "XA", "XB", "ZZ", "QO")
        ),
        key=lambda pair: pair[1],
    )
