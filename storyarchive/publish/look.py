"""The look: an organisation's own colours and logo, put after the style and beside the name."""

from collections.abc import Mapping

from storyarchive.content.colours import (
    ON_ACCENT,
    ON_COLOUR,
    SHAPES,
    WORDS_WELL,
    contrast,
    darker,
    lighter,
    mixed,
    shaded,
)
from storyarchive.content.settings import Look
from storyarchive.files import Tree
from storyarchive.publish import urls
from storyarchive.publish.press import Press

TOP = "#12403a"
"""The ground of the top in the shipped style, for an archive that has an accent only."""
ACCENT = "#f5b82e"
"""The accent of the shipped style, for an archive that has a colour only."""
SHADE_BY_DAY = "#f3eee2"
SHADE_BY_NIGHT = "#1f2623"
"""The grounds of the shipped style on which links stand out least. A test holds that it has these four."""

_NIGHT = 14.0
"""The contrast of words on the top in the dark, so that it is no lamp."""

# On paper everything is ink, as the style has it.
_ALWAYS = "screen"
_DARK = "screen and (prefers-color-scheme:dark)"
_MORE = "screen and (prefers-contrast:more)"
_FORCED = "screen and (forced-colors:active)"

Tokens = Mapping[str, str]
"""Custom property of the style → its value."""


def build(press: Press) -> Tree:
    """Gather the styles and scripts, and put an organisation's own look to them."""
    look = press.library.settings.look
    tree: Tree = dict(press.templates.static)
    if rules := css(look):
        tree[urls.STYLE] = press.templates.static[urls.STYLE] + b"\n" + rules.encode()
    if look.logo:
        tree[urls.logo(look.logo.name)] = look.logo
    return tree


def css(look: Look) -> str:
    """Write a look as rules that come after the style; nothing for none."""
    return "".join(
        f"@media {when}{{:root{{{';'.join(f'{name}:{value}' for name, value in tokens.items())}}}}}"
        for when, tokens in derived(look).items()
    )


def derived(look: Look) -> Mapping[str, Tokens]:
    """Derive the tokens of the style from a look: where they hold → token → colour.

    Paper is left alone, and a reader who asks for more contrast is given ink on paper.
    """
    if not (look.colour or look.accent):
        return {}
    accent = look.accent or ACCENT
    bold = {"--focus": lighter(accent, ON_ACCENT, WORDS_WELL)}
    if look.colour is None:
        return {_ALWAYS: _accent(accent, TOP), _MORE: bold}
    night = darker(look.colour, ON_COLOUR, _NIGHT)
    return {
        _ALWAYS: {
            **_top(look.colour),
            "--link": darker(look.colour, SHADE_BY_DAY, WORDS_WELL),
            **_accent(accent, look.colour),
        },
        _DARK: {
            **_top(night),
            "--link": lighter(look.colour, SHADE_BY_NIGHT, WORDS_WELL),
            **_accent(accent, night),
        },
        _MORE: {**INK_ON_PAPER, **bold},
        _FORCED: THEIRS,
    }


INK_ON_PAPER: Tokens = {
    "--top": "var(--paper)",
    "--top-deep": "var(--paper)",
    "--on-top": "var(--ink)",
    "--on-top-soft": "var(--ink)",
}
"""The top for whoever asks for more contrast, as the shipped style has it."""

THEIRS: Tokens = {
    "--top": "Canvas",
    "--top-deep": "Canvas",
    "--on-top": "CanvasText",
    "--on-top-soft": "CanvasText",
}
"""The top for whoever has colours of their own, as the shipped style has it."""


def _top(colour: str) -> Tokens:
    return {
        "--top": colour,
        "--top-deep": shaded(colour, 0.25),
        "--on-top": ON_COLOUR,
        "--on-top-soft": _soft(colour),
    }


def _soft(colour: str) -> str:
    """Soften the words on a colour as far as they stay easy to read."""
    tints = (mixed(ON_COLOUR, colour, share) for share in (0.2, 0.15, 0.1, 0.05))
    return next((each for each in tints if contrast(each, colour) >= WORDS_WELL), ON_COLOUR)


def _accent(accent: str, top: str) -> Tokens:
    # A button on the top, and the mark of the keyboard's place, must stand out from it.
    return {"--focus": lighter(accent, top, SHAPES), "--on-focus": ON_ACCENT}
