"""A clinic's colour: what anybody can read, in both themes."""

import pytest

from app.web.colour import ENOUGH, contrast
from app.web.look import PAPER, SUNK, look_of, nearest, passes
from tests.clinic.pages import opened, stored

COLOURS = ["#ff0000", "#ffff00", "#00ff00", "#0000ff", "#777777", "#ffffff", "#e91e63", "#2e7d32", "#8a2be2", "#000000"]
PATH = "/clinic/settings/look"


@pytest.mark.parametrize("colour", COLOURS)
def test_every_colour_offered_can_be_read_in_both_themes(colour):
    look = look_of(nearest(colour))
    for ground in ("#ffffff", PAPER, SUNK, look.light.soft):
        assert contrast(look.light.brand, ground) >= ENOUGH
    assert contrast(look.light.ink, look.light.brand) >= ENOUGH
    assert contrast("#ffffff", look.light.hero) >= ENOUGH and contrast("#ffffff", look.dark.hero) >= ENOUGH
    for ground in (look.dark.soft, "#17222a", "#212d35"):
        assert contrast(look.dark.brand, ground) >= ENOUGH
    assert contrast(look.dark.ink, look.dark.brand) >= ENOUGH


def test_contrast_is_counted_as_wcag_counts_it():
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48
    assert contrast("#000000", "#ffffff") == 21


def test_a_colour_that_passes_is_left_as_it_is_and_stands_on_every_page(harbour, meadow, browser):
    assert passes("#004668") and nearest("#004668") == "#004668"
    olga = browser(harbour).sign_in_staff("olga")
    opened(olga, "look")
    olga.post(f"{PATH}/colour", {"picked": "#6a1b4d", "written": ""})
    assert stored(harbour).brand == "#6a1b4d"
    address = look_of("#6a1b4d").address
    for page in (browser(harbour), browser(harbour).sign_in("dana"), browser(harbour).sign_in_staff()):
        page.get("/")
        assert f'href="{address}"' in page.text and 'content="#6a1b4d"' in page.text
    sheet = olga.get(address)
    assert (
        sheet.mimetype == "text/css"
        and "--brand:#6a1b4d" in sheet.text
        and "immutable" in sheet.headers["Cache-Control"]
    )
    other = browser(meadow)
    other.get("/sign-in")
    assert "/look/" not in other.text


def test_a_pale_colour_is_refused_and_the_nearest_that_can_be_read_is_offered(harbour, browser):
    olga = browser(harbour).sign_in_staff("olga")
    opened(olga, "look")
    olga.post(f"{PATH}/colour", {"picked": "#004668", "written": "#E91E63"}, status=422)
    offered = nearest("#e91e63")
    assert "It takes 7 to 1." in olga.text and f"Use {offered}" in olga.text
    assert stored(harbour).brand is None, "never taken silently"
    olga.post(f"{PATH}/colour", {"picked": offered, "written": ""})
    assert stored(harbour).brand == offered
    olga.post(f"{PATH}/colour", {"ours": "1"})
    assert stored(harbour).brand is None


@pytest.mark.parametrize("colour", ["red", "#12", "#12345g", "url(x)", "}:root{--a:b"])
def test_what_is_no_colour_says_so(harbour, browser, colour):
    olga = browser(harbour).sign_in_staff("olga")
    opened(olga, "look")
    olga.post(f"{PATH}/colour", {"picked": "#004668", "written": colour}, status=422)
    assert "Write it as # and six signs" in olga.text or "too long" in olga.text
    assert stored(harbour).brand is None


@pytest.mark.parametrize("name", ["004668.00000000.css", "x", "zzzzzz.12345678.css", "000000.css"])
def test_no_style_sheet_stands_at_an_address_we_did_not_make(harbour, browser, name):
    browser(harbour).get(f"/look/{name}", status=404)
