"""Today as it is chosen, a caseload as it is searched, who did what, and what staff are told."""

from app import notices
from app.people.models import StaffLogin
from dev.screens.scene import Scene
from dev.screens.visitor import Visitor
from tenants.db import db, transaction


def chosen(they: Visitor, *choices: str) -> None:
    they.open("/today")
    for words in choices:
        they.page.get_by_role("link", name=words).click()
        they.page.wait_for_load_state()


def refused(they: Visitor) -> None:
    they.open("/clinic/audit")
    they.page.get_by_label("From", exact=True).fill("2026-03-02")
    they.page.get_by_label("To", exact=True).fill("2026-03-01")
    they.tap("Show")


def nobody(they: Visitor) -> None:
    they.open("/clinic/audit")
    they.fill("About which child", "Nobody")
    they.tap("Show")


def looks_for(they: Visitor, name: str) -> None:
    they.open("/families")
    they.fill("Find a family", name)
    they.tap("Search")


def told(they: Visitor) -> None:
    """Two notices of one kind, by Dr Okafor herself."""
    with they.site.app.test_request_context(), transaction(they.site.scope(they.clinic)):
        okafor = db.session.scalars(db.select(StaffLogin.staff_id).where(StaffLogin.address.like("okafor@%"))).one()
        for _ in range(2):
            notices.tell(okafor, "newer", by=okafor)
    they.open("/today")


SCENES = (
    Scene("lists", "today, questions", "28 families", "today.show", lambda they: chosen(they, "Questions")),
    Scene("lists", "today, too long", "28 families", "today.show", lambda they: chosen(they, "Longer than promised")),
    Scene("lists", "today, nothing of that kind", "28 families", "today.show", lambda they: they.open("/today?kind=note&late=1&child=")),
    Scene("lists", "families by waiting", "28 families", "families.caseload", lambda they: they.open("/families?sort=waiting")),
    Scene("lists", "families found", "28 families", "families.caseload", lambda they: looks_for(they, "emile")),
    Scene("lists", "no family found", "28 families", "families.caseload", lambda they: looks_for(they, "xyz")),
    Scene("lists", "who did what", "olga", "deeds.show", lambda they: they.open("/clinic/audit")),
    Scene("lists", "who did what, nothing", "olga", "deeds.show", lambda they: they.open("/clinic/audit?until=2020-01-01")),
    Scene("lists", "who did what refused", "olga", "deeds.ask", refused, 422),
    Scene("lists", "who did what, no such child", "olga", "deeds.ask", nobody, 422),
    Scene("lists", "today, two notices", "okafor", "today.show", told),
)  # fmt: skip
