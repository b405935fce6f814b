"""Whatever lies in an archive, and whatever is asked, a command ends in bounded time and memory and says what is wrong.

`STORYARCHIVE_LONG=1` tries every hostile text at the largest size that an archive takes, each in a process of its own.
"""

import os
import re
import string
import threading
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from storyarchive.content.frontmatter import join
from tests import bounded
from tests.bounded import Ended, Runner
from tests.hostile import BODIES, RAW, YAML, body
from tests.made import BODY, archive, dump, fields, narrative
from tests.places import PLACES

IS_LONG = bool(os.environ.get("STORYARCHIVE_LONG"))
LARGEST = 995_000
"""Bytes of a body, within the size of a file that an archive takes by default."""
SOME = 20_000
"""Bytes of a body where all of them are tried at once."""
FULL = (
    "one line of ten million letters",
    "a hundred thousand headings",
    "brackets that open",
    "emphasis that opens",
    "reference definitions",
)
"""Those that are always tried at the largest size, because programs are known for breaking at them."""


@pytest.fixture(scope="module")
def runner() -> Iterator[Runner]:
    with bounded.runner() as started:
        yield started


def ids() -> Iterator[str]:
    letters = [letter for letter in string.ascii_lowercase if letter not in "aeioul"]
    return (f"s-{a}{b}222" for a, b in product(letters, letters))


def well(ended: Ended) -> str:
    """Check that a command ended by itself and in words, and give them."""
    assert ended.status in {0, 1, 2}, ended
    assert "Traceback" not in ended.said
    return ended.said


def told(said: str) -> dict[str, set[str]]:
    """Read what was said of each file: its name → the codes, each with its line."""
    found: dict[str, set[str]] = {}
    for name, line, code in re.findall(r"([^/\n]+):(\d+): ([a-z][a-z0-9.-]+): ", said):
        found.setdefault(name, set()).add(f"{line} {code}")
    return found


def alone(place: Path, text: str | bytes) -> Path:
    return archive(place, {"s-22222.md": text, "s-33333.md": narrative("s-33333")})


def build(runner: Runner, directory: Path) -> Ended:
    output = str(directory.parent / "build")
    return runner.run(
        "--archive", str(directory), "build", "public", "--keep-going", "--output", output
    )


def pages(directory: Path) -> set[str]:
    return {path.stem for path in (directory.parent / "build/public/stories").glob("s-*.html")}


REFUSED = {
    "quotations far in": "too-deep",
    "marks on a letter": "too-deep",
    "marks in an order that must be mended": "too-deep",
    "letters of all the world": "too-deep",
    "directions that override": "control-character",
    "line ends of all kinds": "control-character",
    "elements that open": "raw-html",
    "elements in a line": "raw-html",
    "comments that open": "raw-html",
    "notes that open": "raw-html",
    "notes with spaces": "raw-html",
    "notes that open and end": "unknown-marker",
    "telephone numbers": "id.uk-phone",
    "addresses to write to": "id.email",
    "dots that end in no address": "id.email",
    "letters beyond": "id.nhs-number",
}
"""What a check refuses; all others are shown as words."""


def test_every_hostile_body_becomes_a_page_or_a_problem_with_its_line(
    runner: Runner, tmp_path: Path
) -> None:
    """
    One bad story stops no other: what is refused is named by file and line, and all the rest is built.
    """
    named = dict(zip(ids(), BODIES, strict=False))
    files = {f"{id}.md": narrative(id, body(name, SOME)) for id, name in named.items()}
    directory = archive(tmp_path, files)

    said = well(build(runner, directory))
    shown, problems = pages(directory), told(said)

    assert set() == {name for id, name in named.items() if id not in shown} ^ REFUSED.keys()
    assert {} == {
        name: problems.get(f"{id}.md")
        for id, name in named.items()
        if name in REFUSED
        and not any(each.endswith(REFUSED[name]) for each in problems.get(f"{id}.md", ()))
    }


