"""Colours: how far two stand out from each other, and the nearest of the same hue that does so enough.

A colour is `#rrggbb`, in small letters. Lighter and darker is done in HLS, by Python's own `colorsys`: with hue and
saturation kept, more lightness never makes any of the three channels less, so the first step that stands out is the
nearest.
"""

import colorsys
from collections.abc import Iterator

WHITE = "#ffffff"
BLACK = "#000000"
WORDS = 4.5
"""The contrast that words need: WCAG 2.2, success criterion 1.4.3."""
WORDS_WELL = 7.0
"""The contrast of words that are easy to read: WCAG 2.2, success criterion 1.4.6."""
SHAPES = 3.0
"""The contrast that the edge of a control, or the mark of the keyboard's place, needs: WCAG 2.2, 1.4.11."""

ON_COLOUR = WHITE
"""The words on an organisation's own colour."""
ON_ACCENT = "#1d2422"
"""The words on its accent: ink."""

_STEPS = 256


def luminance(colour: str) -> float:
    """Give the relative luminance of a colour, 0 (black) to 1 (white).

    Source: WCAG 2.2, https://www.w3.org/TR/WCAG22/#dfn-relative-luminance.
    """
    red, green, blue = (_linear(channel) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Give the contrast ratio of two colours, 1 to 21.

    Source: WCAG 2.2, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio.
    """
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def darker(colour: str, beside: str, least: float) -> str:
    """Darken a colour until it has the least contrast to another; to black where it never does."""
    return next((each for each in _towards(colour, 0) if contrast(each, beside) >= least), BLACK)


def lighter(colour: str, beside: str, least: float) -> str:
    """Lighten a colour until it has the least contrast to another; to white where it never does."""
    return next((each for each in _towards(colour, 1) if contrast(each, beside) >= least), WHITE)


def shaded(colour: str, share: float) -> str:
    """Take away a share of a colour's lightness: 0.25 leaves three quarters."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_channels(colour))
    return _written(colorsys.hls_to_rgb(hue, lightness * (1 - share), saturation))


def mixed(colour: str, other: str, share: float) -> str:
    """Mix a share of another colour into one."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    red, green, blue = (mine + (theirs - mine) * share for mine, theirs in pairs)
    return _written((red, green, blue))


def _towards(colour: str, end: float) -> Iterator[str]:
    """Give a colour, then ever darker or lighter ones of its hue. end: the last lightness, 0 or 1."""
    yield colour
    hue, lightness, saturation = colorsys.rgb_to_hls(*_channels(colour))
    for step in range(1, _STEPS + 1):
        at = lightness + (end - lightness) * step / _STEPS
        yield _written(colorsys.hls_to_rgb(hue, at, saturation))


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = bytes.fromhex(colour[1:])
    return red / 255, green / 255, blue / 255


def _written(channels: tuple[float, float, float]) -> str:
    # A sum of fractions can lie a hair outside.
    return "#" + bytes(min(255, max(0, round(channel * 255))) for channel in channels).hex()
