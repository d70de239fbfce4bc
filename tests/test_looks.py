"""What looking at every page (bin/screens) found, held without a browser."""

import re

import pytest

from tests.deeds import tells

MENU = re.compile(r"<nav.*?</nav>", re.S)
NEVER_WAS = "/updates/00000000-0000-7000-8000-000000000000"


def test_the_line_for_a_lost_connection_is_empty_so_that_nothing_shows(harbour, browser):
    """Even a blank would make it a bar over the page."""
    page = browser(harbour).get("/sign-in").text
    assert re.search(r'<p id="net"[^>]*></p>', page)


def test_a_page_that_is_not_here_keeps_the_menu(harbour, browser):
    dana = browser(harbour).sign_in("dana")
    menu = MENU.search(dana.get("/updates").text)[0]
    assert MENU.search(dana.get(NEVER_WAS, status=404).text)[0] == menu


def test_a_page_for_others_says_so_and_keeps_the_menu(harbour, browser):
    olga = browser(harbour).sign_in_staff("olga")
    olga.get("/today", status=403)
    assert "This page is for other people at your clinic." in olga.text
    assert 'href="/clinic"' in olga.text and 'href="/today"' not in olga.text


def test_lines_stay_lines(harbour, browser):
    dana = browser(harbour).sign_in("dana")
    update = tells(harbour, "dana", "maya", "First.\n\nSecond.")
    assert '<p class="words">First.\n\nSecond.</p>' in dana.get(f"/updates/{update}").text


@pytest.mark.parametrize(("name", "called"), [("Dana Rivera", "Dana"), ("Mrs Rivera", "Mrs Rivera"), ("Zoë", "Zoë")])
def test_she_is_greeted_by_the_first_of_her_names(name, called):
    from app.portal.frame import Frame

    assert Frame(name, (), None, {}, ()).called == called


def test_the_summary_says_what_to_mend_in_a_form_inside_the_form(harbour, browser):
    okafor = browser(harbour).sign_in_staff()
    okafor.get("/families/new")
    okafor.post("/families", {"child": "Noor", "age": "7", "second-address": "sana at home"}, status=422)
    assert re.search(r'<a href="#first-name">\s*Write the name of one person', okafor.text)
    assert re.search(r'<a href="#second-address">\s*This does not look like an e-mail address', okafor.text)


def test_half_a_crisis_line_is_refused_and_an_empty_one_is_none(harbour, browser):
    olga = browser(harbour).sign_in_staff("olga")
    olga.get("/clinic/settings/place")
    line = {
        "lines-0-label": "In danger", "lines-0-number": "911", "lines-1-label": "To talk", "time_zone": "America/New_York",
        "country": "US",
    }  # fmt: skip
    olga.post("/clinic/settings/place", line, status=422)
    assert "Write both what it is for and the number, or empty both." in olga.text
    olga.post("/clinic/settings/place", line | {"lines-1-label": ""})
    assert "Saved." in olga.text