@pytest.mark.parametrize("name", BODIES if IS_LONG else FULL)
def test_a_hostile_body_of_the_largest_size_is_built_or_refused(
    runner: Runner, tmp_path: Path, name: str
) -> None:
    """
    A megabyte of it takes neither long nor much, and the other story is built.
    """
    directory = alone(tmp_path, narrative("s-22222", body(name, LARGEST)))

    well(build(runner, directory))

    assert "s-33333" in pages(directory)


@pytest.mark.parametrize("name", ["one line of ten million letters", "full stops"])
def test_a_story_is_as_large_as_the_archive_says(runner: Runner, tmp_path: Path, name: str) -> None:
    """
    Ten megabytes are refused by their size, before anything reads them; no archive may allow so many.
    """
    directory = alone(tmp_path, narrative("s-22222", body(name, 10_000_000)))
    assert {"s-22222.md": {"1 too-large"}} == told(well(build(runner, directory)))

    directory = archive(tmp_path / "b", settings={"limits": {"story_bytes": 10_000_000}})
    assert "a whole number from 1000 to 5000000" in well(build(runner, directory))


def test_every_hostile_front_matter_is_named_with_its_line(runner: Runner, tmp_path: Path) -> None:
    """
    Bombs of aliases, nests without end and odd values are problems; each is told on a line that the file has.
    """
    named, files = dict(zip(ids(), YAML, strict=False)), {}
    for id, name in named.items():
        front = f"{dump(fields(id)).rstrip()}\n{YAML[name]()[:SOME]}"
        files[f"{id}.md"] = join(front, BODY).encode("utf-8", "surrogatepass")
    directory = archive(tmp_path, files)

    problems = told(well(runner.run("--archive", str(directory), "check")))

    quiet = {named[id] for id in named if f"{id}.md" not in problems}
    assert {"comments", "spaces"} == quiet
    lines = {name: content.count(b"\n") + 1 for name, content in files.items()}
    assert [] == [
        (name, each)
        for name, found in problems.items()
        for each in found
        if not 1 <= int(each.split()[0]) <= lines[name]
    ]
    assert not Path("hacked").exists()


def test_every_hostile_file_is_named(runner: Runner, tmp_path: Path) -> None:
    """
    Files of another kind or encoding, cut short or empty, are each told once, with line and remedy.
    """
    named = dict(zip(ids(), RAW, strict=False))
    directory = archive(tmp_path, {f"{id}.md": RAW[name]() for id, name in named.items()})

    problems = told(well(runner.run("--archive", str(directory), "check")))

    assert {f"{id}.md" for id in named} == problems.keys()
    assert {1} == {len(found) for found in problems.values()}
    codes = {code.split()[1] for found in problems.values() for code in found}
    unreadable = {"empty-file", "nul-byte", "control-character", "not-utf8"}
    assert {*unreadable, "no-front-matter", "unclosed-front-matter"} == codes


RECORDS = ("_archive.yaml", "_withdrawn.yaml", "_help/gb.yaml", "_vocabulary/thesaurus.yaml")
SEVERE = tuple(YAML) if IS_LONG else (
    *("a billion laughs", "merges of merges", "a tag of Python", "lists in lists", "keys in a line"),
    *("levels by an odd line end", "anchors without end", "a value of ten million letters"),
    *("a key that is a list", "names of fields in Python", "fields that nobody knows", "documents without end"),
)  # fmt: skip


@pytest.mark.parametrize("record", RECORDS)
def test_hostile_settings_and_vocabularies_are_named(
    runner: Runner, tmp_path: Path, record: str
) -> None:
    """
    Each is one of the archive's own files, and a mistake in one is told by path and line before anything is built.
    """
    directory = archive(tmp_path, {"s-22222.md": narrative("s-22222")})
    before = (directory / record).read_bytes()
    for name in SEVERE if record == RECORDS[0] else SEVERE[:6]:
        (directory / record).write_bytes(before + YAML[name]().encode("utf-8", "surrogatepass"))
        said = well(runner.run("--archive", str(directory), "check"))
        assert re.search(rf"{record}(:\d+: | is not a file of a size)", said), name


