"""A clinic's colour, made readable: contrast as WCAG 2.2 counts it, lightness as the eye does (OKLCH).

The matrices are Björn Ottosson's (bottosson.github.io/posts/oklab), the ones CSS Color 4 uses.
"""

from collections.abc import Sequence
from math import atan2, cos, hypot, sin

RGB = tuple[float, float, float]
"""Linear light, 0 to 1."""
ENOUGH = 7.0
"""The contrast of text with its ground, level AAA."""

TO_LMS = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
TO_LAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
FROM_LAB = ((1.0, 0.3963377774, 0.2158037573), (1.0, -0.1055613458, -0.0638541728), (1.0, -0.0894841775, -1.2914855480))
FROM_LMS = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)


def times(matrix: Sequence[Sequence[float]], vector: Sequence[float]) -> RGB:
    a, b, c = (sum(m * v for m, v in zip(row, vector, strict=True)) for row in matrix)
    return a, b, c


def read(colour: str) -> RGB:
    """From "#rrggbb"."""

    def light(byte: int) -> float:
        value = byte / 255
        return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)

    red, green, blue = (light(int(colour[at : at + 2], 16)) for at in (1, 3, 5))
    return red, green, blue


def written(rgb: RGB) -> str:
    """As "#rrggbb": what contrast is counted of is what a screen is sent."""

    def byte(light: float) -> int:
        value = light * 12.92 if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055
        return round(min(max(value, 0.0), 1.0) * 255)

    return "#" + "".join(f"{byte(max(light, 0.0)):02x}" for light in rgb)


def luminance(colour: str) -> float:
    red, green, blue = read(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """1 to 21."""
    dark, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


def oklch(colour: str) -> tuple[float, float, float]:
    """Lightness 0 to 1, chroma, and hue in radians."""
    light, a, b = times(TO_LAB, [value ** (1 / 3) for value in times(TO_LMS, read(colour))])
    return light, hypot(a, b), atan2(b, a)


def shade(lightness: float, chroma: float, hue: float) -> str:
    """The colour of this lightness and hue, with as much of the chroma as a screen can show."""
    while True:
        lms = times(FROM_LAB, (lightness, chroma * cos(hue), chroma * sin(hue)))
        rgb = times(FROM_LMS, [value**3 for value in lms])
        if chroma <= 0 or all(-0.0005 <= light <= 1.0005 for light in rgb):
            return written(rgb)
        chroma = max(chroma - 0.004, 0.0)
