"""The contact sheets: one page with all pictures side by side, and a picture of each of its parts."""

from itertools import groupby
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from playwright.sync_api import Browser

from dev.screens.camera import THEMES, WIDTHS, Camera

TEMPLATES = Path(__file__).parent / "templates"


def write(browser: Browser, camera: Camera) -> int:
    """Writes index.html and sheet-*.png beside the pictures. Returns how many sheets."""
    groups = [name for name, _ in groupby(scene.group for scene, *_ in camera.taken)]
    sheets = [
        (f"{group}-{width}-{theme}", width, [(one[0].name, one[3]) for one in camera.taken if matches(one, group, width, theme)])
        for width in WIDTHS
        for theme in THEMES
        for group in dict.fromkeys(groups)
    ]  # fmt: skip
    env = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)
    index = camera.folder / "index.html"
    index.write_text(env.get_template("index.html").render(sheets=sheets, findings=camera.findings))
    page = browser.new_page(viewport={"width": 1600, "height": 1000})
    page.goto(index.as_uri())
    page.evaluate("Promise.all([...document.images].map(image => image.decode()))")
    for name, _, _ in sheets:
        page.locator(f"#{name}").screenshot(path=camera.folder / f"sheet-{name}.png")
    page.close()
    return len(sheets)


def matches(one: tuple[object, ...], group: str, width: int, theme: str) -> bool:
    scene, *how, _ = one
    return getattr(scene, "group", "") == group and how == [width, theme]
