"""An owner signs a clinic up on the apex, finds herself in it, and does what must be done before anybody is invited."""

from itertools import count

import pytest

from tests.first_day import add_family, check_lines, confirm, go_in, name_a_cover, sign_up

NUMBERS = count(1)


@pytest.fixture
def name(script: bool) -> str:
    """A short name nobody else uses."""
    return f"Cove {next(NUMBERS)}{'s' if script else 'n'}"


def test_an_owner_opens_a_clinic_and_stands_in_it(device, site, name):
    desk = device("desk")
    address = sign_up(desk, site.apex, name)
    go_in(desk, name)
    assert desk.page.url.startswith(f"http://{address}.localhost:{site.port}/")
    desk.sees("Nothing waits for you.", "Dr Ada Okafor")
    desk.tap("Clinic")
    desk.sees("To do", "Confirm your e-mail address", "Check the crisis lines", "Add a family")


def test_no_invitation_leaves_before_address_crisis_lines_and_reply_time_are_confirmed(device, site, name):
    desk = device("desk")
    address = sign_up(desk, site.apex, name)
    go_in(desk, name)
    add_family(desk, address)
    desk.tap("Invite Dana")
    desk.sees("Before the first invitation, the owner confirms")
    assert not site.outbox.mails(f"dana@{address}.example")

    confirm(desk, site, name, address)
    check_lines(desk)
    invite_dana(desk)
    desk.sees("Before the first invitation, the owner confirms")
    name_a_cover(desk)
    desk.tap("Clinic")
    desk.sees("Done", "Name a covering colleague")
    desk.misses(["To do"])
    invite_dana(desk)
    desk.sees("The invitation is on its way.")
    assert "You are invited" in site.mail(f"dana@{address}.example")


def invite_dana(desk):
    desk.tap("Families")
    desk.tap("Maya")
    desk.tap("People and invitations")
    desk.tap("Invite Dana")


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
