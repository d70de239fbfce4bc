"""A clinic's own colour on every page of its host: a small style sheet at an address that changes with it."""

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from app.web.colour import ENOUGH, contrast, oklch, shade

PAPER, SUNK, SUNK_DARK = "#f1f7fa", "#e8f0f4", "#212d35"
"""Grounds of app.css that the colour is read on: its tokens --paper and --sunk, and --sunk in the dark."""
WHITE, NIGHT = "#ffffff", "#081822"
"""Its --brand-ink, by day and in the dark."""


@dataclass(frozen=True)
class Theme:
    """The tokens of app.css that a clinic's colour decides, in one of the two themes."""

    brand: str
    ink: str
    """Text on `brand`."""
    soft: str
    """A ground on which `brand` is text."""
    hero: str
    """The frame at the top, with white text on it."""

    def css(self) -> str:
        return f"--brand:{self.brand};--brand-ink:{self.ink};--brand-soft:{self.soft};--hero:{self.hero}"


@dataclass(frozen=True)
class Look:
    address: str
    css: str
    light: Theme
    dark: Theme


def light(brand: str) -> Theme:
    _, chroma, hue = oklch(brand)
    return Theme(brand, WHITE, shade(0.955, min(chroma, 0.02), hue), brand)


def dark(brand: str) -> Theme:
    """The same hue, pale enough to be read on dark ground."""
    _, chroma, hue = oklch(brand)
    soft = shade(0.31, min(chroma, 0.045), hue)
    for step in range(18):
        pale = shade(0.83 + step / 100, min(chroma, 0.08), hue)
        if min(contrast(pale, soft), contrast(pale, SUNK_DARK)) >= ENOUGH:
            break
    return Theme(pale, NIGHT, soft, shade(0.28, min(chroma, 0.055), hue))


def worst(brand: str) -> float:
    """The least contrast that text of this colour, or on it, would have on any page."""
    theme = light(brand)
    return min(contrast(brand, ground) for ground in (theme.ink, theme.soft, PAPER, SUNK))


def passes(brand: str) -> bool:
    return worst(brand) >= ENOUGH


def nearest(brand: str) -> str:
    """The colour itself where it passes; otherwise the palest of its hue and strength that does."""
    lightness, chroma, hue = oklch(brand)
    found = brand
    while not passes(found):
        lightness -= 0.004
        found = shade(max(lightness, 0.0), chroma, hue)
    return found


@lru_cache(maxsize=1024)
def look_of(brand: str) -> Look:
    bright, dim = light(brand), dark(brand)
    css = f":root{{{bright.css()}}}@media screen and (prefers-color-scheme:dark){{:root{{{dim.css()}}}}}\n"
    return Look(f"/look/{brand[1:]}.{sha256(css.encode()).hexdigest()[:8]}.css", css, bright, dim)


def at(address: str) -> Look | None:
    """What stands at an address, for whichever clinic: the colour is in it, so no process need know who has it today."""
    colour = address.removeprefix("/look/")[:6]
    if len(colour) != 6 or set(colour) - set("0123456789abcdef"):
        return None
    look = look_of(f"#{colour}")
    return look if look.address == address else None
