"""A phone that others use: from its first minute to quick exit, and then whoever takes it up finds nothing of the portal.

The browser here keeps whole pages for Back, as people's browsers do and as Playwright's own would not.
"""

import pytest
from playwright.sync_api import Browser, expect

from dev.chromium import QUIET, program
from tests.walker import PHONE, Walker

HERS = ("Dana", "Maya", "Okafor", "Mills", "She hid under the mat")
IS_KEPT = "path => fetch(path, {cache: 'only-if-cached', mode: 'same-origin'}).then(() => true, () => false)"


@pytest.fixture
def phone(chrome: Browser, site, script):
    browser = chrome.browser_type.launch(
        executable_path=program(), args=QUIET, ignore_default_args=["--disable-back-forward-cache"]
    )
    walker = Walker(browser, site.port, script, PHONE)
    walker.welcome.add(site.elsewhere.url.removesuffix("/weather"))
    yield walker
    walker.close()
    browser.close()


def test_must_14_from_a_shared_phones_first_minute_to_quick_exit_nothing_stays(phone, site, house):
    phone.open(site.link(house, "dana", "invitation"))
    phone.tap("Go in")
    phone.page.get_by_label("Somebody else uses this phone").check()
    phone.tap("I have read this")
    phone.sees("no mail opens your page")
    for answer in ("Good", "Well", "Skip and send"):
        phone.tap(answer)
    phone.open(site.url(house, "/home"))
    phone.tap("Write a note")
    phone.fill("Your note", "She hid under the mat")
    phone.tap("Send the note")
    phone.sees("Thank you. That helps.", "She hid under the mat")
    been = {one.removeprefix("GET ") for one in phone.sent if one.startswith("GET ")}
    pages = {path for path in been if not path.startswith(("/static", "/look", "/logo"))}
    assert len(pages) > 5

    phone.page.get_by_role("button", name="Leave this page").click()
    expect(phone.page.get_by_text("Sunny spells")).to_be_visible()
    phone.settle()
    phone.expected |= {404, 410}
    for _ in range(len(pages)):
        phone.page.go_back(wait_until="commit")
        phone.settle()
        phone.misses(HERS)
        if phone.page.url == "about:blank":
            break
    phone.check()

    # Whoever looks into the cache has scripts.
    phone.context.new_cdp_session(phone.page).send("Emulation.setScriptExecutionDisabled", {"value": False})
    phone.open(site.url(house, "/sign-in"))
    phone.misses(HERS)
    for path in been - pages:
        phone.page.evaluate("path => fetch(path)", path)
    kept = {path for path in been if phone.page.evaluate(IS_KEPT, path)}
    phone.faults.clear()  # what is not in the cache is an error in the console
    assert kept and not kept & pages, "what holds nobody's words is kept, and no page"
