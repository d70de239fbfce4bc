"""What a caregiver told: corrected, withdrawn, shared at home, opened, taken along; and what the care team sees of it."""

from dev.screens.scene import Scene
from dev.screens.visitor import Visitor

WORDS = "She cried in the car, and I did, too."


def written(she: Visitor, words: str = WORDS) -> None:
    she.open("/updates")
    whichever = she.says("Write about Maya").removesuffix("Maya")
    she.page.get_by_role("link", name=whichever).first.click()
    she.fill("Your note", words)
    she.tap("Send the note")


def correcting(she: Visitor) -> None:
    written(she)
    she.tap("Correct it")


def correction_empty(she: Visitor) -> None:
    correcting(she)
    she.fill("How it is right", "")
    she.tap("Send the correction")


def corrected(she: Visitor) -> None:
    correcting(she)
    she.fill("How it is right", "She cried in the car. I did later.")
    she.tap("Send the correction")
    she.tap("What it corrects")


def withdrawing(she: Visitor) -> None:
    written(she)
    she.tap("Withdraw it")


def withdrawn(she: Visitor) -> None:
    withdrawing(she)
    she.tap("Withdraw it")


def asked_for(she: Visitor) -> None:
    she.open("/you/words")
    if she.page.get_by_role("button", name="Ask for my words").count():
        she.tap("Ask for my words")


def chosen(she: Visitor) -> None:
    she.open("/you/sharing")
    if she.page.get_by_role("button", name="Share with").count():
        she.page.get_by_role("button", name="Share with").click()
        she.page.get_by_role("button", name="Undo").wait_for()


def begins_tomorrow(she: Visitor) -> None:
    chosen(she)
    she.open("/home")


def reason(they: Visitor) -> None:
    they.open("/families")
    they.tap("Elif")
    they.tap("Open it with a reason")


def no_reason(they: Visitor) -> None:
    reason(they)
    if they.page.get_by_role("button", name="Open the words").count():
        they.tap("Open the words")


def opened(they: Visitor) -> None:
    reason(they)
    if they.page.get_by_role("button", name="Open the words").count():
        they.fill("Why you open it", "We plan Monday's session.")
        they.tap("Open the words")


SCENES = (
    Scene("told", "correcting", "dana", "mending.write_correction", correcting),
    Scene("told", "correction empty", "dana", "mending.send_correction", correction_empty, 422),
    Scene("told", "corrected", "dana", "telling.show", corrected),
    Scene("told", "before withdrawing", "dana", "mending.ask_to_withdraw", withdrawing),
    Scene("told", "withdrawn", "at home", "telling.show", withdrawn),
    Scene("told", "sharing, nobody at home", "dana", "sharing.show", lambda she: she.open("/you/sharing")),
    Scene("told", "sharing offered", "at home", "sharing.show", lambda she: she.open("/you/sharing")),
    Scene("told", "sharing chosen", "at home", "sharing.show", chosen),
    Scene("told", "home, sharing from tomorrow", "at home", "home.first_child", begins_tomorrow),
    Scene("told", "shared with you", "dana", "sharing.list_shared", lambda she: she.open("/shared")),
    Scene("told", "who opened it", "dana", "opened.show", lambda she: she.open("/you/opened")),
    Scene("told", "which mail", "dana", "mail.show", lambda she: she.open("/you/mail")),
    Scene("told", "own words", "dana", "words.show", lambda she: she.open("/you/words")),
    Scene("told", "own words asked for", "at home", "words.show", asked_for),
    Scene("told", "withdrawn, a reason asked", "okafor", "withdrawn.show", reason),
    Scene("told", "withdrawn, no reason", "okafor", "withdrawn.open_words", no_reason, 422),
    Scene("told", "withdrawn, opened", "okafor", "withdrawn.show", opened),
)  # fmt: skip
