"""Measure what a reader pays for every kind of page: bytes, requests, waiting, and whether anything jumps.

    python -m tests.benchmarks.pages
    python -m tests.benchmarks.pages story home --times 1 --edition prison

The waiting is that of a slow phone on a slow line, with scripts and without, until there is something to read.
"""

import argparse
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.benchmarks import measuring
from tests.benchmarks.measuring import Serving, sent, served, table
from tests.browser import chromium
from tests.browser.opening import settled
from tests.pages import KINDS, Kind, editions
from tests.publish.made import Tags

TIMES = 3

SLOW_LINE = {"latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
"""A phone with a poor signal: 400 milliseconds there and back, 400 kilobits, which are 50,000 bytes, a second."""

SLOW_PHONE = 4
"""How many times slower than this computer."""

SHIFT = """() => new Promise(done => {
    let moved = 0;
    // The parts of a player are the browser's own; of them it does not say what they are.
    const hasPlayer = document.querySelector("audio, video");
    const isOwn = ({ sources }) => hasPlayer && sources.every(({ node }) => !node);
    const add = list => list.getEntries().forEach(each => {
        moved += each.hadRecentInput || isOwn(each) ? 0 : each.value;
    });
    const observer = new PerformanceObserver(add);
    observer.observe({ type: "layout-shift", buffered: true });
    // What has come late enough to make things jump has come by then.
    setTimeout(() => { add({ getEntries: () => observer.takeRecords() }); done(moved); }, 100);
})"""

PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure what each kind of page costs a reader.")
    parser.add_argument("kinds", nargs="*", help="names of kinds; all of them if none is given")
    parser.add_argument("--times", type=int, default=TIMES, help="how often to open each")
    parser.add_argument("--edition", default="public", help="of the example library")
    given = parser.parse_args()
    kinds = [kind for kind in KINDS if kind.name in given.kinds or not given.kinds]
    with measuring.workplace(None) as work, chromium.running() as browser:
        edition = editions(work) / given.edition
        present = [kind for kind in kinds if (edition / kind.path).is_file()]
        with served(edition) as serving:
            print(measured(browser, serving, edition, present, given.times))


def measured(
    browser: Browser, serving: Serving, edition: Path, kinds: Sequence[Kind], times: int
) -> str:
    """Open each kind of page and lay out what it costs."""
    headings = ["", "HTML", "gzipped", "all", "gzipped", "requests"]
    headings += ["ms to first words", "without scripts", "shift", "nodes"]
    rows = []
    for kind in kinds:
        visits = [visit(browser, serving, kind, scripts=True) for _ in range(times)]
        plain = [visit(browser, serving, kind, scripts=False) for _ in range(times)]
        asked = visits[0].asked
        html = [edition / kind.path]
        rows.append(
            [
                kind.name,
                *(f"{count:,}" for count in (*weight(html), *weight([edition / p for p in asked]))),
                str(len(asked)),
                *(f"{statistics.median(v.painted for v in some):,.0f}" for some in (visits, plain)),
                f"{max(each.shift for each in visits):.3f}",
                f"{visits[0].nodes:,}",
            ]
        )
    return table(headings, rows)


@dataclass(frozen=True)
class Visit:
    """What happened when a page was opened."""

    asked: tuple[str, ...]
    """Paths of all it asked for, but for recordings."""
    painted: float
    """Milliseconds until there was something to read."""
    shift: float
    """How far what was there has jumped, as browsers count it (cumulative layout shift)."""
    nodes: int
    """Elements of the page."""


def visit(browser: Browser, serving: Serving, kind: Kind, scripts: bool) -> Visit:
    """Open a kind of page on a slow phone that has seen nothing of the site before."""
    context = browser.new_context(
        java_script_enabled=scripts, viewport={"width": 360, "height": 740}
    )
    page = context.new_page()
    phone = context.new_cdp_session(page)
    phone.send("Network.enable")
    phone.send("Network.emulateNetworkConditions", {"offline": False, **SLOW_LINE})
    phone.send("Emulation.setCPUThrottlingRate", {"rate": SLOW_PHONE})
    serving.sent.clear()
    page.goto(serving.address + kind.address)
    if scripts:
        settled(page, kind)
    serving.settle()
    asked = dict.fromkeys(path.lstrip("/") for path, _ in serving.sent)
    found = Visit(
        tuple(path for path in asked if not path.startswith("media/")),
        painted(page),
        # An observer is a script.
        shifted(page) if scripts else 0,
        int(page.evaluate("document.querySelectorAll('*').length")),
    )
    context.close()
    return found


def painted(page: Page) -> float:
    """Wait until there is something to read, and say how long it took, in milliseconds."""
    while (at := page.evaluate(PAINTED)) is None:
        page.wait_for_timeout(50)
    return float(at)


def shifted(page: Page) -> float:
    """Say how far what was on a page has jumped since it was opened."""
    return float(page.evaluate(SHIFT))


def needed(edition: Path, address: str) -> list[Path]:
    """List the files that a page asks for before any recording: itself, styles, scripts and pictures."""
    page = edition / address
    tags = Tags(page.read_text(encoding="utf-8")).found
    loaded = [
        at["href"] for tag, at in tags if tag == "link" and at.get("rel") in {"stylesheet", "icon"}
    ]
    loaded += [at["src"] for tag, at in tags if tag in {"script", "img"}]
    return [page, *dict.fromkeys((page.parent / name).resolve() for name in loaded)]


def weight(paths: Sequence[Path]) -> tuple[int, int]:
    """Add up the bytes of files, as they are and as a web server sends them."""
    return sum(path.stat().st_size for path in paths), sum(len(sent(path)) for path in paths)


if __name__ == "__main__":
    main()
