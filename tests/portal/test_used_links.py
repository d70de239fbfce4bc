"""A used link says when and where it was used, and takes "that was not me" (must 17)."""

import pytest

from tests.deeds import makes_slip
from tests.portal.test_links import invited  # noqa: F401  (the fixture)
from tests.portal.test_new_device import NEW, devices


def not_me(page, word):
    page.get(f"/in/{word}", status=410)
    assert "It was used today" in page.text and "computer" in page.text
    page.post(f"/in/{word}/not-me", status=410)
    assert "What came in by it is signed out." in page.text


@pytest.mark.parametrize("way", ["link", "slip"])
def test_must_17_that_was_not_me_puts_out_what_came_in_by_it(harbour, browser, invited, work, way):  # noqa: F811
    word = invited("dana") if way == "link" else makes_slip(harbour, "dana")
    thief, dana = browser(harbour), browser(harbour)
    thief.enter(word)
    not_me(dana, word)
    thief.get("/you", follow=False, status=303)
    work()
    assert "was used by somebody else" in browser(harbour).sign_in_staff().get("/today").text
    thief.enter(makes_slip(harbour, "dana"))
    assert len(devices(harbour)) == 2, "its browser is nobody's device any more"
    assert NEW in thief.text


def test_a_used_link_found_in_her_inbox_takes_nothing_from_her_own_phone(harbour, browser, invited, servers):  # noqa: F811
    word = invited("dana")
    dana = browser(harbour)
    dana.enter(word)
    with servers.admin("withkin") as admin:
        admin.execute("update portal_link set used_at = used_at - interval '2 days'")
        admin.execute("update device set made_at = made_at - interval '2 days'")
    finder = browser(harbour)
    finder.get(f"/in/{word}", status=410)
    finder.post(f"/in/{word}/not-me", status=410)
    dana.get("/you", follow=False, status=303)
    finder.sign_in("dana")
    assert NEW in finder.get("/home").text, "the next device is not the only one"
    dana.sign_in("dana")
    assert NEW not in dana.get("/home").text and len(devices(harbour)) == 2


def test_nor_within_the_first_day(harbour, browser, invited):  # noqa: F811
    word = invited("dana")
    browser(harbour).enter(word)
    finder = browser(harbour)
    not_me(finder, word)
    finder.sign_in("dana")
    assert NEW in finder.get("/home").text


def test_a_link_that_was_not_used_takes_no_such_word(harbour, browser, invited):  # noqa: F811
    word = invited("dana")
    page = browser(harbour)
    page.get("/sign-in")
    assert "This is your own private page" in page.post(f"/in/{word}/not-me").text
    page.post("/in/abc/not-me", status=404)
    page.enter(word)
    assert "Before you start" in page.text


def test_said_twice_it_is_told_once(harbour, browser, work):
    word = makes_slip(harbour, "dana")
    browser(harbour).enter(word)
    page = browser(harbour)
    for _ in range(2):
        page.get(f"/in/{word}", status=410)
        page.get("/sign-in")
        page.post(f"/in/{word}/not-me", status=410)
    work()
    assert browser(harbour).sign_in_staff().get("/today").text.count("was used by somebody else") == 1
