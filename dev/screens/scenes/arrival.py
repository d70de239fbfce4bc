"""Before anybody is known: links, the code, both sign-in pages."""

from dev.screens.scene import Scene
from dev.screens.visitor import Visitor

HERS = "Petra Petersen"
"""Nobody whose own browser the other scenes need: it would be new beside this one."""


def used(she: Visitor) -> None:
    """Her link, used a moment ago; she has signed out since, so that the page has nobody on it."""
    link = she.site.link(she.clinic, HERS)
    she.open(link)
    she.tap("Go in")
    she.page.context.clear_cookies()
    she.open(link)


def asked(she: Visitor, address: str = "dana@harbour.example") -> None:
    she.open("/sign-in")
    she.fill("Your e-mail address", address)
    she.tap("Send me a link")


def typed_slip(she: Visitor) -> None:
    she.open("/in/slip")
    she.fill("Ten signs from the slip", "00000-00000")
    she.tap("Go in")


def by_phone(she: Visitor) -> None:
    she.open("/sign-in")
    she.tap("I have no e-mail")


def wrong_code(she: Visitor) -> None:
    asked(she)
    she.fill("Six digits from the mail", "000 000")
    she.tap("Go in")


def signed_out(she: Visitor) -> None:
    she.open(she.site.link(she.clinic, HERS))
    she.tap("Go in")
    she.open("/you")
    she.tap("Sign out on this device")


def no_such_staff(they: Visitor) -> None:
    they.open("/staff/sign-in")
    they.fill("E-mail address", "okafor@harbour.example")
    they.fill("Password", "not the right one")
    they.tap("Sign in")


SCENES = (
    Scene("arrival", "link", "door", "arrival.show_link", lambda she: she.open(she.site.link(she.clinic, HERS))),
    Scene("arrival", "link, somebody else", "chris", "arrival.show_link", lambda she: she.open(she.site.link(she.clinic, HERS))),
    Scene("arrival", "link used", "door", "arrival.show_link", used, 410),
    Scene("arrival", "link too late", "door", "arrival.show_link", lambda she: she.open(she.site.link(she.clinic, HERS, late=True)), 410),
    Scene("arrival", "link cut short", "door", "arrival.show_link", lambda she: she.open("/in/abc"), 404),
    Scene("arrival", "sign-in", "door", "arrival.sign_in", lambda she: she.open("/sign-in")),
    Scene("arrival", "sign-in with an error", "door", "arrival.send_link", lambda she: asked(she, "dana"), 422),
    Scene("arrival", "signed out", "door", "arrival.sign_in", signed_out),
    Scene("arrival", "code", "door", "arrival.show_code", asked),
    Scene("arrival", "code wrong", "door", "arrival.enter_by_code", wrong_code, 422),
    Scene("arrival", "slip", "door", "arrival.ask_slip", lambda she: she.open("/in/slip")),
    Scene("arrival", "slip wrong", "door", "arrival.enter_by_slip", typed_slip, 422),
    Scene("arrival", "code by phone", "door", "arrival.show_code", by_phone),
    Scene("arrival", "staff sign-in", "door", "people.staff_sign_in", lambda they: they.open("/staff/sign-in")),
    Scene("arrival", "staff sign-in wrong", "door", "people.staff_enter", no_such_staff, 422),
)  # fmt: skip
