"""A supervisor's review of a family: note, action, sign-off; what was agreed on Today; less for now, from both sides."""

from datetime import timedelta

from dev.screens.scene import Scene
from dev.screens.scenes.parts import part
from dev.screens.visitor import Visitor
from tenants.scope import moment

NOTE = "He leaves her father too little room: ask him first next time."


def family(they: Visitor) -> None:
    they.open("/engagement")
    if they.page.get_by_role("link", name="Review Elif", exact=True).count():
        they.tap("Review Elif")
        they.tap("A review is due")
    else:
        they.tap("Go on with the review of Elif")
    they.tap("Note, action, sign-off")


def noted(they: Visitor) -> None:
    family(they)
    they.fill("Your note", NOTE)
    they.tap("Keep the note")


def nothing_noted(they: Visitor) -> None:
    family(they)
    they.tap("Keep the note")


def agreed(they: Visitor) -> None:
    family(they)
    they.fill("What is agreed", "Ask her father how mornings go.")
    they.fill("Until", str(moment().date() + timedelta(days=4)))
    they.tap("Agree")


def nothing_agreed(they: Visitor) -> None:
    family(they)
    they.tap("Agree")


def all_agreed(they: Visitor) -> None:
    family(they)
    they.tap("All that was agreed about Elif")


def no_review(they: Visitor) -> None:
    family(they)
    address = they.page.url
    they.tap("Sign off")
    they.open("/engagement/families/" + address.split("/engagement/families/")[1])


def due(they: Visitor) -> None:
    they.open("/engagement")


def asked(she: Visitor) -> None:
    she.open("/you")
    if she.called("button", "Less for now").count():
        she.tap("Less for now")
    she.page.get_by_text(she.says("You asked for less for now about Maya.")).wait_for()


def next_page(they: Visitor) -> None:
    they.open("/engagement")
    they.tap("More families")


SCENES = (
    Scene("review", "note, action, sign-off", "sade", "supervised_family.show", noted),
    Scene("review", "an empty note", "sade", "supervised_family.note", nothing_noted, 422),
    Scene("review", "agreed", "sade", "supervised_family.show", agreed),
    Scene("review", "agreed on nothing", "sade", "supervised_family.agree", nothing_agreed, 422),
    Scene("review", "all that was agreed", "sade", "agreed_actions.show", all_agreed),
    Scene("review", "due", "sade", "engagement.show", due),
    Scene("review", "signed off", "sade", "supervised_family.show", no_review),
    Scene("review", "less for now, asked", "dana", "you.show", asked),
    Scene("review", "asked and agreed, on Today", "okafor", "today.show", lambda they: they.open("/today")),
    *(
        Scene("review", f"supervision, {size}", size, "engagement.show", lambda they: they.open("/engagement"))
        for size in ("none supervised", "one supervised", "28 supervised", "200 supervised")
    ),
    Scene("review", "supervision, the next page of 200", "200 supervised", "engagement.show", next_page),
    Scene(
        "review",
        "supervision, on paper",
        "28 supervised",
        "engagement.show",
        lambda they: they.open("/engagement"),
        media="print",
    ),
    Scene("review", "what is agreed, on the part's page", "okafor", "part.show", part),
)
