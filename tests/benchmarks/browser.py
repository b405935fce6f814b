"""Measure the search in a real browser, beside Pagefind and MiniSearch.

    python -m tests.benchmarks.browser 1000 10000
    python -m tests.benchmarks.browser 1000 --work PLACE --corpus PLACE --minisearch PLACE

Needs Chromium, and if they are to be measured, Pagefind (the extra `bench`) and
MiniSearch (`npm install --prefix PLACE minisearch`, and Node).

Ours is the search page of the public edition as `storyarchive build` makes it. The others have a page
with next to nothing on it: it asks, loads what is shown of the first ten results, and shows title and
excerpt. Pagefind has indexed pages with the same titles, summaries, theme words and stories; MiniSearch
titles and stories. All are served by one server that sends what can be compressed with gzip.

The first question: a browser that has seen nothing opens the page with the question in the address. The
time is from there until ten results are shown, each with its link and an excerpt or summary; bytes
and requests are all that came, headers included, until nothing came for half a second. The slow line
lets 1.6 Mbit/s through and each request wait for 150 ms. Every number is the median of three times.

Later questions: the same page asks one question after another, most of them words of one story drawn at
random. The first round still has to load what those words need; in the second, everything is there.
Memory is that of the page after a garbage collection: of its scripts alone, and with its workers
and what they hold outside the scripts' heap, as `measureUserAgentSpecificMemory` says.

`storyarchive` is ready when `document.body.dataset.answered` is the question.
"""

import argparse
import json
import random
import shutil
import statistics
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Browser

from storyarchive.content.library import Library
from storyarchive.search import analysis, passages
from tests.benchmarks import indexing, measuring
from tests.benchmarks.measuring import Line, Serving, number, percentile, ratio, served, table
from tests.benchmarks.processes import run
from tests.browser import chromium
from tests.made import PROJECT

QUESTIONS = (
    "prison",
    "opium habit",
    "found god in prison",
    "signed the pledge and stopped drinking",
    "first night in the cell",
    "released with nowhere to go",
)
DRAWN = 34
"""Questions drawn from the stories, beside those above."""

TIMES = 3
SHOWN = 10
LOOKS = frozenset({".html", ".css", ".svg", ".ico"})
"""What makes a page and its looks, and is no part of a search."""

SLOW_LINE = Line(latency=0.15, speed=1.6e6 / 8)

# Looks on while a page is made, and gives the time when what was asked for is there to be read.
WATCH = (
    f"window.SHOWN = {SHOWN};"
    + """
window.shown = new Promise((resolve, reject) => {
  window.addEventListener("error", (event) => reject(event.message));
  window.addEventListener("unhandledrejection", (event) => reject(event.reason));
  setTimeout(() => reject("nothing was shown for two minutes"), 120_000);
  window.isShown = () => resolve(performance.now());
  const said = (item, part) => {
    const found = item.querySelector(part);
    return found && !found.hidden && found.textContent.trim();
  };
  const isThere = (item) => item.querySelector("a[href]")
    && (said(item, "[data-slot=excerpt]") || said(item, "[data-slot=summary]"));
  const look = () => {
    const items = [...document.querySelectorAll("#search-results > li")];
    const words = new URLSearchParams(location.hash.slice(1)).get("q");
    if (!(items.length >= SHOWN && items.slice(0, SHOWN).every(isThere))
        && !(document.body && document.body.dataset.answered === words)) return;
    window.isShown();
    watching.disconnect();
  };
  const watching = new MutationObserver(look);
  watching.observe(document, { subtree: true, childList: true, attributes: true });
});
"""
)

