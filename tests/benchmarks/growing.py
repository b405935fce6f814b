"""Measure how a library grows from a thousand stories to a hundred thousand: time, memory, files, and a first search.

    python -m tests.benchmarks.growing
    python -m tests.benchmarks.growing --all --work PLACE --plot docs/pictures/growing.svg

A hundred thousand stories are built only with `--all`: archive and site together take some gigabytes of the place
that `--memory` names. Hugo and Pagefind are built beside ours up to `--peers-to` stories. Every build begins
from nothing. A first search is what a Chromium that has seen nothing loads for a question, gzipped, page and styles
included; the median and the largest of the questions of `tests.benchmarks.browser`.
"""

import argparse
import re
import statistics
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from storyarchive.publish import urls
from tests.benchmarks import browser, building, contest, machine, measuring
from tests.benchmarks.contest import Built
from tests.benchmarks.measuring import markdown, number
from tests.benchmarks.peers import hugo, ours, pagefind
from tests.benchmarks.peers.project import Project
from tests.benchmarks.plot import Panel, Series, draw
from tests.browser import chromium
from tests.made import PROJECT

SIZES = (1_000, 10_000)
MOST = 100_000
PICTURE = PROJECT / "build" / "growing.svg"

SEARCH = ("search", "scripts", "styles")
"""Directories of a site that a search loads from, besides its page."""


@dataclass(frozen=True)
class Grown:
    """What a library of one size takes."""

    stories: int
    ours: Built
    peer: Built | None
    list_pages: int
    """Pages of the list that has most."""
    largest: tuple[str, int]
    """The largest file, and its bytes."""
    first: tuple[float, float] | None
    """Bytes that a first search loads: the median of the questions, and the most; nothing without Chromium."""


def main() -> None:
    given = _arguments()
    sizes = sorted({*given.sizes, *([MOST] if given.all else [])})
    print(f"{datetime.now():%Y-%m-%d}. {machine.described()}.")
    grown = []
    with measuring.workplace(given.work) as work:
        for stories in sizes:
            archive = measuring.archive_of(stories, work, given.corpus, building.WORDS)
            with measuring.workplace(None, inside=given.memory) as place:
                peers = stories <= given.peers_to
                grown.append(measured(stories, archive, place, given.times, peers))
    versions = [each.project.version for each in (grown[0].ours, grown[0].peer) if each]
    print(f"{'; '.join(versions)}. {given.times} rounds.\n\n{laid_out(grown)}")
    given.plot.parent.mkdir(parents=True, exist_ok=True)
    given.plot.write_text(drawn(grown), encoding="utf-8")
    print(f"\nThe plot is {given.plot}.")


def _arguments() -> argparse.Namespace:
    parser = measuring.arguments("Measure how a library grows.", SIZES)
    parser.add_argument("--all", action="store_true", help=f"{MOST:,} stories as well")
    parser.add_argument("--times", type=int, default=1, help="rounds")
    parser.add_argument("--peers-to", type=int, default=10_000, help="stories")
    parser.add_argument("--memory", type=Path, default=building.memory(), help="where to build")
    parser.add_argument("--plot", type=Path, default=PICTURE, help="the picture to write")
    return parser.parse_args()


def measured(stories: int, archive: Path, place: Path, times: int, peers: bool) -> Grown:
    """Build a library, and look at what it has become."""
    projects = [ours.project(archive, place / "ours")]
    if peers and (peer := _peer(archive, place)):
        projects.append(peer)
    built = contest.cold(projects, times, lambda what: print(what, file=sys.stderr, flush=True))
    site = projects[0].output
    sizes = {path.relative_to(site).as_posix(): path.stat().st_size for path in contest.files(site)}
    largest = max(sizes, key=lambda name: (sizes[name], name))
    return Grown(
        stories,
        built[0],
        built[1] if len(built) > 1 else None,
        longest(sizes),
        (largest, sizes[largest]),
        first_search(site, place / "search"),
    )


def _peer(archive: Path, place: Path) -> Project | None:
    plain = hugo.set_up(archive, place / "hugo", place / "hugo-site")
    return pagefind.after(plain) if plain else None


def longest(paths: Iterable[str]) -> int:
    """Say how many pages the longest list has."""
    lists = (re.sub(r"\.p\d+\.html$", ".html", path) for path in paths)
    return max(Counter(lists).values())


