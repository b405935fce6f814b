"""Measure how long indexes take to make and how big they are, beside Pagefind and plain Whoosh.

    python -m tests.benchmarks.indexing 1000 10000
    python -m tests.benchmarks.indexing 1000 --work PLACE --corpus PLACE

The browser's index is made from a library that is open already; the time to open it is on a line of
its own. Pagefind (the extra `bench`) is given pages with the same titles, summaries,
theme words and stories and nothing else, and is timed as a whole program. Memory is the most that the
program held at one time, Python and the library included.

Plain Whoosh indexes the titles and bodies of the same stories with its stemming analyser, in one
process and in two; ours is `search.keeping.open_index` with an empty cache.
"""

import html
import importlib.util
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from storyarchive.content.archive import load
from storyarchive.content.library import Library, open_library
from storyarchive.files import Tree
from storyarchive.search import passages
from tests.benchmarks import measuring
from tests.benchmarks.measuring import Size, number, ratio, table
from tests.benchmarks.processes import Run, run, run_function
from tests.made import ON


@dataclass(frozen=True)
class Made:
    """An index that was made."""

    seconds: float
    memory: int
    size: Size


MEASURES: Sequence[tuple[str, Callable[[Made], float], str]] = (
    ("seconds to make the index", lambda made: made.seconds, ".1f"),
    ("megabytes of memory", lambda made: made.memory / 1e6, ",.0f"),
    ("files", lambda made: made.size.files, ",.0f"),
    ("kilobytes on disk", lambda made: made.size.plain / 1e3, ",.0f"),
    ("kilobytes as they are sent", lambda made: made.size.gzipped / 1e3, ",.0f"),
)


def main() -> None:
    parser = measuring.arguments("Measure how long indexes take to make.", [1000, 10000])
    given = parser.parse_args()
    with measuring.workplace(given.work) as work:
        for stories in given.sizes:
            archive = measuring.archive_of(stories, work, given.corpus)
            print(f"\n{stories:,} stories: the index for the browser\n")
            print(for_browser(archive, work / f"indexing-{stories}"), flush=True)
            print(f"\n{stories:,} stories: the index for the prompt\n")
            print(for_prompt(archive, stories), flush=True)


def for_browser(archive: Path, place: Path) -> str:
    """Measure the index for the browser, and give the table."""
    done, numbers = _called(exported, archive, place / "ours")
    ours = Made(numbers["build"], done.memory, measuring.size(place / "ours" / "search"))
    _called(written, archive, place / "pages")
    theirs = pagefind(place / "pages")
    rows = [
        ["seconds to open the library", f"{numbers['open']:.1f}", "", ""],
    ]
    for name, measure, form in MEASURES:
        us, them = measure(ours), None if theirs is None else measure(theirs)
        rows.append([name, number(us, form), number(them, form), ratio(us, them)])
    return table(["", "storyarchive", "Pagefind", "ratio"], rows)


def for_prompt(archive: Path, stories: int) -> str:
    """Measure the index for the prompt, and give the table."""
    done, numbers = _called(indexed, archive)
    ours = stories / numbers["index"]
    memory = f"{done.memory / 1e6:,.0f}"
    rows = [
        ["storyarchive", f"{ours:,.0f}", "", memory],
    ]
    for processes in (1, 2):
        done, numbers = _called(indexed_plainly, archive, processes)
        theirs = stories / numbers["index"]
        name = f"plain Whoosh, {processes} {'process' if processes == 1 else 'processes'}"
        rows.append([name, f"{theirs:,.0f}", ratio(ours, theirs), f"{done.memory / 1e6:,.0f}"])
    return table(["", "stories a second", "ratio", "megabytes of memory"], rows)


def _called(function: object, *arguments: object) -> tuple[Run, dict[str, float]]:
    name = getattr(function, "__name__", "")
    return run_function("tests.benchmarks.indexing", name, *arguments)


def library_in(archive: str | Path) -> Library:
    """Open the public library of an archive on disk."""
    return open_library(load(Path(archive)), "public", ON)


def exported(archive: str, place: str) -> dict[str, float]:
    """Make the index for the browser and write it."""
    from storyarchive.search import export

    started = time.perf_counter()
    library = library_in(archive)
    opened = time.perf_counter()
    tree = export.build(library)
    built = time.perf_counter()
    _write(tree, Path(place))
    return {"open": opened - started, "build": built - opened}


def indexed(archive: str) -> dict[str, float]:
    """Make the index for the prompt in an empty cache."""
    from storyarchive.search import keeping

    library = library_in(archive)
    started = time.perf_counter()
    with measuring.workplace(None) as cache, keeping.open_index(library, cache):
        return {"index": time.perf_counter() - started}


def indexed_plainly(archive: str, processes: str) -> dict[str, float]:
    """Make an index of titles and bodies as Whoosh's own guide does."""
    names = ("analysis", "fields", "filedb.filestore")
    analysis, fields, store = map(measuring.whoosh, names)

    texts = [(s.id, s.title, passages.plain(s.text)) for s in library_in(archive).stories]
    stemmed = fields.TEXT(analyzer=analysis.StemmingAnalyzer())
    schema = fields.Schema(id=fields.ID(stored=True, unique=True), title=stemmed, body=stemmed)
    with measuring.workplace(None) as place:
        started = time.perf_counter()
        writer = store.FileStorage(str(place)).create_index(schema).writer(procs=int(processes))
        for id, title, body in texts:
            writer.add_document(id=id, title=title, body=body)
        writer.commit()
        return {"index": time.perf_counter() - started}


def pagefind(pages: Path) -> Made | None:
    """Index pages with Pagefind into `pagefind/` beside them; nothing if it is not installed."""
    if importlib.util.find_spec("pagefind") is None:
        return None
    done = run([sys.executable, "-m", "pagefind", "--site", pages])
    return Made(done.seconds, done.memory, measuring.size(pages / "pagefind"))


def written(archive: str, place: str) -> dict[str, float]:
    """Write the pages for Pagefind."""
    write_pages(library_in(archive), Path(place))
    return {}


def write_pages(library: Library, place: Path) -> None:
    """Write a page for each story, with all that is searched of it and nothing else."""
    tree: Tree = {f"stories/{id}.html": page.encode() for id, page in _pages(library)}
    _write(tree, place)


def _write(tree: Tree, place: Path) -> None:
    """Write files to a directory of their own, instead of those that may be there."""
    shutil.rmtree(place, ignore_errors=True)
    for path, content in tree.items():
        (place / path).parent.mkdir(parents=True, exist_ok=True)
        whole = content if isinstance(content, bytes) else content.read_bytes()
        (place / path).write_bytes(whole)


def _pages(library: Library) -> Iterator[tuple[str, str]]:
    for story in library.stories:
        themes = [library.vocabulary.theme[id] for id in story.themes]
        blocks = [
            story.summary,
            *(", ".join((theme.label, *theme.alt)) for theme in themes),
            *(passages.plain(block) for block in story.text.split("\n\n")),
        ]
        body = "\n".join(f"<p>{html.escape(block)}</p>" for block in blocks)
        title = html.escape(story.title)
        yield (
            story.id,
            f'<!doctype html>\n<html lang="{story.language}">\n<meta charset="utf-8">\n'
            f"<title>{title}</title>\n<main>\n<h1>{title}</h1>\n{body}\n</main>\n</html>\n",
        )


if __name__ == "__main__":
    main()
