"""A clinic moves to another address: links lead on, and what somebody is writing at that moment is not lost."""

import pytest

from tests.walker import Walker
from tests.world import House


def opened(desk: Walker, site, house: House, page: str) -> None:
    desk.open(site.url(house, f"/clinic/settings/{page}"))


def seconds_later(walker: Walker) -> None:
    """What each web process keeps of a clinic may be five seconds old (tenants/resolve.py)."""
    walker.page.wait_for_timeout(5_200)


@pytest.fixture
def olga(staff) -> Walker:
    return staff("olga")


def test_short_name_and_address_move_and_old_links_lead_on(olga, device, site, house):
    old, new = site.link(house, "dana"), f"cove-{house.subdomain}"
    opened(olga, site, house, "names")
    olga.page.get_by_label("Short, neutral name").fill("Cove")
    olga.page.get_by_label("Address", exact=True).fill(new)
    olga.tap("Save")
    olga.sees("Before it is saved", f"{new}.localhost", "5 caregivers", "The old address leads there for ever")
    olga.tap("Save it")
    olga.sees("Your clinic has moved")
    seconds_later(olga)
    olga.tap("Sign in at the new address")
    assert olga.page.url == f"http://{new}.localhost:{site.port}/staff/sign-in"
    phone = device("phone")
    phone.open(old)
    assert phone.page.url.startswith(f"http://{new}.localhost:{site.port}/in/")
    phone.tap("Go in")
    phone.sees("Before you start")
    assert "Cove" in phone.page.title()


def test_what_she_was_writing_when_the_clinic_moved_is_shown_with_the_new_address(olga, caregiver, site, house):
    dana = caregiver("dana")
    dana.tap("Write a note")
    dana.fill("Your note", "She slept in the car.")
    dana.expected.add(410)  # of sending it, and of what is saved while she types
    opened(olga, site, house, "names")
    olga.page.get_by_label("Address", exact=True).fill(f"bay-{house.subdomain}")
    olga.tap("Save")
    olga.tap("Save it")
    seconds_later(olga)
    dana.tap("Send the note")
    dana.sees("This page has moved to", f"bay-{house.subdomain}.localhost")
    if dana.script:
        assert dana.page.get_by_label("Your note").input_value() == "She slept in the car."
    else:
        assert dana.page.get_by_label("What you typed").first.input_value() in ("She slept in the car.", "other")
    dana.sees("Sign in on a new page")
