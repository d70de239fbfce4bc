"""The menus: the same for every caregiver, whatever is open to her (must 3); for staff, by what they may do."""

from dataclasses import dataclass

from flask_babel import gettext as _

from app.permissions import Permission
from app.web.person import Person
from tenants.scope import Audience


@dataclass(frozen=True)
class Item:
    text: str
    href: str
    icon: str = ""
    current: bool = False
    count: int | None = None


def items(person: Person, path: str) -> list[Item]:
    if person.audience is Audience.FAMILY:
        rows = [
            (_("Home"), "/home", "home"),
            (_("Check-in"), "/check-in", "check"),
            (_("Tell us"), "/updates", "tell"),
            (_("Questions"), "/questions", "question"),
            (_("You"), "/you", "you"),
        ]
    else:
        rows = []
        if person.may(Permission.CASELOAD):
            rows += [(_("Today"), "/today", ""), (_("Families"), "/families", "")]
        if person.may(Permission.RUN_CLINIC):
            rows += [(_("Clinic"), "/clinic", "")]
        rows += [(_("You"), "/staff/you", "")]
    return [Item(text, href, icon, path == href or path.startswith(f"{href}/")) for text, href, icon in rows]
