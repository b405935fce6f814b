"""Nothing leaks: no byte of what the door keeps back is in any output, cache, message or log."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from storyarchive import serve
from storyarchive.building import build
from storyarchive.cli import commands, main
from storyarchive.content.archive import load
from storyarchive.content.library import open_library
from storyarchive.errors import ProblemsFound
from storyarchive.publish.edition import PUBLISHERS
from storyarchive.search.query import search
from tests import leaks
from tests.leaks import NARRATORS_OWN, Tried
from tests.made import ON, archive, every_file, narrative

ID, OTHER = "s-4k7p2", "s-2222z"


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> Tried:
    return leaks.run(tmp_path_factory.mktemp("leaks"))


def test_no_byte_of_a_story_kept_back_is_in_any_output_or_cache(tried: Tried) -> None:
    """
    A word that stands only in a narrative is in no file of an edition that may not show it, nor is its id: drafts, what
    has ended, what is wrong, what was withdrawn between two builds, and what has not the scope that an output asks.
    """
    assert [] == tried.leaks
    assert (46, 4) == (tried.narratives, tried.editions), tried
    assert tried.files > 500, tried


def test_every_output_was_tried(tried: Tried) -> None:
    """
    Each publisher of the program made some file here, and those that ask for a scope showed some stories in it, and
    not all: so a leak would have been seen.
    """
    everyone = tried.shows["pages"]

    assert {"cache", "elsewhere", *(each.name for each in PUBLISHERS)} == tried.shows.keys()
    assert everyone == tried.shows["cache"] == tried.shows["search index"]
    assert len(leaks.SHOWN) == len(everyone)
    for publisher in PUBLISHERS:
        if publisher.asks:
            assert set() < tried.shows[publisher.name] < everyone, publisher.name


def test_archives_are_opened() -> None:
    """
    A word in a file in an archive in an archive would be found.
    """
    inner, outer = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a.html", "the word" * 20)
    with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("b.zip", inner.getvalue())

    opened = dict(leaks.unpacked("c.zip", outer.getvalue()))

    assert ["c.zip", "c.zip/b.zip", "c.zip/b.zip/a.html"] == list(opened)
    assert b"the word" in opened["c.zip/b.zip/a.html"]


KEPT, WRONG, GONE, TORN = leaks.name(64), leaks.name(130), leaks.name(192), leaks.name(193)
"""A draft, a narrative with an error, a withdrawn one, and one that cannot be read."""

RUNS: dict[str, list[list[str]]] = {
    "build": [[], ["public"], ["--keep-going"]],
    "check": [[], ["--format", "json"], ["--message", f"narratives/{KEPT}.md"]],
    "search": [["chair"], ["chair", "--json", "--explain"], ["quetzal"], ["what did it"]],
    "show": [[KEPT], [WRONG], [TORN], [KEPT, "--edition", "prison"], ["s-22222"]],
    "serve": [[]],
    "consent": [[], ["--json"], ["--within", "3650"]],
    "approve": [[id, "--by", "editor-1"] for id in (KEPT, WRONG, TORN)],
    "publish": [[id, "--by", "reviewer-2"] for id in (KEPT, WRONG, TORN)],
    "pause": [[id] for id in (KEPT, WRONG, TORN)],
    "withdraw": [[id, "--yes", "--reason", "teller"] for id in (KEPT, WRONG, TORN)],
    "verify-withdrawn": [
        [GONE],
        [GONE, "--json"],
        *([id, "--old", f"narratives/{id}.md"] for id in (KEPT, WRONG, TORN)),
    ],
    "acknowledge": [
        [
            id,
            "who.cap-single",
            "--line",
            "3",
            "--reason",
            "It is a false alarm.",
            "--by",
            "editor-1",
        ]
        for id in (KEPT, WRONG, TORN)
    ],
    "form": [[]],
    "export consent": [[]],
}
"""Command → what it is run with, in an archive where most narratives may not be shown."""

EXCUSED = {
    "receipt": "It is the narrator's own paper, and names the story and the name it is told under."
}
"""Commands whose work is to show words of a narrative to who keeps it, and why."""


def typed(found: Mapping[str, click.Command], before: str = "") -> Iterator[str]:
    for name, command in found.items():
        if isinstance(command, click.Group):
            yield from typed(command.commands, f"{before}{name} ")
        else:
            yield f"{before}{name}"


def test_every_command_is_tried() -> None:
    """
    A new command is run below, or it is said why it may show words of a narrative.
    """
    assert {*RUNS, *EXCUSED} == set(typed(commands()))


@pytest.mark.parametrize(
    "words",
    [[*name.split(), *more] for name, each in RUNS.items() for more in each],
    ids=" ".join,
)
def test_no_message_says_a_word_of_a_narrative(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    """
    What a command prints, in a terminal or in the log of a server, names files, lines and fields, and no word of what
    may not be shown; nor does any file that it writes beside the archive.
    """
    stories = leaks.narratives()
    directory = leaks.make(tmp_path, stories)
    leaks.withdraw(directory, *(each for each in stories if each.gone))
    cleared = {story.id for story in open_library(load(directory), "public", ON).stories}
    monkeypatch.chdir(tmp_path)
    given = ["--archive", str(directory), "--on", str(ON)]

    done = CliRunner(env={"COLUMNS": "300"}).invoke(main, [*given, *words], catch_exceptions=False)

    said = done.output.casefold()
    assert said
    assert [] == [each.id for each in stories if each.word in said and each.id not in cleared]
    beside = {path.name: content for path, content in every_file(tmp_path) if is_beside(path)}
    assert [] == [name for name, content in beside.items() if NARRATORS_OWN.encode() in content]


def is_beside(path: Path) -> bool:
    """Tell whether a file is neither of the archive nor of what was built, which `leaks.run` looks through."""
    return not {"narratives", "build"}.intersection(path.parts)


def test_a_preview_that_cannot_be_built_says_no_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    The preview runs all day in a terminal that others may see.
    """
    wrong = [leaks.told(number, **changes) for number, changes in enumerate(leaks.WRONG, 128)]
    directory = archive(tmp_path, {f"{ID}.md": narrative(ID)})

    def edit_and_rebuild(*given: object, **more: object) -> None:
        rebuild = given[2]
        assert callable(rebuild)
        for number, text in enumerate(wrong, 128):
            (directory / f"{leaks.name(number)}.md").write_text(text, encoding="utf-8")
        rebuild()

    monkeypatch.setattr(serve, "serve", edit_and_rebuild)
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["--archive", str(directory), "--on", str(ON), "serve"])

    assert "stays as it was until this is mended" in done.output
    assert leaks.name(129) in done.output
    assert NARRATORS_OWN not in done.output.casefold()


