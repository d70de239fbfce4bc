"""Dr Okafor at Harbour with two families, at Cove with 28, and a therapist who has none."""

from dev.screens.scene import Scene
from dev.screens.visitor import Visitor


def child(they: Visitor, name: str) -> None:
    they.open("/families")
    they.tap(name)


def people(they: Visitor, name: str) -> None:
    child(they, name)
    they.tap("People and invitations")


def standing(they: Visitor) -> None:
    people(they, "Maya")
    they.page.get_by_role("link", name="What was told about").first.click()
    they.page.wait_for_url("**/standing")


def standing_untold(they: Visitor) -> None:
    people(they, "Jonah")
    they.page.get_by_role("link", name="Write down what was told about").first.click()
    they.page.wait_for_url("**/standing")


def standing_refused(they: Visitor) -> None:
    standing_untold(they)
    they.tap("Save for Petra Petersen")


def with_gaps(they: Visitor) -> None:
    they.open("/families/new")
    they.fill("Age in years", "40")
    they.page.get_by_label("E-mail address").first.fill("dana at home")
    they.tap("Add the family")


def added(they: Visitor) -> None:
    they.open("/families/new")
    they.fill("Child's name", "Suki")
    they.fill("Age in years", "8")
    for n, name in enumerate(("Mei Tanaka", "Ren Tanaka")):
        they.page.get_by_label("Name", exact=True).nth(n).fill(name)
        they.page.get_by_label("E-mail address").nth(n).fill(f"{name.split()[0].lower()}@family.example")
    they.tick("It is safe to write")
    they.tap("Add the family")


def unconfirmed(they: Visitor) -> None:
    they.open("/families/new")
    they.fill("Child's name", "Suki")
    they.fill("Age in years", "8")
    they.page.get_by_label("Name", exact=True).first.fill("Mei Tanaka")
    they.page.get_by_label("E-mail address").first.fill("mei@family.example")
    they.tick("It is safe to write")
    they.tap("Add the family")
    they.tap("Invite Mei Tanaka")


def answering(they: Visitor) -> None:
    child(they, "Maya")
    they.page.get_by_role("link", name="Answer Dana Rivera").first.click()
    they.page.wait_for_url("**/answers/*")


def answer_refused(they: Visitor) -> None:
    answering(they)
    they.tap("Reply")


def answered(they: Visitor) -> None:
    """The last item is marked as seen where it stands, so that the others keep their places."""
    they.open("/today")
    they.page.get_by_role("button", name="Seen", exact=True).last.click()
    they.page.get_by_text("Marked as seen").wait_for()


def slip(they: Visitor) -> None:
    people(they, "Maya")
    they.tap("Make a slip for Dana Rivera")


def own_slip(they: Visitor) -> None:
    slip(they)
    they.open("/in/" + they.page.locator("#slip code.key").inner_text())


SCENES = (
    Scene("therapist", "today", "okafor", "today.show", lambda they: they.open("/today")),
    Scene("therapist", "today, nothing waits", "newcomer", "today.show", lambda they: they.open("/today")),
    Scene("therapist", "today, 28 families", "28 families", "today.show", lambda they: they.open("/today")),
    Scene("therapist", "families", "okafor", "families.caseload", lambda they: they.open("/families")),
    Scene("therapist", "no families", "newcomer", "families.caseload", lambda they: they.open("/families")),
    Scene("therapist", "28 families", "28 families", "families.caseload", lambda they: they.open("/families")),
    Scene("therapist", "child", "okafor", "families.show", lambda they: child(they, "Maya")),
    Scene("therapist", "child, nothing told", "okafor", "families.show", lambda they: child(they, "Jonah")),
    Scene("therapist", "people", "okafor", "people_of.show", lambda they: people(they, "Maya")),
    Scene("therapist", "people, invited", "okafor", "people_of.show", lambda they: people(they, "Jonah")),
    Scene("therapist", "slip", "okafor", "slips.show", slip),
    Scene("therapist", "slip, opened by staff", "okafor", "arrival.show_link", own_slip, 403),
    Scene("therapist", "people, asked", "28 families", "people_of.show", lambda they: people(they, "Juno")),
    Scene("therapist", "standing", "okafor", "standing.show", standing),
    Scene("therapist", "standing, not told", "okafor", "standing.show", standing_untold),
    Scene("therapist", "standing refused", "okafor", "standing.save", standing_refused, 422),
    Scene("therapist", "new family", "okafor", "families.new", lambda they: they.open("/families/new")),
    Scene("therapist", "new family with errors", "okafor", "families.add", with_gaps, 422),
    Scene("therapist", "answer", "okafor", "today.ask", answering),
    Scene("therapist", "answer refused", "okafor", "today.send", answer_refused, 422),
    Scene("therapist", "you", "okafor", "account.you", lambda they: they.open("/staff/you")),
    Scene("therapist", "people, before inviting", "28 families", "people_of.show", added),
    Scene("therapist", "people, not yet allowed to invite", "newcomer", "people_of.show", unconfirmed),
    Scene("therapist", "today, one answered", "28 families", "today.send", answered),
)
