"""Dr Okafor's pages around one caregiver's part, and a worry about someone's safety from her side and from the team's."""

from app.boundaries.opening import family_scope
from app.people.models import Caregiver
from app.people.sensitive import SharedUse
from dev.screens.scene import Scene
from dev.screens.scenes.therapist import child, people
from dev.screens.visitor import Visitor
from tenants import resolve
from tenants.db import db, transaction

WORRY = "He said he wants to sleep for ever. He is with me now."


def followed(they: Visitor, name: str, words: str, ends: str) -> None:
    """From the page of a child's people to a link that begins with these words."""
    people(they, name)
    they.page.get_by_role("link", name=words).first.click()
    they.page.wait_for_url(f"**/{ends}")


def part(they: Visitor) -> None:
    followed(they, "Maya", "Homes, a pause, the end", "parts/*")


def paused(they: Visitor) -> None:
    part(they)
    if they.page.get_by_role("button", name="Pause", exact=True).count():
        they.tap("Pause")


def moves_nowhere(they: Visitor) -> None:
    part(they)
    they.page.get_by_text("Lives in another home, too").click()
    they.tap("Save this home")


def sensitive(they: Visitor) -> None:
    """Elif's mother, who lives with her father."""
    followed(they, "Elif", "Homes, a pause, the end", "parts/*")
    if they.page.get_by_role("button", name="Mark as sensitive").count():
        they.tap("Mark as sensitive")


def offered(they: Visitor) -> None:
    sensitive(they)
    if they.page.get_by_role("button", name="Offer sharing with").count():
        they.page.get_by_role("button", name="Offer sharing with").first.click()
        they.page.get_by_role("button", name="Do not offer it any more").wait_for()


def handing(they: Visitor) -> None:
    sensitive(they)
    they.page.get_by_role("link", name="Hand over").first.click()
    they.page.wait_for_url("**/words")


def handing_to_nobody(they: Visitor) -> None:
    handing(they)
    they.tap("Make the file")


def not_asked_for(she: Visitor) -> None:
    """Taken back, what she asked for before."""
    she.open("/you/words")
    if she.called("button", "Undo").count():
        she.tap("Undo")


def asked_for(she: Visitor) -> None:
    she.open("/you/words")
    if she.called("button", "Ask for my words").count():
        she.tap("Ask for my words")


def lifting(they: Visitor) -> None:
    """Elif's mother had said so at her first visit."""
    site = they.site
    with site.app.test_request_context():
        with transaction(site.scope(they.clinic)) as scope:
            named = db.select(Caregiver.id).where(Caregiver.name == "Ayşe Kaya").order_by(Caregiver.made_at)
            mother = db.session.scalars(named.limit(1)).one()
        assert scope.clinic is not None
        with transaction(family_scope(scope.clinic, mother, resolve.of_id(scope.clinic).zone)):
            db.session.add(SharedUse(caregiver_id=mother, phone=True, inbox=True))
    sensitive(they)
    they.tap("Take this back, in the room")


def lifting_from_afar(they: Visitor) -> None:
    lifting(they)
    they.tap("Take it back")


def joining(they: Visitor) -> None:
    followed(they, "Maya", "Add somebody", "people/new")


def joining_nobody(they: Visitor) -> None:
    joining(they)
    they.tap("Add this person")


def changing(they: Visitor) -> None:
    followed(they, "Maya", "Change the address of", "address/change")


def changing_unasked(they: Visitor) -> None:
    changing(they)
    they.fill("E-mail address", "dana.new@family.example")
    they.tap("Change the address")


def ending(they: Visitor) -> None:
    child(they, "Elif")
    they.tap("End the care of Elif")


def ended(they: Visitor) -> None:
    they.open("/families")
    if they.page.get_by_role("link", name="Elif", exact=True).count():
        ending(they)
        they.tap("End the care of Elif")
    else:
        they.open("/families?ended=1")
        they.tap("Elif")


def begin_again(they: Visitor) -> None:
    ended(they)
    they.tap("Begin again")


def worried(she: Visitor) -> None:
    she.open("/safety")
    she.fill("What worries you?", WORRY)
    she.tap("Send this now")


def worried_without_a_number(she: Visitor) -> None:
    she.open("/safety")
    she.fill("What worries you?", WORRY)
    she.tick("Call me.")
    she.tap("Send this now")


def worry(they: Visitor) -> None:
    they.open("/today")
    they.page.get_by_role("link", name="Read what").first.click()
    they.page.wait_for_url("**/worries/*")


def nothing_written(they: Visitor) -> None:
    worry(they)
    they.tap("Answer")


SCENES = (
    Scene("parts", "part", "okafor", "part.show", part),
    Scene("parts", "part, half a home", "okafor", "part.move_in", moves_nowhere, 422),
    Scene("parts", "part, paused", "okafor", "part.show", paused),
    Scene("parts", "part, sensitive", "okafor", "part.show", sensitive),
    Scene("parts", "part, sharing offered", "okafor", "part.show", offered),
    Scene("parts", "own words, sensitive", "at home", "words.show", not_asked_for),
    Scene("parts", "own words, to be handed over", "at home", "words.show", asked_for),
    Scene("parts", "own words to hand over", "okafor", "handing_words.show", handing),
    Scene("parts", "own words, to nobody", "okafor", "handing_words.hand", handing_to_nobody, 422),
    Scene("parts", "phone and inbox, to take back", "okafor", "lifting.show", lifting),
    Scene("parts", "phone and inbox, from afar", "okafor", "lifting.take_back", lifting_from_afar, 422),
    Scene("parts", "joining", "okafor", "joining.show", joining),
    Scene("parts", "joining, nobody", "okafor", "joining.add", joining_nobody, 422),
    Scene("parts", "another address", "okafor", "changing.show", changing),
    Scene("parts", "another address, not asked", "okafor", "changing.save", changing_unasked, 422),
    Scene("parts", "care to end", "okafor", "ending.show", ending),
    Scene("parts", "care ended", "okafor", "families.show", ended),
    Scene("parts", "families whose care has ended", "okafor", "families.caseload", lambda they: they.open("/families?ended=1")),
    Scene("parts", "care to begin again", "okafor", "ending.show", begin_again),
    Scene("worry", "ask", "dana", "safety.show", lambda she: she.open("/safety")),
    Scene("worry", "half asked", "dana", "safety.send", worried_without_a_number, 422),
    Scene("worry", "told", "dana", "safety.told", worried),
    Scene("worry", "on Today", "okafor", "today.show", lambda they: they.open("/today")),
    Scene("worry", "read", "okafor", "worries.show", worry),
    Scene("worry", "nothing written", "okafor", "worries.act", nothing_written, 422),
)  # fmt: skip