@pytest.mark.skipif(not IS_LONG, reason="takes seven seconds")
def test_settings_of_many_values_stay_within_bounds(runner: Runner, tmp_path: Path) -> None:
    """
    A file of the largest size that is read takes less memory than a small computer has; a larger one is not read.
    """
    directory = archive(tmp_path, {"s-22222.md": narrative("s-22222")})
    path = directory / "_withdrawn.yaml"

    path.write_text("a: b\n" * 990_000)
    said = well(runner.run("--archive", str(directory), "check"))
    assert "_withdrawn.yaml:1: wrong-type" in said

    path.write_text("a: b\n" * 1_010_000)
    said = well(runner.run("--archive", str(directory), "check"))
    assert "_withdrawn.yaml is not a file of a size that can be read" in said


@pytest.mark.parametrize("name", PLACES)
def test_whatever_lies_in_an_archive_is_not_waited_for(
    runner: Runner, tmp_path: Path, name: str
) -> None:
    """
    Pipes, sockets, devices, links, directories and odd names are told by their path, and keep nothing from ending.
    """
    make, says = PLACES[name]
    look = {"look": {"logo": "_logo.png"}} if "logo" in name else {}
    directory = archive(tmp_path, {"s-22222.md": narrative("s-22222")}, look)
    make(directory)

    assert says in well(runner.run("--archive", str(directory), "check"))
    well(build(runner, directory))
    if "pipe" in name:
        well(runner.run("--archive", str(directory), "search", "gate"))


def test_files_that_come_and_go_while_they_are_read_are_no_error_of_the_program(
    runner: Runner, tmp_path: Path
) -> None:
    """
    Somebody saves and a program syncs while a build runs: it builds or says in a sentence what it could not read.
    """
    directory = archive(tmp_path, {"s-22222.md": narrative("s-22222")})
    text, is_over = narrative("s-33333").encode(), threading.Event()

    def change() -> None:
        while not is_over.is_set():
            for name in ("s-33333.md", "s-33333.mp3", "_help/ie.yaml", "s-44444.md"):
                (directory / name).write_bytes(text)
            for name in ("s-33333.md", "s-33333.mp3", "_help/ie.yaml", "s-44444.md"):
                (directory / name).unlink()

    changing = threading.Thread(target=change)
    changing.start()
    try:
        for _ in range(3):
            well(build(runner, directory))
    finally:
        is_over.set()
        changing.join()


QUESTIONS = {
    "words": "prison " * 150_000,
    "a word": "a" * 1_000_000,
    "quotation marks": '"' * 100_000,
    "phrases": '"the gate" ' * 50_000,
    "brackets": "(" * 100_000,
    "operators": "AND OR NOT " * 30_000,
    "minuses": "-a " * 100_000,
    "wildcards": "a*?" * 100_000,
    "a wildcard first": "*" * 100_000,
    "ranges": "[a TO b] {c TO d} " * 20_000,
    "fields": "title:gate^9~ " * 30_000,
    "nothing about": "nothing about " * 30_000,
    "under minutes": "under ten minutes " * 30_000,
    "slips": "chidlren prisno " * 30_000,
    "apostrophes": "a'" * 100_000,
    "accents": "e\u0301" * 100_000,
    "control characters": "".join(map(chr, range(1, 32))) * 1_000,
    "letters beyond": "\U0010ffff" * 50_000,
    "white space": " \t\n\u2003" * 50_000,
    "hyphens": "a-" * 100_000,
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_hostile_questions_are_answered(runner: Runner, tmp_path: Path, name: str) -> None:
    """
    A megabyte of words, marks or operators gives an answer, with a way on.
    """
    directory = archive(tmp_path, {"s-22222.md": narrative("s-22222")})

    ended = runner.run("--archive", str(directory), "search", "--", QUESTIONS[name])

    assert 0 == ended.status, well(ended)
    assert ended.said.strip()
