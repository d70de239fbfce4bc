"""An owner signs a clinic up on the apex, finds herself in it, and does what must be done before anybody is invited."""

import re
from itertools import count

import pytest

from tests.walker import Walker

NUMBERS = count(1)
PASSWORD = "four words in a row"


@pytest.fixture
def name(script: bool) -> str:
    """A short name nobody else uses."""
    return f"Cove {next(NUMBERS)}{'s' if script else 'n'}"


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


def test_an_owner_opens_a_clinic_and_stands_in_it(device, site, name):
    desk = device("desk")
    address = sign_up(desk, site.apex, name)
    desk.tap("Open the clinic")
    desk.sees(f"{name} is ready")
    desk.tap(f"Open {name}")
    assert desk.page.url.startswith(f"http://{address}.localhost:{site.port}/")
    desk.sees("Nothing waits for you.", "Dr Ada Okafor")
    desk.tap("Clinic")
    desk.sees("To do", "Confirm your e-mail address", "Check the crisis lines", "Add a family")


def test_no_invitation_leaves_before_address_crisis_lines_and_reply_time_are_confirmed(device, site, name):
    desk = device("desk")
    address = sign_up(desk, site.apex, name)
    desk.tap("Open the clinic")
    desk.tap(f"Open {name}")
    desk.tap("Families")
    desk.tap("Add a family")
    desk.fill("Child's name", "Maya")
    desk.fill("Age in years", "7")
    desk.page.get_by_label("Name", exact=True).first.fill("Dana")
    desk.page.get_by_label("E-mail address").first.fill(f"dana@{address}.example")
    desk.page.get_by_label("It is safe to write").first.check()
    desk.tap("Add the family")
    desk.tap("Invite Dana")
    desk.sees("Before the first invitation, the owner confirms")
    assert not site.outbox.mails(f"dana@{address}.example")

    desk.open(re.search(r"http://\S+/in/\S+", site.mail(f"ada+{address}@example.org"))[0])
    desk.tap("Confirm")
    desk.sees("Your address is confirmed.")
    desk.tap(f"Go to {name}")
    desk.tap("Clinic")
    desk.tap("Check them Check the crisis lines")
    desk.page.get_by_label("Number", exact=True).nth(1).fill("988")
    desk.tap("These are right")
    desk.sees("Saved.")
    desk.tap("Families")
    desk.tap("Maya")
    desk.tap("People and invitations")
    desk.tap("Invite Dana")
    desk.sees("Before the first invitation, the owner confirms")
    desk.tap("Clinic")
    desk.tap("Say it Say how soon and when you answer")
    desk.page.get_by_label("You usually answer").select_option("3")
    desk.sees("You are the only one here who reads what families write")
    desk.page.get_by_label("Name", exact=True).fill("Dr Lee")
    desk.page.get_by_label("Phone", exact=True).fill("555-0100")
    desk.tap("These are right")
    desk.sees("Saved.")
    desk.tap("Clinic")
    desk.sees("Done", "Name a covering colleague")
    desk.misses(["To do"])
    desk.tap("Families")
    desk.tap("Maya")
    desk.tap("People and invitations")
    desk.tap("Invite Dana")
    desk.sees("The invitation is on its way.")
    assert "You are invited" in site.mail(f"dana@{address}.example")


def test_a_form_sent_with_gaps_says_what_is_missing_and_keeps_the_rest(device, site, name):
    desk = device("desk")
    sign_up(desk, site.apex, name)
    desk.fill("Short, neutral name", "Kids Therapy")
    desk.fill("Password", "short")
    desk.expected.add(422)
    desk.tap("Open the clinic")
    desk.sees("Please look at this again", "Leave out words like therapy", "Use at least 12 characters.")
    assert desk.page.get_by_label("Name of the clinic").input_value() == f"{name} Child Therapy"


@pytest.mark.parametrize("script", [True], indirect=True)
def test_the_address_is_checked_while_typing(device, site, house):
    desk = device("desk")
    desk.open(f"{site.apex}/signup")
    field = desk.page.get_by_label("Address", exact=True)
    field.press_sequentially("quiet-cove")
    desk.sees("quiet-cove is free.")
    field.fill(house.subdomain)
    desk.sees(f"{house.subdomain} is taken.", f"{house.subdomain}-2 is free.")
    field.fill("-")
    desk.sees("Use 3 to 40 letters")
    desk.look()
    assert desk.page.get_by_label("Country").input_value() == "US"
    assert desk.page.get_by_label("Time zone").input_value() == "America/New_York"


@pytest.mark.parametrize("script", [True], indirect=True)
def test_the_address_is_suggested_from_the_short_name_until_she_writes_one(device, site):
    desk = device("desk")
    desk.open(f"{site.apex}/signup")
    short, address = desk.page.get_by_label("Short, neutral name"), desk.page.get_by_label("Address", exact=True)
    short.press_sequentially("Möwe & St. Mary’s")
    assert address.input_value() == "mowe-st-marys"
    desk.sees("mowe-st-marys is free.")
    address.fill("")
    address.press_sequentially("own-bay")
    short.fill("Harbour")
    assert address.input_value() == "own-bay"
