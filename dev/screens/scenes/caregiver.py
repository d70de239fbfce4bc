"""Dana, Maya's mother: her rooms, with something in each."""

from dev.screens.scene import Scene
from dev.screens.visitor import Visitor

NEVER_WAS = "/updates/00000000-0000-7000-8000-000000000000"


def told(words: str) -> str:
    """How the list's link to what was told is found: the newest item that holds these words."""
    return f"article:has-text('{words}') a"


def opened(she: Visitor, room: str, words: str) -> None:
    she.open(room)
    she.page.locator(told(words)).first.click()
    she.page.wait_for_url("**/updates/*-*")


def after(she: Visitor) -> None:
    """A check-in was sent today."""
    checked_in(she)
    she.open("/home")


def begun(she: Visitor) -> None:
    she.open("/home")
    if she.page.get_by_role("button", name="Mixed").count():
        she.tap("Mixed")
    she.open("/home")


def checked_in(she: Visitor) -> None:
    she.open("/check-in")
    for words in ("Good", "Well"):
        she.tap(words)
    she.fill("Anything you want to add?", "She told her brother how the balloon works.")
    she.tap("Send")


def one_of_two(she: Visitor) -> None:
    she.open("/home")
    she.tap("Iris")


SCENES = (
    Scene("mother", "welcome", "dana", "home.welcome", lambda she: she.open("/welcome")),
    Scene("mother", "home, a check-in asked", "dana", "home.first_child", lambda she: she.open("/home")),
    Scene("mother", "home, a check-in begun", "dana", "home.first_child", begun),
    Scene("mother", "updates", "dana", "telling.updates", lambda she: she.open("/updates")),
    Scene("mother", "one that was answered", "dana", "telling.show", lambda she: opened(she, "/questions", "I raised my voice")),
    Scene("mother", "one that changed the plan", "dana", "telling.show", lambda she: opened(she, "/updates", "Hand-over at the car")),
    Scene("mother", "one that waits", "dana", "telling.show", lambda she: opened(she, "/questions", "Should I talk")),
    Scene("mother", "questions", "dana", "telling.questions", lambda she: she.open("/questions")),
    Scene("mother", "you", "dana", "you.show", lambda she: she.open("/you")),
    Scene("mother", "home, a new device", "dana, elsewhere", "home.first_child", lambda she: she.open("/home")),
    Scene("mother", "you, a new device", "dana, elsewhere", "you.show", lambda she: she.open("/you")),
    Scene("mother", "home, another device came in", "dana", "home.first_child", lambda she: she.open("/home")),
    Scene("mother", "you, devices", "dana", "you.show", lambda she: she.open("/you")),
    Scene("mother", "not here", "dana", "telling.show", lambda she: she.open(NEVER_WAS), 404),
    Scene("mother", "thank you", "dana", "telling.show", checked_in),
    Scene("mother", "home, after the check-in", "dana", "home.first_child", after),
    Scene("mother", "two children", "two children", "home.show", one_of_two),
    Scene("mother", "home, is this you", "asked", "home.first_child", lambda she: she.open("/home")),
    Scene("mother", "about whom", "two children", "checkin.begin", lambda she: she.open("/check-in")),
)  # fmt: skip
