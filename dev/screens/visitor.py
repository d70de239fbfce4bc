"""Somebody's browser while it is brought to a page, and the last answer it was given."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from playwright.sync_api import Locator, Page, Response

from dev.screens.site import Site

KINDS = ("document", "fetch", "xhr")
BUSY = ".htmx-request, .htmx-swapping, .htmx-settling"


@dataclass
class Visitor:
    """`clinic`: on whose host the paths lie, or nothing for the apex. `says`: a scene's English words as this browser reads
    them."""

    page: Page
    site: Site
    clinic: str = ""
    says: Callable[[str], str] = str
    last: Response | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.page.on("response", self.hear)

    def hear(self, response: Response) -> None:
        moves_on = 300 <= response.status < 400
        if response.request.resource_type in KINDS and not moves_on:
            self.last = response

    def open(self, path: str) -> None:
        self.page.goto(path if "://" in path else self.site.url(self.clinic, path))

    def tap(self, words: str, nth: int = 0) -> None:
        """Presses the button or follows the link of these words, and waits for what comes of it."""
        button, link = self.called("button", words), self.called("link", words)
        with self.page.expect_response(lambda answer: answer.request.resource_type in KINDS and answer.status < 600):
            button.or_(link).nth(nth).click()
        self.page.wait_for_load_state("networkidle")
        self.page.wait_for_function("busy => !document.querySelector(busy)", arg=BUSY)

    def fill(self, label: str, words: str, nth: int = 0) -> None:
        self.labelled(label).nth(nth).fill(words)

    def tick(self, label: str, nth: int = 0) -> None:
        self.labelled(label).nth(nth).check()

    def called(self, role: Literal["button", "link"], words: str) -> Locator:
        """Also in English: pages of staff are."""
        here = self.page.get_by_role
        return here(role, name=self.says(words), exact=True).or_(here(role, name=words, exact=True))

    def labelled(self, label: str) -> Locator:
        return self.page.get_by_label(self.says(label)).or_(self.page.get_by_label(label))
