"""What an owner sets, what each page says before it is saved, and what a family then sees."""

from io import BytesIO

from PIL import Image

from dev.screens.scene import Scene
from dev.screens.visitor import Visitor

PAGE = "/clinic/settings"


def no_line(they: Visitor) -> None:
    they.open(f"{PAGE}/place")
    for field in they.page.get_by_label("Number").all():
        field.fill("")
    they.tap("These are right" if they.page.get_by_role("button", name="These are right").count() else "Save")


def abroad(they: Visitor) -> None:
    they.open(f"{PAGE}/place")
    they.page.get_by_label("Time zone").select_option("Europe/Berlin")
    they.page.get_by_label("Country").select_option("DE")
    they.tap("Save")


def no_days(they: Visitor) -> None:
    they.open(f"{PAGE}/answering")
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"):
        they.page.get_by_label(day).uncheck()
    they.fill("Name", "Dr Lee")
    they.tap("Save")


def no_question(they: Visitor) -> None:
    they.open(f"{PAGE}/questions")
    they.tap("Add it")


def overtaken(they: Visitor) -> None:
    """Another tab of the same owner saves first."""
    they.open(f"{PAGE}/questions")
    other = they.page.context.new_page()
    other.goto(they.page.url)
    other.get_by_label("Words of your own").first.fill("How was {child}'s day?")
    other.get_by_role("button", name="Save", exact=True).first.click()
    other.wait_for_load_state()
    other.close()
    they.page.get_by_label("Words of your own").first.fill("And how was today?")
    they.tap("Save")


def pale(they: Visitor) -> None:
    they.open(f"{PAGE}/look")
    they.fill("Or write it", "#e91e63")
    they.tap("Save the colour")


def painted(they: Visitor) -> None:
    pale(they)
    they.page.get_by_role("button", name="Use #").click()
    they.page.wait_for_url(f"**{PAGE}/look")
    they.open(PAGE)


def with_logo(they: Visitor) -> None:
    they.open(f"{PAGE}/look")
    file = BytesIO()
    Image.radial_gradient("L").resize((320, 96)).save(file, "PNG")
    they.page.get_by_label("Picture").set_input_files(
        {"name": "logo.png", "mimeType": "image/png", "buffer": file.getvalue()}
    )
    they.tap("Save the logo")


def another_name(they: Visitor) -> None:
    they.open(f"{PAGE}/names")
    they.fill("Short, neutral name", "Cove House")
    they.page.get_by_label("Address", exact=True).fill("cove-house")
    they.tap("Save")


def taken(they: Visitor) -> None:
    they.open(f"{PAGE}/names")
    they.page.get_by_label("Address", exact=True).fill("meadow")
    they.tap("Save")


def of_maya(they: Visitor) -> None:
    they.open("/families")
    they.tap("Maya")
    they.tap("Check-in questions")


def none_for_maya(they: Visitor) -> None:
    of_maya(they)
    for box in they.page.get_by_role("checkbox").all():
        box.uncheck()
    they.tap("Save")


SCENES = (
    Scene("settings", "index", "olga", "settings.index", lambda they: they.open(PAGE)),
    Scene("settings", "place", "olga", "place.show", lambda they: they.open(f"{PAGE}/place")),
    Scene("settings", "place, of one", "newcomer", "place.show", lambda they: they.open(f"{PAGE}/place")),
    Scene("settings", "place refused", "olga", "place.store", no_line, 422),
    Scene("settings", "place, before saving", "olga", "place.store", abroad),
    Scene("settings", "answering", "olga", "answering.show", lambda they: they.open(f"{PAGE}/answering")),
    Scene("settings", "noticing", "olga", "noticing.show", lambda they: they.open(f"{PAGE}/noticing")),
    Scene("settings", "answering, of one", "newcomer", "answering.show", lambda they: they.open(f"{PAGE}/answering")),
    Scene("settings", "answering refused", "olga", "answering.store", no_days, 422),
    Scene("settings", "questions", "olga", "asking.show", lambda they: they.open(f"{PAGE}/questions")),
    Scene("settings", "questions refused", "olga", "asking.add", no_question, 422),
    Scene("settings", "questions, two at once", "newcomer", "asking.change", overtaken, 409),
    Scene("settings", "look", "olga", "look.show", lambda they: they.open(f"{PAGE}/look")),
    Scene("settings", "look, a pale colour", "newcomer", "look.paint", pale, 422),
    Scene("settings", "index, in their colour", "newcomer", "settings.index", painted),
    Scene("settings", "look, with a logo", "newcomer", "look.show", with_logo),
    Scene("settings", "names", "olga", "names.show", lambda they: they.open(f"{PAGE}/names")),
    Scene("settings", "names, taken", "olga", "names.store", taken, 422),
    Scene("settings", "names, before saving", "newcomer", "names.store", another_name),
    Scene("settings", "questions of a child", "okafor", "child_asking.show", of_maya),
    Scene("settings", "questions of a child refused", "okafor", "child_asking.choose", none_for_maya, 422),
)
