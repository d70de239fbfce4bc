"""Somebody with a browser, who complains: about what axe finds, console errors, other origins, uncaught exceptions."""

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, Request, Response, expect

from dev.chromium import likeness, violations

PHONE: dict[str, Any] = {
    "viewport": {"width": 375, "height": 740}, "is_mobile": True, "has_touch": True, "color_scheme": "light",
    "user_agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148",
}  # fmt: skip
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"}
FAILED = re.compile(r"Failed to load resource: the server responded with a status of (\d+)")
BUSY = ".htmx-request, .htmx-swapping, .htmx-settling"
SEEN: set[str] = set()


class Walker:
    """One device. `script`: whether its browser runs JavaScript."""

    def __init__(self, browser: Browser, port: int, script: bool, device: dict[str, Any]):
        self.context = browser.new_context(
            java_script_enabled=script, locale="en-US", timezone_id="America/New_York", **device
        )
        self.context.set_default_timeout(10_000)
        self.browser, self.device, self.port, self.script = browser, device, port, script
        self.mirror: Page | None = None
        self.expected: set[int] = set()
        self.welcome: set[str] = set()
        self.faults: list[str] = []
        self.sent: list[str] = []
        self.under_way: set[Request] = set()
        self.taps = 0
        self.page = self.watched(self.context.new_page())

    def watched(self, page: Page) -> Page:
        page.on("console", self.hear)
        page.on("pageerror", lambda error: self.faults.append(f"uncaught: {error}"))
        page.on("request", self.ask)
        page.on("response", self.answer)
        page.on("requestfinished", self.done)
        page.on("requestfailed", self.done)
        return page

    def hear(self, message: ConsoleMessage) -> None:
        failed = FAILED.match(message.text)
        if failed and int(failed[1]) in self.expected:
            return
        if message.type == "error" or "Content Security Policy" in message.text:
            self.faults.append(f"console: {message.text} ({message.location.get('url')})")

    def ask(self, request: Request) -> None:
        self.under_way.add(request)
        self.sent.append(f"{request.method} {urlsplit(request.url).path}")
        at = urlsplit(request.url)
        ours = at.port == self.port and (at.hostname == "localhost" or str(at.hostname).endswith(".localhost"))
        if not (ours or at.scheme == "data" or f"{at.scheme}://{at.netloc}" in self.welcome):
            self.faults.append(f"another origin: {request.url}")

    def done(self, request: Request) -> None:
        self.under_way.discard(request)

    def answer(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.faults.append(f"{response.status} for {response.request.method} {response.url}")

    # What a person does.

    def open(self, url: str) -> None:
        self.page.goto(url, wait_until="commit")
        self.look()

    def tap(self, what: Locator | str, *, quietly: bool = False) -> None:
        """Presses a button or a link, named by its words when it is not given itself."""
        self.taps += 1
        (self.named(what) if isinstance(what, str) else what).first.click()
        self.settle()
        if not quietly:
            self.look()

    def named(self, words: str) -> Locator:
        return self.page.get_by_role("button", name=words, exact=True).or_(
            self.page.get_by_role("link", name=words, exact=True)
        )

    def fill(self, label: str, text: str) -> None:
        self.page.get_by_label(label).first.fill(text)

    def begin(self) -> None:
        """The first visit: nobody else uses this phone, and the card is read."""
        if (nobody := self.page.get_by_label("No, only me")).count():
            nobody.check()
        self.tap("I have read this")

    def sees(self, *texts: str) -> None:
        for text in texts:
            expect(self.page.locator("body")).to_contain_text(text)

    def misses(self, words: Iterable[str]) -> None:
        shown = self.page.content()
        found = [word for word in words if word in shown]
        assert not found, f"{self.page.url} shows {found}"

    # What the browser is held to.

    def settle(self) -> None:
        """Until nothing is being loaded or swapped."""
        calm = 0
        for _ in range(400):
            calm = 0 if self.under_way else calm + 1
            if calm > 2:
                break
            self.page.wait_for_timeout(20)
        self.page.wait_for_load_state("load")
        if self.script:
            expect(self.page.locator(BUSY)).to_have_count(0)

    def look(self) -> None:
        """Reads the page as it is now, with axe where one like it has not been read, and fails for all that was wrong."""
        self.settle()
        like = likeness(self.page)
        if like not in SEEN:
            self.faults += violations(self.page if self.script else self.mirrored())
            SEEN.add(like)
        self.check()

    def mirrored(self) -> Page:
        """The same page where scripts run: axe needs them, and this person's browser runs none."""
        if self.mirror is None:
            self.mirror = self.browser.new_context(**self.device).new_page()
        html, url = self.page.content(), self.page.url
        self.mirror.unroute_all()
        self.mirror.route(
            lambda asked: asked.split("#")[0] == url.split("#")[0],
            lambda route: route.fulfill(body=html, content_type="text/html"),
        )
        self.mirror.route("**/*.js", lambda route: route.abort())
        self.mirror.goto(url)
        return self.mirror

    def close(self) -> None:
        self.context.close()
        if self.mirror:
            self.mirror.context.close()
        self.check()

    def check(self) -> None:
        faults, self.faults = self.faults, []
        assert not faults, f"{self.page.url}:\n" + "\n".join(faults)
