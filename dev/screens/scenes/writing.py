"""Every page with a box or a question on it, and what each says when it cannot be sent."""

from dev.screens.scene import Scene
from dev.screens.visitor import Visitor


def step(she: Visitor, n: int) -> None:
    she.open("/check-in")
    for words in ("Hard", "Restless")[: n - 1]:
        she.tap(words)


def note(she: Visitor) -> None:
    she.open("/updates")
    she.tap("Write about Maya")


def empty_note(she: Visitor) -> None:
    note(she)
    she.tap("Send the note")


def question(she: Visitor) -> None:
    she.open("/questions")
    she.tap("Ask about Maya")


def long_question(she: Visitor) -> None:
    question(she)
    she.fill("Your question", "Is this too much? " * 230)
    she.tap("Send the question")


def signed_out_meanwhile(she: Visitor) -> None:
    """As on a device whose session another page has ended: the browser's own session is taken away and put back."""
    note(she)
    she.page.get_by_label(she.says("School"), exact=True).check()
    she.fill("Your note", "She walked to the gate alone.")
    kept = she.page.context.cookies()
    she.page.context.clear_cookies()
    she.tap("Send the note")
    she.page.context.clear_cookies()
    host = she.site.url(she.clinic, "/")
    she.page.context.add_cookies([{"name": one["name"], "value": one["value"], "url": host} for one in kept])


SCENES = (
    Scene("writing", "check-in 1", "dana", "checkin.ask", lambda she: step(she, 1)),
    Scene("writing", "check-in 2", "dana", "checkin.ask", lambda she: step(she, 2)),
    Scene("writing", "check-in 3", "dana", "checkin.ask", lambda she: step(she, 3)),
    Scene("writing", "note", "dana", "telling.write_note", note),
    Scene("writing", "note with an error", "dana", "telling.send_note", empty_note, 422),
    Scene("writing", "note, signed out meanwhile", "dana", "telling.send_note", signed_out_meanwhile, 401),
    Scene("writing", "question", "dana", "telling.write_question", question),
    Scene("writing", "question too long", "dana", "telling.send_question", long_question, 422),
)