# The search page is asked as a reader asks it, and says itself when it has answered.
OURS_ASK = """
window.ask = (words) => new Promise((resolve) => {
  const body = document.body, list = document.getElementById("search-results");
  const says = "answered" in body.dataset;
  delete body.dataset.answered;
  const watching = new MutationObserver((changes) => {
    // Pages from before they said so have answered when the list is new.
    if (says ? body.dataset.answered !== words : !changes.some((c) => c.addedNodes.length)) return;
    watching.disconnect();
    resolve();
  });
  if (says) watching.observe(body, { attributes: true, attributeFilter: ["data-answered"] });
  else watching.observe(list, { childList: true });
  document.getElementById("q").value = words;
  document.getElementById("search").requestSubmit();
});
"""

PEER_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Search</title>
<link rel="icon" href="data:,">
<ol id="found"></ol>
<script type="module">
%s
window.ask = async (words) => {
  const found = await search(words);
  document.getElementById("found").replaceChildren(...found.map(([address, title, excerpt]) => {
    const item = document.createElement("li");
    const link = Object.assign(document.createElement("a"), { href: address, textContent: title });
    const words = document.createElement("p");
    words.innerHTML = excerpt;
    item.append(link, words);
    return item;
  }));
};
if (location.hash) {
  await ask(decodeURIComponent(location.hash.slice(3)));
  window.isShown();
}
</script>
</html>
"""

PAGEFIND = """
import * as pagefind from "/pagefind/pagefind.js";
const search = async (words) => {
  const { results } = await pagefind.search(words);
  const loaded = await Promise.all(results.slice(0, SHOWN).map((result) => result.data()));
  return loaded.map((story) => [story.url, story.meta.title, story.excerpt]);
};
"""

MINISEARCH = """
import MiniSearch from "/minisearch.js";
const index = MiniSearch.loadJSON(await (await fetch("/index.json")).text(), %s);
const search = async (words) =>
  index.search(words).slice(0, SHOWN).map((story) => [story.id, story.title, ""]);
