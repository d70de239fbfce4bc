"""Four pictures of a page, each theme and width, and what is wrong with it in each."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page

from dev.chromium import violations
from dev.screens.scene import Scene

Theme = Literal["light", "dark"]
WIDTHS = {375: 740, 1280: 800}
"""Width and height of the window, in CSS pixels."""
THEMES: tuple[Theme, ...] = ("light", "dark")
TALL = "document.documentElement.scrollHeight"
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass
class Camera:
    """`pictures`: off, it only examines."""

    folder: Path
    pictures: bool = True
    taken: list[tuple[Scene, int, Theme, str]] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)

    def look(self, page: Page, scene: Scene) -> None:
        for width, height in WIDTHS.items():
            for theme in THEMES:
                page.set_viewport_size({"width": width, "height": height})
                page.emulate_media(color_scheme=theme, media=scene.media)
                self.examine(page, scene, f"{width} {theme}")
                if self.pictures:
                    name = f"{scene.file}-{width}-{theme}.png"
                    # In a window as tall as the page, what is fixed to its foot stands at the foot of the picture.
                    page.set_viewport_size({"width": width, "height": max(height, page.evaluate(TALL))})
                    page.screenshot(path=self.folder / name, animations="disabled")
                    self.taken.append((scene, width, theme, name))

    def examine(self, page: Page, scene: Scene, how: str) -> None:
        wrong = violations(page)
        if (over := page.evaluate(SIDEWAYS)) > 0:
            wrong.append(f"scrolls sideways by {over} px")
        self.findings += [f"{scene.group}, {scene.name}, {how}: {each}" for each in wrong]
