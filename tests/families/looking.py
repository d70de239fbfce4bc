"""A caseload as its reader has it before her."""

import re

ROW = re.compile(r'<th scope="row"><a href="[^"]*">([^<]*)</a>')


def shown(browser) -> list[str]:
    return ROW.findall(browser.text)


def looks_for(browser, typed: str, **more) -> None:
    """As somebody types it and presses Search."""
    browser.get("/families")
    browser.post("/families/search", {"q": typed} | more)