def first_search(site: Path, place: Path) -> tuple[float, float] | None:
    """Ask questions of browsers that have seen nothing, and give the median and the most of the bytes that came."""
    if chromium.find() is None:
        return None
    # What no search asks for is left out, since the server holds in memory all that it serves.
    needed = [site / urls.SEARCH]
    needed += (file for name in SEARCH for file in contest.files(site / name))
    for file in needed:
        other = place / file.relative_to(site)
        other.parent.mkdir(parents=True, exist_ok=True)
        other.hardlink_to(file)
    engine = browser.Engine("storyarchive", place, urls.SEARCH)
    with chromium.running("--enable-precise-memory-info") as running:
        sizes = [first.size for first in browser.first_of(running, engine, None)]
    return statistics.median(sizes), max(sizes)


def laid_out(grown: Sequence[Grown]) -> str:
    """Lay out a column for each size."""
    rows = [
        ["seconds", *(f"{_seconds(each.ours):.1f}" for each in grown)],
        ["processor seconds", *(f"{each.ours.processor():.1f}" for each in grown)],
        ["milliseconds a story", *(f"{_seconds(e.ours) * 1e3 / e.stories:.2f}" for e in grown)],
        ["megabytes of memory", *(f"{each.ours.memory / 1e6:,.0f}" for each in grown)],
        ["megabytes written", *(f"{each.ours.size / 1e6:,.0f}" for each in grown)],
        ["files", *(f"{each.ours.files:,}" for each in grown)],
        ["pages of the longest list", *(f"{each.list_pages:,}" for each in grown)],
        ["largest file, kilobytes", *(f"{each.largest[1] / 1e3:,.0f}" for each in grown)],
        ["· which", *(f"`{each.largest[0]}`" for each in grown)],
        ["first search, kilobytes", *(_first(each, 0) for each in grown)],
        ["· the largest of them", *(_first(each, 1) for each in grown)],
    ]
    if any(each.peer for each in grown):
        peers = [each.peer for each in grown]
        rows += [
            ["Hugo, then Pagefind: seconds", *(f"{_seconds(p):.1f}" if p else "–" for p in peers)],
            ["· megabytes of memory", *(f"{p.memory / 1e6:,.0f}" if p else "–" for p in peers)],
            ["· megabytes written", *(f"{p.size / 1e6:,.0f}" if p else "–" for p in peers)],
        ]
    return markdown(["stories", *(f"{each.stories:,}" for each in grown)], rows)


def _seconds(built: Built) -> float:
    return statistics.median(built.seconds())


def _first(grown: Grown, which: int) -> str:
    return number(grown.first[which] / 1e3 if grown.first else None)


def drawn(grown: Sequence[Grown]) -> str:
    """Draw time, memory, what is written and a first search, over stories."""
    peers = [(each.stories, each.peer) for each in grown if each.peer]

    def both(measure: str) -> list[Series]:
        mine = [(each.stories, _of(each.ours, measure)) for each in grown]
        theirs = [(stories, _of(peer, measure)) for stories, peer in peers]
        named = [Series("storyarchive", mine), Series("Hugo, then Pagefind", theirs)]
        return [series for series in named if series.points]

    searches = [(each.stories, each.first[0]) for each in grown if each.first]
    panels = [
        Panel("Time of a build from nothing", _said_seconds, both("seconds")),
        Panel("Most memory at one time", _said_bytes, both("memory")),
        Panel("Size of what is written", _said_bytes, both("size")),
    ]
    if searches:
        found = [Series("storyarchive", searches)]
        panels.append(Panel("What a first search loads", _said_bytes, found))
    sizes = " to ".join(f"{grown[at].stories:,}" for at in (0, -1))
    return draw(panels, f"How a library grows from {sizes} stories; the numbers are in the table.")


def _of(built: Built, measure: str) -> float:
    return {"seconds": _seconds(built), "memory": built.memory, "size": built.size}[measure]


def _said_seconds(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds < 10 and seconds % 1 else f"{seconds:,.0f} s"


def _said_bytes(size: float) -> str:
    for unit, scale in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if size >= scale:
            value = size / scale
            return f"{value:.1f} {unit}" if value < 10 and value % 1 else f"{value:,.0f} {unit}"
    return f"{size:,.0f} B"


if __name__ == "__main__":
    main()
