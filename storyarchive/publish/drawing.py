"""A path through the stages, drawn as a walked line that loops wherever the person went back.

Every step is as long and as high as any other: the line never climbs, so nothing in it can be
read as a score. What it says is said in words beside it, so it is hidden from screen readers.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from markupsafe import Markup

_STEP = 44
_MIDDLE = 30
_EDGE = 10


def path(orders: Sequence[int]) -> Markup:
    """Draw a path as SVG.

    orders: the place of each stage in the vocabulary, in the order they happened.
    """
    return _drawn(tuple(after < before for before, after in pairwise(orders)))


@lru_cache(maxsize=1024)
def _drawn(returns: tuple[bool, ...]) -> Markup:
    width = 2 * _EDGE + _STEP * len(returns)
    line, dots, x = [f"M{_EDGE} {_MIDDLE}"], [], _EDGE
    for step, goes_back in enumerate(returns):
        dots.append(f'<circle cx="{x}" cy="{_MIDDLE}" r="4.5"/>')
        line.append(_loop(x) if goes_back else _wave(x, -9 if step % 2 else 9))
        x += _STEP
    return Markup(
        f'<svg class="path" viewBox="0 0 {width} 56" width="{width}" height="56"'
        f' aria-hidden="true" focusable="false"><path d="{"".join(line)}"/>{"".join(dots)}'
        f'<circle class="now" cx="{x}" cy="{_MIDDLE}" r="7"/></svg>'
    )


def _wave(x: int, height: int) -> str:
    return f"C{x + 14} {_MIDDLE + height} {x + 30} {_MIDDLE + height} {x + _STEP} {_MIDDLE}"


def _loop(x: int) -> str:
    """Go on, up and back over itself, then on again, as someone does who turns round."""
    top, centre = 6, x + _STEP // 2
    return (
        f"C{centre} {_MIDDLE + 12} {centre + 16} {_MIDDLE - 4} {centre + 12} {top + 8}"
        f"C{centre + 8} {top - 3} {centre - 8} {top - 3} {centre - 12} {top + 8}"
        f"C{centre - 16} {_MIDDLE - 4} {centre} {_MIDDLE + 12} {x + _STEP} {_MIDDLE}"
    )
