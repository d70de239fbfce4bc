"""Colour and logo: what anybody can read, and nothing of a file but its picture."""

import re
from contextlib import suppress
from contextvars import Context
from io import BytesIO

import pytest
from PIL import Image, ImageCms, PngImagePlugin
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from app.clinic import logo
from app.web.colour import ENOUGH, contrast
from app.web.look import PAPER, SUNK, look_of, nearest, passes
from tests.clinic.pages import opened, stored

COLOURS = ["#ff0000", "#ffff00", "#00ff00", "#0000ff", "#777777", "#ffffff", "#e91e63", "#2e7d32", "#8a2be2", "#000000"]
PATH = "/clinic/settings/look"


def picture(kind: str = "PNG", size: tuple[int, int] = (600, 200), mode: str = "RGB", **more: object) -> bytes:
    file = BytesIO()
    Image.linear_gradient("L").resize(size).convert(mode).save(file, kind, **more)
    return file.getvalue()


def flat(size: tuple[int, int]) -> bytes:
    """Small as a file, large as a picture."""
    file = BytesIO()
    Image.new("1", size).save(file, "PNG", optimize=True)
    return file.getvalue()


def noise(size: tuple[int, int] = (480, 120)) -> bytes:
    file = BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(file, "PNG")
    return file.getvalue()


def uploads(browser, file: bytes, name: str = "logo.png", status: int = 200, **fields: str):
    path = f"{PATH}/logo"
    opened(browser, "look")
    # Encoded here: the client would put a large one into a temporary file, and never close it.
    boundary, body = encode_multipart(browser.hidden(path) | fields | {"image": FileStorage(BytesIO(file), name)})
    kind = f"multipart/form-data; boundary={boundary}"
    answer = Context().run(
        browser.client.post, path, base_url=browser.base, data=body, content_type=kind, follow_redirects=True
    )
    return browser.read(answer, status, path)


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


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "RGBA"), ("PNG", "P"), ("JPEG", "RGB"), ("JPEG", "CMYK"), ("WEBP", "RGB"), ("PNG", "1")]
)
def test_a_logo_is_drawn_anew_and_stands_on_every_page(harbour, browser, kind, mode):
    olga = browser(harbour).sign_in_staff("olga")
    uploads(olga, picture(kind, mode=mode), f"logo.{kind.lower()}")
    assert "Saved." in olga.text
    dana = browser(harbour).sign_in("dana")
    dana.get("/home")
    tag = re.search(r'<img class="logo"[^>]*>', dana.text)[0]
    assert 'alt="Harbour"' in tag
    answer = dana.get(re.search(r'src="([^"]*)"', tag)[1])
    assert answer.mimetype == "image/png" and answer.headers["X-Content-Type-Options"] == "nosniff"
    shown = Image.open(BytesIO(answer.data))
    assert shown.format == "PNG" and shown.width <= 480 and shown.height <= 120
    assert f'width="{shown.width}"' in tag and f'height="{shown.height}"' in tag


def test_nothing_of_the_file_but_its_picture_is_kept():
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", "taken at home, 12 Elm Street")
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for file in (
        picture("PNG", icc_profile=profile, pnginfo=told, exif=exif, dpi=(300, 300)),
        picture("JPEG", exif=exif, comment=b"taken at home"),
    ):
        drawn = logo.drawn(file)
        assert b"home" not in drawn.png
        kinds = re.findall(rb"(IHDR|PLTE|tRNS|IDAT|IEND|tEXt|zTXt|iTXt|eXIf|iCCP|pHYs|tIME)", drawn.png)
        assert set(kinds) <= {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}


def test_a_photograph_lies_as_it_was_held():
    exif = Image.Exif()
    exif[0x0112] = 6
    drawn = logo.drawn(picture("JPEG", (100, 60), exif=exif))
    assert drawn.width < drawn.height


def test_a_logo_costs_a_first_visit_no_more_than_it_may():
    drawn = logo.drawn(noise())
    assert len(drawn.png) <= logo.LIGHT


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
GIF = picture("GIF", mode="P")


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (SVG, "This is no PNG, JPEG or WebP picture."),
        (GIF, "This is no PNG, JPEG or WebP picture."),
        (b"%PDF-1.7", "This is no PNG, JPEG or WebP picture."),
        (picture()[:400], "This picture cannot be read to its end."),
        (picture("JPEG")[:700], "This picture cannot be read to its end."),
        (b"x" * (512 * 1024 + 1), "This file is larger than 512 kB."),
        (b"x" * (2 * 1024 * 1024), "This file is larger than 512 kB."),
        (flat((5000, 4000)), "more than 16 million points"),
        (flat((20000, 20000)), "more than 16 million points"),
        (b"", "Choose a picture first."),
    ],
    ids=["svg", "gif", "pdf", "cut png", "cut jpeg", "large", "a photograph", "huge", "bomb", "empty"],
)
def test_what_is_no_logo_is_refused_with_a_sentence(harbour, browser, file, says):
    olga = browser(harbour).sign_in_staff("olga")
    uploads(olga, file, "logo.png" if file else "", 422)
    assert says in olga.text
    assert stored(harbour).logo is None


def test_a_broken_file_is_refused_wherever_it_breaks():
    for whole in (picture("PNG", (60, 30)), picture("JPEG", (60, 30)), picture("WEBP", (60, 30))):
        for at in range(0, len(whole), max(1, len(whole) // 60)):
            broken = whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :]
            with suppress(logo.NotALogo):
                logo.drawn(broken)


def test_the_address_of_a_logo_changes_with_it_and_the_old_one_is_gone(harbour, browser):
    olga = browser(harbour).sign_in_staff("olga")
    uploads(olga, picture())
    first = stored(harbour).logo
    uploads(olga, picture("JPEG", (300, 300)))
    second = stored(harbour).logo
    assert first != second
    olga.get(f"/logo/{first}.png", status=404)
    olga.get(f"/logo/{second}.png")
    opened(olga, "look")
    olga.post(f"{PATH}/logo/delete")
    assert stored(harbour).logo is None
    olga.get(f"/logo/{second}.png", status=404)
    olga.get("/clinic")
    assert "<img" not in olga.text


def test_another_clinics_logo_is_not_here(harbour, meadow, browser):
    uploads(browser(harbour).sign_in_staff("olga"), picture())
    browser(meadow).get(f"/logo/{stored(harbour).logo}.png", status=404)


def test_a_file_is_taken_by_that_one_form_alone(harbour, browser):
    olga = browser(harbour).sign_in_staff("olga")
    opened(olga, "look")
    for path in (f"{PATH}/colour", f"{PATH}/logo/delete", "/clinic/settings/names", "/sign-out"):
        data = olga.hidden(f"{PATH}/colour") | {"image": (BytesIO(picture()), "logo.png")}
        answer = Context().run(
            olga.client.post, path, base_url=olga.base, data=data, content_type="multipart/form-data"
        )
        assert answer.status_code == 415, path


def test_the_second_owner_is_told_of_a_logo_that_came_meanwhile(harbour, browser):
    olga, again = browser(harbour).sign_in_staff("olga"), browser(harbour).sign_in_staff("olga")
    old = opened(olga, "look") and olga.hidden(f"{PATH}/logo")["was"]
    uploads(again, picture())
    uploads(olga, picture("JPEG"), status=409, was=old)
    assert "Olga Brandt changed this meanwhile" in olga.text
