"""The menus: the same for every caregiver, whatever is open to her (must 3); for staff, by what they may do."""

from dataclasses import dataclass

from flask_babel import gettext as _

from app.permissions import Permission
from app.web.paid import lets
from app.web.person import Person
from tenants.plans import Level
from tenants.scope import Audience


@dataclass(frozen=True)
class Item:
    text: str
    href: str
    icon: str = ""
    current: bool = False
    count: int | None = None


def items(person: Person, path: str) -> list[Item]:
    if person.only:  # a digest's mail let her in: this page is all that opens
        rows = [(_("Your week"), f"/digests/{person.only}", "home")]
    elif person.audience is Audience.FAMILY:
        rows = [
            (_("Home"), "/home", "home"),
            (_("Check-in"), "/check-in", "check"),
            (_("Tell us"), "/updates", "tell"),
            (_("Questions"), "/questions", "question"),
            (_("You"), "/you", "you"),
        ]
        if not lets(Level.ANSWER):
            rows = [row for row in rows if row[1] != "/check-in"]  # nobody writes into an empty room (must 29)
    else:
        rows = []
        if person.may(Permission.CASELOAD):
            rows += [(_("Today"), "/today", ""), (_("Families"), "/families", "")]
        if person.may(Permission.SUPERVISE):
            rows += [(_("Supervision"), "/engagement", "")]
        if person.may(Permission.DESK):
            rows += [(_("Desk"), "/desk", "")]
        if person.may(Permission.RUN_CLINIC):
            rows += [(_("Clinic"), "/clinic", ""), (_("Staff"), "/clinic/staff", "")]
        if person.may(Permission.COUNTERSIGN):
            rows += [(_("Signatures"), "/signatures", "")]
        rows += [(_("You"), "/staff/you", "")]
    here = max(
        (href for _text, href, _icon in rows if path == href or path.startswith(f"{href}/")), key=len, default=""
    )
    return [Item(text, href, icon, href == here) for text, href, icon in rows]
