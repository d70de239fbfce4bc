"""Today as its reader has it before her."""

import re
from html import unescape

COUNT = re.compile(r"<a href=\"[^\"]*\"(?: aria-current=\"true\")?>([^<]+)<span class=\"count\">(\d+)</span>")


def counts(browser) -> dict[str, int]:
    return {words: int(n) for words, n in COUNT.findall(browser.page.text)}


def words(browser) -> list[str]:
    return re.findall(r'<p class="words">([^<]*)</p>', browser.text)


def address(browser, what: str) -> str:
    return unescape(re.search(rf'<a\b[^>]*href="([^"]*)"[^>]*>{what}<', browser.page.text)[1])


def later(browser) -> str:
    return unescape(re.search(r'rel="next"\s+href="([^"]*)"', browser.page.text)[1])
