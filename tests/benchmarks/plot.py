"""A plot shows how numbers grow: panels with logarithmic axes, as one SVG that is readable on dark and on light."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 380, 280
LEFT, RIGHT, TOP, BOTTOM = 70, 14, 42, 44
"""Room around the lines of a panel, for its title and the names of its axes."""

_SPAN = 1.6
"""Powers of ten that an axis shows at least."""

STYLE = """\
text { font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #1c2b28; }
.title { font-size: 15px; font-weight: 600; }
.tick, .axis { fill: #55635f; font-size: 12px; }
.grid { stroke: #d9dfdd; stroke-width: 1; }
.back { fill: #ffffff; }
.line { fill: none; stroke-width: 2.5; stroke-linejoin: round; stroke-linecap: round; }
.said { font-size: 12px; font-weight: 600; paint-order: stroke; stroke: #ffffff; stroke-width: 4px; }
.line-0 { stroke: #0b6e5a; } .dot-0, .said-0 { fill: #0b6e5a; }
.line-1 { stroke: #b4530a; stroke-dasharray: 7 6; } .dot-1, .said-1 { fill: #b4530a; }
.guide { fill: none; stroke: #8a9895; stroke-width: 1.25; stroke-dasharray: 1.5 5; stroke-linecap: round; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6eeeb; }
  .tick, .axis { fill: #a9b8b3; }
  .grid { stroke: #34413e; }
  .back { fill: #151d1b; }
  .said { stroke: #151d1b; }
  .line-0 { stroke: #5fd3b6; } .dot-0, .said-0 { fill: #5fd3b6; }
  .line-1 { stroke: #f5a45d; } .dot-1, .said-1 { fill: #f5a45d; }
  .guide { stroke: #6f7f7a; }
}
"""


@dataclass(frozen=True)
class Series:
    """Numbers of one program."""

    name: str
    points: Sequence[tuple[float, float]]
    """How many stories, and the number; both more than nothing, in the order of stories."""


@dataclass(frozen=True)
class Panel:
    """What is shown in one frame."""

    title: str
    say: Callable[[float], str]
    """Writes a number with its unit."""
    series: Sequence[Series]


@dataclass(frozen=True)
class _Axis:
    """A logarithmic axis."""

    least: float
    """The power of ten where it begins."""
    most: float
    start: float
    """Where it begins in the panel."""
    end: float

    @classmethod
    def around(cls, values: Sequence[float], room: float, start: float, end: float) -> "_Axis":
        """Make an axis that holds numbers and has room beside them; small growth is not drawn as if it were great."""
        least, most = math.log10(min(values)) - room, math.log10(max(values)) + room
        lacking = max(0.0, _SPAN - (most - least)) / 2
        return cls(least - lacking, most + lacking, start, end)

    def at(self, value: float) -> float:
        """Say where a number is in the panel."""
        share = (math.log10(value) - self.least) / (self.most - self.least)
        return self.start + share * (self.end - self.start)

    def powers(self) -> range:
        """List the powers of ten that are on it."""
        return range(math.ceil(self.least), math.floor(self.most) + 1)


def draw(panels: Sequence[Panel], about: str, across: str = "stories") -> str:
    """Draw panels, two in a row, under one legend, as an SVG.

    about: a sentence for whoever does not see it. across: what the axis from left to right counts.
    """
    rows = math.ceil(len(panels) / 2)
    names = list(dict.fromkeys(series.name for panel in panels for series in panel.series))
    wide, high = 2 * WIDTH, rows * HEIGHT + 40
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" role="img"',
        f'viewBox="0 0 {wide} {high}" width="{wide}" height="{high}">',
        f"<title>{escape(about)}</title>",
        f"<style>\n{STYLE}</style>",
        f'<rect class="back" width="{wide}" height="{high}" rx="8"/>',
        *_legend(names),
    ]
    for at, panel in enumerate(panels):
        x, y = at % 2 * WIDTH, at // 2 * HEIGHT + 40
        parts.append(f'<g transform="translate({x} {y})">')
        parts += _panel(panel, names, across)
        parts.append("</g>")
    return "\n".join([*parts, "</svg>"]) + "\n"


def _legend(names: Sequence[str]) -> Iterator[str]:
    x = float(LEFT)
    for name in [*names, None]:
        kind = "guide" if name is None else f"line line-{names.index(name)}"
        label = name or "in step with the stories"
        yield f'<path class="{kind}" d="M{x:.1f} 26h30"/>'
        if name is not None:
            yield f'<circle class="dot-{names.index(name)}" cx="{x + 15:.1f}" cy="26" r="4"/>'
        yield f'<text x="{x + 38:.1f}" y="30">{escape(label)}</text>'
        x += 62 + 7.2 * len(label)


def _panel(panel: Panel, names: Sequence[str], across: str) -> Iterator[str]:
    points = [point for series in panel.series for point in series.points]
    yield f'<text class="title" x="{LEFT}" y="26">{escape(panel.title)}</text>'
    if not points:
        return
    stories_axis = _Axis.around([x for x, _ in points], 0.22, LEFT, WIDTH - RIGHT)
    along = _Axis.around([y for _, y in points], 0.35, HEIGHT - BOTTOM, TOP)
    for power in stories_axis.powers():
        x = stories_axis.at(10.0**power)
        yield f'<path class="grid" d="M{x:.1f} {TOP}V{HEIGHT - BOTTOM}"/>'
        said = f"{10**power:,}"
        yield f'<text class="tick" x="{x:.1f}" y="{HEIGHT - BOTTOM + 17}" text-anchor="middle">{said}</text>'
    for power in along.powers():
        y = along.at(10.0**power)
        yield f'<path class="grid" d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}"/>'
        said = escape(panel.say(10.0**power))
        yield f'<text class="tick" x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{said}</text>'
    middle = (LEFT + WIDTH - RIGHT) / 2
    yield f'<text class="axis" x="{middle}" y="{HEIGHT - 8}" text-anchor="middle">{escape(across)}</text>'
    for series in panel.series[:1]:
        yield _guide(series, stories_axis, along)
    # The first is ours, and lies over the others.
    for series in reversed(panel.series):
        number = names.index(series.name)
        places = [(stories_axis.at(x), along.at(y)) for x, y in series.points]
        line = "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
        yield f'<path class="line line-{number}" d="M{line}"/>'
        below = _is_below(series, panel.series)
        for (x, y), (_, value) in zip(places, series.points, strict=True):
            yield f'<circle class="dot-{number}" cx="{x:.1f}" cy="{y:.1f}" r="4"/>'
            yield (
                f'<text class="said said-{number}" x="{x:.1f}" y="{y + (20 if below else -11):.1f}"'
                f' text-anchor="middle">{escape(panel.say(value))}</text>'
            )


def _guide(series: Series, across: _Axis, along: _Axis) -> str:
    """Draw what would be in step with the stories, from the first number on, as far as there is room."""
    first, number = series.points[0]
    most = min(10.0**across.most, first * 10.0**along.most / number)
    start = f"M{across.at(first):.1f} {along.at(number):.1f}"
    return f'<path class="guide" d="{start}L{across.at(most):.1f} {along.at(number * most / first):.1f}"/>'


def _is_below(series: Series, others: Sequence[Series]) -> bool:
    """Say whether a line runs under the others, so that its numbers have room under it."""
    last = {x: y for other in others if other is not series for x, y in other.points}
    return any(y < last[x] for x, y in series.points if x in last)
