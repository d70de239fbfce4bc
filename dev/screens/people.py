"""Whose browser a scene is in, and how that person has come in."""

from collections.abc import Callable

from dev.demo_clinics import PASSWORD
from dev.screens.visitor import Visitor

Entering = Callable[[Visitor], None]


def nobody(visitor: Visitor) -> None:
    """Stands before the door."""


def caregiver(name: str) -> Entering:
    """In by a link, the card read."""

    def enter(she: Visitor) -> None:
        she.open(she.site.link(she.clinic, name))
        she.tap("Go in")
        if she.page.url.endswith("/welcome"):
            if she.page.get_by_label(she.says("No, only me")).count():
                she.tick("No, only me")
            she.tap("I have read this")

    return enter


def staff(key: str) -> Entering:
    def enter(they: Visitor) -> None:
        they.open("/staff/sign-in")
        they.fill("E-mail address", f"{key}@{they.clinic}.example")
        they.fill("Password", PASSWORD)
        they.tap("Sign in")

    return enter


def sign_up(owner: Visitor, short_name: str) -> None:
    """Fills the form in and sends it."""
    key = short_name.lower()
    owner.open(owner.site.url("", "/signup"))
    owner.fill("Name of the clinic", f"{short_name} Child Therapy")
    owner.fill("Short, neutral name", short_name)
    owner.page.get_by_label("Address", exact=True).fill(key)
    owner.fill("Your name", "Dr Ines Vidal")
    owner.fill("Your e-mail address", f"ines@{key}.example")
    owner.fill("Password", PASSWORD)
    owner.fill("Your role", "Owner")
    owner.tick("I accept the terms")
    owner.tap("Open the clinic")


def newcomer(owner: Visitor) -> None:
    """Has just signed her own clinic up, and is its therapist, too: nothing is there, nothing is confirmed."""
    sign_up(owner, "Inlet")
    owner.tap("Open Inlet")


WHO: dict[str, tuple[str, Entering]] = {
    "apex": ("", nobody),
    "door": ("harbour", nobody),
    "dana": ("harbour", caregiver("Dana Rivera")),
    "dana, elsewhere": ("harbour", caregiver("Dana Rivera")),
    "dana, by mail": ("harbour", nobody),
    "chris": ("harbour", caregiver("Chris Rivera")),
    "at home": ("harbour", caregiver("Ayşe Kaya")),
    "told nothing": ("meadow", caregiver("Chris Rivera")),
    "two children": ("cove", caregiver("Lena Quist")),
    "asked": ("cove", caregiver("Vera Fischer")),
    "part ended": ("cove", caregiver("Lee Carter")),
    "okafor": ("harbour", staff("okafor")),
    "28 families": ("cove", staff("okafor")),
    "olga": ("harbour", staff("olga")),
    "sade": ("harbour", staff("sade")),
    "otis": ("harbour", staff("otis")),
    "reyes": ("harbour", staff("reyes")),
    "200 supervised": ("bay", staff("sade")),
    "one supervised": ("cay", staff("sade")),
    "none supervised": ("cay", staff("sole")),
    "28 supervised": ("cove", staff("sade")),
    "meadow's okafor": ("meadow", staff("okafor")),
    "meadow's olga": ("meadow", staff("olga")),
    "meadow's okafor, elsewhere": ("meadow", staff("okafor")),
    "newcomer": ("inlet", newcomer),
}
CAREGIVERS = (
    "door",
    "dana",
    "dana, elsewhere",
    "chris",
    "at home",
    "told nothing",
    "two children",
    "asked",
    "part ended",
)
"""Whose pages are shot in another language, too."""