def test_a_story_that_stops_leaves_every_output_and_the_cache(tmp_path: Path) -> None:
    """
    What was shown yesterday and is paused today is gone from pages, search files and the index.
    """
    id, word = leaks.name(0), leaks.word(0)
    directory = archive(tmp_path, {f"{id}.md": leaks.told(0), f"{OTHER}.md": narrative(OTHER)})
    output = tmp_path / "build"

    def found() -> list[str]:
        return [
            path.name for path, content in every_file(output) if word.encode() in content.lower()
        ]

    build(directory, output, ON)
    search(open_library(load(directory), "public", ON), word, cache=output / "cache")
    assert f"{id}.html" in found()
    assert any(name.startswith("terms-") for name in found())
    assert any(word.encode() in content for _, content in every_file(output / "cache"))

    (directory / f"{id}.md").write_text(leaks.told(0, status="paused"))
    build(directory, output, ON)
    assert [] == found()


def test_going_on_leaves_the_narrative_out_and_says_so(tmp_path: Path) -> None:
    """
    What cannot be read is never shown, even when the rest is.
    """
    word, quotes = leaks.word(0), [{"text": "Never said."}]
    files = {
        f"{ID}.md": narrative(ID),
        f"{leaks.name(0)}.md": leaks.told(0, quotes=quotes),
        "s-3333z.md": f"---\nid: s-3333z\ntitle: [{word}]\n---\n{word}\n",
    }

    report = build(archive(tmp_path, files), tmp_path / "build", ON, keep_going=True)

    assert {"quote-not-in-story", "wrong-type"} <= {problem.code for problem in report.left_out}
    assert {1} == {built.stories for built in report.editions}
    assert not [
        path for path, content in every_file(tmp_path / "build") if word.encode() in content
    ]


@pytest.mark.parametrize("voice", ["s-2222z.mp3", f"{ID}.html"])
def test_a_story_carries_no_file_but_a_recording_of_its_own(tmp_path: Path, voice: str) -> None:
    """
    Another narrator's voice, or a page with a script, cannot be slipped in as a recording.
    """
    media = {"file": voice, "transcript": "body", "voice_changed": "no", "minutes": 1}
    files: dict[str, str | bytes] = {
        f"{ID}.md": narrative(ID, format="audio", media=media),
        voice: "a voice",
    }
    directory = archive(tmp_path, files)

    library = open_library(load(directory), "public", ON)

    assert [] == [story.media for story in library.stories if story.media]
    with pytest.raises(ProblemsFound):
        build(directory, tmp_path / "build", ON)


def test_the_index_of_an_edition_that_is_gone_goes_too(tmp_path: Path) -> None:
    """
    Nothing is remembered for an edition that nobody builds.
    """
    directory = archive(tmp_path, {f"{ID}.md": narrative(ID)})
    cache = tmp_path / "build" / "cache"
    search(open_library(load(directory), "mentor", ON), "chair", cache=cache)
    settings = (directory / "_archive.yaml").read_text().replace("  mentor:", "  helpers:")
    (directory / "_archive.yaml").write_text(settings)

    build(directory, tmp_path / "build", ON)

    assert [] == [place.name for place in (cache / "search").iterdir()]
