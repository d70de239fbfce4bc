"""What anybody can open, signing up, and the component page."""

from dev.screens.people import sign_up
from dev.screens.scene import Scene
from dev.screens.visitor import Visitor


def with_gaps(owner: Visitor) -> None:
    owner.open("/signup")
    owner.fill("Name of the clinic", "Bay Child Therapy")
    owner.fill("Short, neutral name", "Kids Therapy")
    owner.fill("Your e-mail address", "ines at bay")
    owner.fill("Password", "short")
    owner.tap("Open the clinic")


SCENES = (
    Scene("apex", "landing", "apex", "signup.landing", lambda they: they.open("/")),
    Scene("apex", "signup", "apex", "signup.show", lambda they: they.open("/signup")),
    Scene("apex", "signup with errors", "apex", "signup.sign_up", with_gaps, 422),
    Scene("apex", "ready", "apex", "signup.sign_up", lambda they: sign_up(they, "Fjord")),
    Scene("apex", "terms", "apex", "signup.terms", lambda they: they.open("/terms")),
    Scene("apex", "agreement", "apex", "signup.agreement", lambda they: they.open("/agreement")),
    Scene("apex", "no such page", "apex", "", lambda they: they.open("/nothing"), 404),
    Scene("apex", "pricing", "apex", "pricing.show", lambda they: they.open("/pricing")),
    Scene("apex", "components", "apex", "gallery.show", lambda they: they.open("/_ui")),
)