"""

MINISEARCH_OPTIONS = '{ fields: ["title", "text"], storeFields: ["title"] }'

MINISEARCH_MAKE = """
import fs from "node:fs";
import MiniSearch from %s;
const index = new MiniSearch(%s);
index.addAll(JSON.parse(fs.readFileSync(process.argv[1], "utf8")));
fs.writeFileSync(process.argv[2], JSON.stringify(index));
"""

SHOWN_AT = "() => window.shown"

TIMED = """
async (words) => {
  const started = performance.now();
  await window.ask(words);
  return performance.now() - started;
}
"""

MEMORY = "async () => (await performance.measureUserAgentSpecificMemory()).bytes"


@dataclass(frozen=True)
class Engine:
    """A search in a page."""

    name: str
    directory: Path
    """What is served."""
    page: str
    """The address of its page in the directory."""
    script: str = ""
    """What is put into the page, so that it can be asked."""


@dataclass(frozen=True)
class First:
    """A first question."""

    milliseconds: float
    size: float
    """Bytes of all that came."""
    searched: float
    """Bytes of it without page, styles and pictures."""
    requests: float


@dataclass(frozen=True)
class Later:
    """Questions that were asked of one page."""

    first_round: Sequence[float]
    """Milliseconds of each."""
    second_round: Sequence[float]
    scripts: float
    """Bytes that scripts hold at the end."""
    memory: float
    """Bytes that the page and its workers hold at the end."""


def main() -> None:
    given = _arguments()
    if chromium.find() is None:
        sys.exit(chromium.MISSING)
    with (
        measuring.workplace(given.work) as work,
        chromium.running("--enable-precise-memory-info") as browser,
    ):
        for stories in given.sizes:
            archive = measuring.archive_of(stories, work, given.corpus)
            library = indexing.library_in(archive)
            ours = _ours(archive, work / f"built-{stories}")
            pagefind = _pagefind(library, work / f"pagefind-{stories}")
            minisearch = _minisearch(library, work / f"minisearch-{stories}", given.minisearch)
            print(f"\n{stories:,} stories: the first question to a browser that saw nothing yet\n")
            print(first_questions(browser, ours, pagefind), flush=True)
            questions = [*_drawn(library), *QUESTIONS]
            print(f"\n{stories:,} stories: {len(questions)} questions one after another\n")
            print(later_questions(browser, questions, ours, pagefind, minisearch), flush=True)


def _arguments() -> argparse.Namespace:
    parser = measuring.arguments("Measure the search in a real browser.", [1000, 10000])
    parser.add_argument(
        "--minisearch",
        type=Path,
        default=PROJECT / "build" / "peers",
        metavar="PLACE",
        help="where MiniSearch was installed",
    )
    return parser.parse_args()


def _ours(archive: Path, place: Path) -> Engine:
    storyarchive = [sys.executable, "-m", "storyarchive", "--archive", archive]
    built = run([*storyarchive, "build", "public", "--output", place])
    print(f"The site was built in {built.seconds:.0f} seconds.", file=sys.stderr)
    return Engine("storyarchive", place / "public", "search.html", OURS_ASK)


def _pagefind(library: Library, place: Path) -> Engine | None:
    indexing.write_pages(library, place)
    if indexing.pagefind(place) is None:
        return None
    (place / "search.html").write_text(PEER_PAGE % PAGEFIND, encoding="utf-8")
    return Engine("Pagefind", place, "search.html")


def _minisearch(library: Library, place: Path, installed: Path) -> Engine | None:
    """Make MiniSearch's index with Node: of titles and stories, keeping the titles to show."""
    module = installed / "node_modules" / "minisearch" / "dist" / "es" / "index.js"
    if not module.is_file() or shutil.which("node") is None:
        return None
    place.mkdir(exist_ok=True)
    stories = [
        {"id": story.id, "title": story.title, "text": passages.plain(story.text)}
        for story in library.stories
    ]
    (place / "stories.txt").write_text(json.dumps(stories), encoding="utf-8")
    program = MINISEARCH_MAKE % (json.dumps(module.resolve().as_uri()), MINISEARCH_OPTIONS)
    node = ["node", "--max-old-space-size=6000", "--input-type=module", "-e", program]
    run([*node, place / "stories.txt", place / "index.json"])
    (place / "stories.txt").unlink()
    shutil.copy(module, place / "minisearch.js")
    code = MINISEARCH % MINISEARCH_OPTIONS
    (place / "search.html").write_text(PEER_PAGE % code, encoding="utf-8")
    return Engine("MiniSearch", place, "search.html")


def _drawn(library: Library) -> list[str]:
    """Draw questions of one to three words, all of them of one story, the same each time."""
    chance = random.Random(20)
    drawn: list[str] = []
    while len(drawn) < DRAWN:
        words = analysis.split(chance.choice(library.stories).text)[0]
        telling = sorted({word for word in words if len(word) > 2} - analysis.FILLER["en"])
        drawn.append(" ".join(chance.sample(telling, min(len(telling), len(drawn) % 3 + 1))))
    return drawn


def first_questions(browser: Browser, ours: Engine, pagefind: Engine | None) -> str:
    """Ask each question of browsers that have seen nothing, and give the table."""
    rows = []
    lines: list[tuple[Line | None, str]] = [(None, ""), (SLOW_LINE, ", slow line")]
    for line, name in lines:
        asked = {
            engine.name: first_of(browser, engine, line)
            for engine in (ours, pagefind)
            if engine is not None
        }
        us, them = asked[ours.name], asked.get("Pagefind")
        rows.append(_compared(f"milliseconds{name}", us, them, lambda first: first.milliseconds))
        if line is None:
            rows += [
                _compared("kilobytes", us, them, lambda first: first.size / 1e3),
                _compared(
                    "kilobytes without page and styles", us, them, lambda f: f.searched / 1e3
                ),
                _compared("requests", us, them, lambda first: first.requests),
            ]
    headings = ["median and worst question", "storyarchive", "Pagefind", "ratio"]
    return table([*headings, "worst", "Pagefind", "ratio"], rows)


