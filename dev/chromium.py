"""The Chromium that is on this machine, and axe: what the browser tests and `./bin/screens` look at pages with."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
"""Without these it asks its maker's servers things, at every start."""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WORDS = re.compile(r'>[^<]+<|\b(?:href|value|id|for|name|action|aria-[a-z]+|hx-[a-z]+)="[^"]*"')
AXE = Axe()


def program() -> str:
    """Where it is. `bin/_setup browser` says how to get one."""
    found = next(
        (path for name in (os.environ.get("CHROMIUM", ""), *NAMES) if name and (path := shutil.which(name))), None
    )
    if found is None:
        raise SystemExit(
            "There is no Chromium here: install it (Debian: apt install chromium) or name one in CHROMIUM."
        )
    return found


@contextmanager
def chromium() -> Iterator[Browser]:
    """One browser. Playwright starts it without a sandbox, which is what root needs."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=QUIET)
        try:
            yield browser
        finally:
            browser.close()


def violations(page: Page) -> list[str]:
    """What axe finds on the page as it is now, one line each; on a caregiver's page, contrast at the higher level too."""
    caregivers = page.locator("body.phone").count() > 0
    options: dict[str, Any] = {
        "runOnly": {"type": "tag", "values": RULES},
        "rules": {"color-contrast-enhanced": {"enabled": caregivers}},
        "resultTypes": ["violations"],
    }
    # What is scrolled half under a bar that stays is no small target: the page is read from its top.
    page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
    found = AXE.run(page, options=options).response["violations"]
    return [f"{one['id']}: {one['help']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


def likeness(page: Page) -> str:
    """A page's elements and classes, without its words: two of one likeness need be examined once."""
    size = page.viewport_size or {"width": 0}
    dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    return f"{size['width']} {dark} {WORDS.sub('', page.content())}"
