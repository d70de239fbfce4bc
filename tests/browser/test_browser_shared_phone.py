"""A phone that others use: from its first minute to quick exit, and then whoever takes it up finds nothing of the portal.

The browser here keeps whole pages for Back and has a profile on disk, as people's browsers do.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from dev.chromium import QUIET, program
from tests.walker import PHONE, Walker

WORDS = "She hid under the mat"
HERS = ("Dana", "Maya", "Okafor", "Mills", WORDS)


class OnDisk:
    """Its first context is a browser of its own, whose profile lies in a folder."""

    def __init__(self, chrome: Browser, folder: Path):
        self.chrome, self.folder = chrome, folder

    def new_context(self, **options: object) -> BrowserContext:
        if self.folder.exists():
            return self.chrome.new_context(**options)
        return self.chrome.browser_type.launch_persistent_context(
            self.folder, executable_path=program(), args=QUIET,
            ignore_default_args=["--disable-back-forward-cache"], **options,
        )  # fmt: skip

    def kept(self) -> bytes:
        """All that is in its cache, once it is closed."""
        files = [
            one for one in self.folder.rglob("*") if one.is_file() and "Cache" in str(one.relative_to(self.folder))
        ]
        return b"".join(one.read_bytes() for one in files)


@pytest.fixture
def disk(chrome: Browser, tmp_path: Path) -> OnDisk:
    return OnDisk(chrome, tmp_path / "profile")


@pytest.fixture
def phone(disk: OnDisk, site, script):
    walker = Walker(disk, site.port, script, PHONE)
    walker.welcome.add(site.elsewhere.url.removesuffix("/weather"))
    yield walker
    walker.close()


def test_must_14_from_a_shared_phones_first_minute_to_quick_exit_nothing_stays(phone, disk, site, house):
    phone.open(site.link(house, "dana", "invitation"))
    phone.tap("Go in")
    phone.page.get_by_label("Somebody else uses this phone").check()
    phone.tap("I have read this")
    phone.sees("no mail opens your page")
    for answer in ("Good", "Well", "Skip and send"):
        phone.tap(answer)
    phone.open(site.url(house, "/home"))
    phone.tap("Write a note")
    phone.fill("Your note", WORDS)
    phone.tap("Send the note")
    phone.sees("Thank you. That helps.", WORDS)

    phone.page.get_by_role("button", name="Leave this page").click()
    expect(phone.page.get_by_text("Sunny spells")).to_be_visible()
    phone.settle()
    phone.expected |= {404, 410}
    for _ in range(12):
        phone.page.go_back(wait_until="commit")
        phone.settle()
        phone.misses(HERS)
        if phone.page.url == "about:blank":
            break
    phone.check()

    phone.open(site.url(house, "/sign-in"))
    phone.misses(HERS)
    phone.close()
    kept = disk.kept()
    assert b"/static/app" in kept, "what holds nobody's words is kept"
    pages = [site.url(house, path) for path in ("/home", "/welcome", "/check-in/", "/updates/")]
    assert not [word for word in (*HERS, *pages) if word.encode() in kept]
