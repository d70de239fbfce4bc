"""A clinic's logo: nothing of a file but its picture."""

import re
from contextlib import suppress
from contextvars import Context
from io import BytesIO

import pytest
from PIL import Image, ImageCms, PngImagePlugin
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from app.clinic import logo
from tests.clinic.pages import opened, stored

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


def test_the_address_of_a_logo_changes_with_it_and_the_old_one_shows_the_new_one_and_is_not_kept(harbour, browser):
    olga = browser(harbour).sign_in_staff("olga")
    uploads(olga, picture())
    first = stored(harbour).logo
    uploads(olga, picture("JPEG", (300, 300)))
    second = stored(harbour).logo
    assert first != second
    new, old = (olga.get(f"/logo/{name}.png") for name in (second, first))
    assert old.data == new.data and "immutable" in new.headers["Cache-Control"]
    assert old.headers["Cache-Control"] == "no-store"
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
