"""Nothing leaks: no byte of what the door keeps back is in any output or cache."""

from pathlib import Path
from typing import Any

import pytest

from storyarchive.building import build
from storyarchive.content.archive import load
from storyarchive.content.library import open_library
from storyarchive.errors import ProblemsFound
from storyarchive.search.query import search
from tests.made import BODY, ON, archive, every_file, narrative

ID, OTHER = "s-4k7p2", "s-2222z"
WORD = "quetzalbox"
"""A word found nowhere else, put into stories that must not be shown; it is its own stem."""


def secret(id: str, **changes: Any) -> str:
    """Give a narrative that holds the word in every place where words can stand."""
    body = f"{BODY}\n\nIt was {WORD} that did it.\n"
    said = {
        "title": f"The {WORD}",
        "pseudonym": WORD[:20],
        "summary": f"All of the {WORD}.",
        "quotes": [{"text": f"It was {WORD} that did it.", "ok_out_of_context": "yes"}],
        "prompts": [f"What is a {WORD}?", "What helped?"],
        "provenance": {"source": WORD, "edited": ["shortened"]},
        "names": [{"as_written": WORD, "who": WORD, "changed": "yes", "agreed": "yes"}],
    }
    return narrative(id, body, **{**said, **changes})


KEPT_BACK: list[dict[str, Any]] = [
    {"status": "draft"},
    {"status": "consented"},
    {"status": "paused"},
    {"status": "expired"},
    {"status": "withdrawn"},
    {"consent": {"expires_on": "2026-11-22"}},
    {"consent": {"given_on": "2026-11-20", "approved_on": "2026-11-21"}},
    {"consent": {"approved_on": "2026-11-20"}},
    {"consent": {"review_by": "2026-05-01"}},
    {"consent": {"scopes": {"print": "yes", "audio": "yes"}}},
    {"consent": {"scopes": {"public-web": "no", "mentor-edition": "no", "offline": "no"}}},
]


@pytest.mark.parametrize("edition", ["public", "mentor", "offline"])
def test_no_byte_of_a_story_kept_back_is_in_any_output_or_cache(
    tmp_path: Path, edition: str
) -> None:
    """
    A word that stands only in stories the door keeps back is in no file that is made.
    """
    files = {f"{ID}.md": narrative(ID, related=["s-99992"])}
    for number, changes in enumerate(KEPT_BACK):
        id = "s-9999" + "23456789abc"[number]
        history = [
            {"to": changes.get("status", "published"), "date": "2026-05-01", "by": "editor-1"}
        ]
        files[f"{id}.md"] = secret(id, history=history, **changes)
    files["s-8888z.md"] = secret("s-8888z", translation_of="s-99992", language="pl")
    files["s-7777z.md"] = secret(
        "s-7777z",
        format="audio",
        media={"file": "s-7777z.mp3", "transcript": "body", "voice_changed": "no", "minutes": 1},
        consent={"scopes": {"print": "yes"}},
    )
    directory = archive(tmp_path, {**files, "s-7777z.mp3": WORD})
    output = tmp_path / "build"

    build(directory, output, ON, [edition])
    search(open_library(load(directory), edition, ON), WORD, cache=output / "cache")

    leaks = [
        path.relative_to(output).as_posix()
        for path, content in every_file(output)
        if WORD.encode() in content.lower()
    ]
    assert 14 == len(files)
    assert [] == leaks
    kept = {name.removesuffix(".md") for name in files} - {ID}
    assert not [
        (path, id) for path, content in every_file(output) for id in kept if id.encode() in content
    ]


def test_a_story_that_stops_leaves_every_output_and_the_cache(tmp_path: Path) -> None:
    """
    What was shown yesterday and is paused today is gone from pages, search files and the index.
    """
    directory = archive(tmp_path, {f"{ID}.md": secret(ID), f"{OTHER}.md": narrative(OTHER)})
    output = tmp_path / "build"

    def found() -> list[str]:
        return [
            path.name for path, content in every_file(output) if WORD.encode() in content.lower()
        ]

    build(directory, output, ON)
    search(open_library(load(directory), "public", ON), WORD, cache=output / "cache")
    assert f"{ID}.html" in found()
    assert any(name.startswith("terms-") for name in found())
    assert any(WORD.encode() in content for _, content in every_file(output / "cache"))

    history = [{"to": "paused", "date": "2026-06-01", "by": "editor-1"}]
    (directory / f"{ID}.md").write_text(secret(ID, status="paused", history=history))
    build(directory, output, ON)
    assert [] == found()


def test_going_on_leaves_the_narrative_out_and_says_so(tmp_path: Path) -> None:
    """
    What cannot be read is never shown, even when the rest is.
    """
    quotes = [{"text": "Never said."}]
    files = {
        f"{ID}.md": narrative(ID),
        f"{OTHER}.md": secret(OTHER, quotes=quotes),
        "s-3333z.md": f"---\nid: s-3333z\ntitle: [{WORD}]\n---\n{WORD}\n",
    }

    report = build(archive(tmp_path, files), tmp_path / "build", ON, keep_going=True)

    assert {"quote-not-in-story", "wrong-type"} == {problem.code for problem in report.left_out}
    assert {1} == {built.stories for built in report.editions}
    assert not [
        path for path, content in every_file(tmp_path / "build") if WORD.encode() in content
    ]


@pytest.mark.parametrize("voice", ["s-2222z.mp3", f"{ID}.html"])
def test_a_story_carries_no_file_but_a_recording_of_its_own(tmp_path: Path, voice: str) -> None:
    """
    Another narrator's voice, or a page with a script, cannot be slipped in as a recording.
    """
    media = {"file": voice, "transcript": "body", "voice_changed": "no", "minutes": 1}
    files: dict[str, str | bytes] = {
        f"{ID}.md": narrative(ID, format="audio", media=media),
        voice: WORD,
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
