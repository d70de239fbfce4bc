"""Leave this page: at once, signed out, and nothing of the portal comes back with Back."""

import pytest
from playwright.sync_api import expect

from tests.walker import Walker

ONLY_SCRIPT = pytest.mark.parametrize("script", [True], indirect=True)


def gone(phone: Walker, site) -> None:
    """On the neutral page, and everything that was here answers with the way in."""
    expect(phone.page.get_by_text("Sunny spells")).to_be_visible()
    assert phone.page.url == site.elsewhere.url
    phone.settle()
    assert "POST /leave" in phone.sent
    phone.expected.add(410)  # the link that was used up is in the history, too
    for _ in range(3):
        phone.page.go_back(wait_until="commit")
        phone.settle()
        phone.misses(["Dana", "Maya", "Okafor"])
    phone.check()


@pytest.fixture
def phone(caregiver, site) -> Walker:
    walker = caregiver("dana")
    walker.welcome.add(site.elsewhere.url.removesuffix("/weather"))
    walker.tap("Write a note")
    return walker


def test_must_14_the_button_leaves_and_back_shows_nothing(phone, site):
    phone.page.get_by_role("button", name="Leave this page").click()
    gone(phone, site)


def test_must_14_the_button_comes_first(phone, site):
    phone.open(phone.page.url)
    phone.page.keyboard.press("Tab")
    expect(phone.page.get_by_role("button", name="Leave this page")).to_be_focused()


@ONLY_SCRIPT
def test_must_14_shift_three_times_alone_leaves(phone, site):
    for _ in range(3):
        phone.page.keyboard.press("Shift")
    gone(phone, site)


@ONLY_SCRIPT
def test_must_14_typing_capitals_never_leaves(phone, site):
    here = phone.page.url
    phone.page.get_by_label("Your note").click()
    for key in ("Shift", "Shift+A", "Shift", "Shift", "b", "Shift", "Shift", "Shift+C"):
        phone.page.keyboard.press(key)
    phone.page.wait_for_timeout(300)
    assert phone.page.url == here
    assert "POST /leave" not in phone.sent