def _compared(
    name: str,
    ours: Sequence[First],
    theirs: Sequence[First] | None,
    measure: Callable[[First], float],
) -> list[str]:
    row = [name]
    for chosen in (statistics.median, max):
        us = chosen([measure(first) for first in ours])
        them = None if theirs is None else chosen([measure(first) for first in theirs])
        row += [number(us), number(them), ratio(us, them)]
    return row


def first_of(browser: Browser, engine: Engine, line: Line | None) -> list[First]:
    """Ask every question several times, each in a browser that has seen nothing."""
    with served(engine.directory) as site:
        site.line = line
        return [
            _median([first_question(browser, site, engine, words) for _ in range(TIMES)])
            for words in QUESTIONS
        ]


def _median(asked: Sequence[First]) -> First:
    return First(
        statistics.median(first.milliseconds for first in asked),
        statistics.median(first.size for first in asked),
        statistics.median(first.searched for first in asked),
        statistics.median(first.requests for first in asked),
    )


def first_question(browser: Browser, site: Serving, engine: Engine, words: str) -> First:
    """Open a page with a question in its address, and wait until the results are shown."""
    site.sent.clear()
    context = browser.new_context()
    try:
        page = context.new_page()
        page.add_init_script(WATCH)
        page.goto(f"{site.address}{engine.page}#q={quote(words)}", wait_until="commit")
        milliseconds = float(page.evaluate(SHOWN_AT))
        site.settle()
    finally:
        context.close()
    return First(
        milliseconds=milliseconds,
        size=sum(size for _, size in site.sent),
        searched=sum(size for path, size in site.sent if Path(path).suffix not in LOOKS),
        requests=len(site.sent),
    )


def later_questions(
    browser: Browser, questions: Sequence[str], ours: Engine, *peers: Engine | None
) -> str:
    """Ask all questions twice of one page of each engine, and give the table."""
    us = later_of(browser, ours, questions)
    them = [None if peer is None else later_of(browser, peer, questions) for peer in peers]
    rounds: list[tuple[str, Callable[[Later], float], str]] = [
        ("milliseconds, first round", lambda later: statistics.median(later.first_round), ".1f"),
        ("  95 of 100 at most", lambda later: percentile(later.first_round, 95), ".1f"),
        ("milliseconds, second round", lambda later: statistics.median(later.second_round), ".1f"),
        ("  95 of 100 at most", lambda later: percentile(later.second_round, 95), ".1f"),
        ("megabytes of scripts", lambda later: later.scripts / 1e6, ".1f"),
        ("megabytes with workers", lambda later: later.memory / 1e6, ".1f"),
    ]
    rows = []
    for name, measure, form in rounds:
        row = [name, number(measure(us), form)]
        for peer in them:
            theirs = None if peer is None else measure(peer)
            row += [number(theirs, form), ratio(measure(us), theirs)]
        rows.append(row)
    return table(["", "storyarchive", "Pagefind", "ratio", "MiniSearch", "ratio"], rows)


def later_of(browser: Browser, engine: Engine, questions: Sequence[str]) -> Later:
    """Ask one page all questions, and all of them again."""
    with served(engine.directory, measuring.ISOLATED) as site:
        context = browser.new_context()
        page = context.new_page()
        page.add_init_script(WATCH + engine.script)
        page.goto(f"{site.address}{engine.page}#q=prison", wait_until="commit")
        page.evaluate(SHOWN_AT)
        site.settle()
        rounds = [[float(page.evaluate(TIMED, words)) for words in questions] for _ in range(2)]
        session = context.new_cdp_session(page)
        session.send("HeapProfiler.collectGarbage")
        session.send("Performance.enable")
        metrics = session.send("Performance.getMetrics")["metrics"]
        held = {metric["name"]: metric["value"] for metric in metrics}
        memory = float(page.evaluate(MEMORY))
        context.close()
        return Later(rounds[0], rounds[1], held["JSHeapUsedSize"], memory)


if __name__ == "__main__":
    main()
