"""What an owner does on the first day, for the walks that need a clinic of her own."""

import re

from tests.live import Live
from tests.walker import Walker

PASSWORD = "four words in a row"


def sign_up(desk: Walker, apex: str, name: str) -> str:
    """Fills the form in and sends it. Returns the address chosen."""
    address = name.lower().replace(" ", "-")
    desk.open(apex)
    desk.sees("Parents, part of the therapy team")
    desk.tap("Sign your clinic up")
    desk.fill("Name of the clinic", f"{name} Child Therapy")
    desk.fill("Short, neutral name", name)
    desk.page.get_by_label("Address", exact=True).fill(address)
    desk.page.get_by_label("Your name").fill("Dr Ada Okafor")
    desk.fill("Your e-mail address", f"ada+{address}@example.org")
    desk.fill("Password", PASSWORD)
    desk.fill("Your role", "Owner")
    desk.page.get_by_label("I accept the terms").check()
    return address


def go_in(desk: Walker, name: str) -> None:
    desk.tap("Open the clinic")
    desk.sees(f"{name} is ready")
    desk.tap(f"Open {name}")


def confirm(desk: Walker, site: Live, name: str, address: str) -> None:
    desk.open(re.search(r"http://\S+/in/\S+", site.mail(f"ada+{address}@example.org"))[0])
    desk.tap("Confirm")
    desk.sees("Your address is confirmed.")
    desk.tap(f"Go to {name}")


def check_lines(desk: Walker) -> None:
    desk.tap("Clinic")
    desk.tap("Check them Check the crisis lines")
    desk.page.get_by_label("Number", exact=True).nth(1).fill("988")
    desk.tap("These are right")
    desk.sees("Saved.")


def name_a_cover(desk: Walker) -> None:
    """How soon she answers, and whom families call instead of her."""
    desk.tap("Clinic")
    desk.tap("Say it Say how soon and when you answer")
    desk.page.get_by_label("You usually answer").select_option("3")
    desk.sees("You are the only one here who reads what families write")
    desk.page.get_by_label("Name", exact=True).fill("Dr Lee")
    desk.page.get_by_label("Phone", exact=True).fill("555-0100")
    desk.tap("These are right")
    desk.sees("Saved.")


def add_family(desk: Walker, address: str) -> None:
    """Maya and her mother Dana, not invited yet."""
    desk.tap("Families")
    desk.tap("Add a family")
    desk.fill("Child's name", "Maya")
    desk.fill("Age in years", "7")
    desk.page.get_by_label("Name", exact=True).first.fill("Dana")
    desk.page.get_by_label("E-mail address").first.fill(f"dana@{address}.example")
    desk.page.get_by_label("It is safe to write").first.check()
    desk.tap("Add the family")
