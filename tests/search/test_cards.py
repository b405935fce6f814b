from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from storyarchive.content.archive import load
from storyarchive.content.library import Library, open_library
from storyarchive.search import export
from tests.made import ON, archive, narrative
from tests.search import unpacking
from tests.search.made import VOCABULARY, library, story

DOGS = story(
    "s-22222", "I was dying to meet the dogs.", themes=("belonging", "drugs"), told_in="1990s"
)
NEEDLE = story(
    "s-33333",
    "Dogs dogs.\n\n<!-- note: drug-use -->\n\nA quetzal needle.\n\n<!-- note ends -->\n\nHome.",
    notes=["drug-use:described", "suicide"],
    themes=("drugs", "setbacks"),
    stages=("not-ready", "early-days", "not-ready"),
    stage_now="not-ready",
    role="mentor",
    basis="living-consent",
)
BYLEM = story("s-44444", "Byłem w więzieniu", language="pl", translation_of="s-22222")
SHOWN = library(DOGS, NEEDLE, BYLEM)


def opened(shown: Library) -> Mapping[str, dict[str, Any]]:
    return {name: file.data for name, file in unpacking.opened(export.build(shown)).items()}


FILES = opened(SHOWN)


def ids(files: Mapping[str, dict[str, Any]]) -> list[str]:
    return [files[name]["id"] for name in sorted(files) if name.startswith("cards-")]


def named(files: Mapping[str, dict[str, Any]], fact: str, names: str) -> dict[str, list[str]]:
    """Give story id → the ids that its numbers stand for."""
    known = files["directory"][names]
    each = unpacking.lists(files["facts"][fact])
    return {id: [known[n] for n in each[at]] for at, id in enumerate(ids(files))}


def test_stories_about_the_same_lie_together() -> None:
    """
    By their first theme, then by where the narrator is now, then by the other themes.
    """
    assert ["s-33333", "s-44444", "s-22222"] == ids(FILES)


def test_facts_are_those_of_the_library() -> None:
    """
    Whatever filters and counts need to know of each story.
    """
    shown = {story.id: story for story in SHOWN.stories}

    assert {id: list(story.themes) for id, story in shown.items()} == named(
        FILES, "themes", "themes"
    )
    assert {id: [story.stage_now] for id, story in shown.items()} == named(FILES, "now", "stages")
    # A stage that comes again is told once.
    assert {id: list(dict.fromkeys(story.stages)) for id, story in shown.items()} == named(
        FILES, "stages", "stages"
    )
    bands = {id: [story.reading.band] if story.reading.band else [] for id, story in shown.items()}
    assert bands == named(FILES, "band", "bands")
    assert bands["s-44444"] == []
    minutes = unpacking.lists(FILES["facts"]["minutes"])
    assert [[shown[id].reading.minutes] for id in ids(FILES)] == minutes


def test_roles_are_those_of_the_vocabulary() -> None:
    """
    A role that it has no name for cannot be filtered by.
    """
    vocabulary = replace(VOCABULARY, lists={"roles": {"mentor": "Mentor", "friend": "Friend"}})
    files = opened(replace(SHOWN, vocabulary=vocabulary))

    assert {"s-22222": [], "s-33333": ["mentor"], "s-44444": []} == named(files, "role", "roles")


def test_notes_have_their_levels() -> None:
    """
    Tens for the note, ones for the level, in the order of the vocabulary.
    """
    each = dict(zip(ids(FILES), unpacking.lists(FILES["notes"]["notes"]), strict=True))

    assert ["suicide", "drug-use"] == FILES["directory"]["notes"]
    assert ["mention", "described"] == FILES["directory"]["levels"]
    assert {"s-22222": [], "s-33333": [11, 0], "s-44444": []} == each
    assert [0] == FILES["directory"]["crisis"]


def test_translations_are_paired_with_their_originals() -> None:
    """
    By number; one whose original is not here stands for itself.
    """
    alone = opened(library(NEEDLE, BYLEM))

    assert [[1, 2]] == FILES["directory"]["pairs"]
    assert [] == alone["directory"]["pairs"]


def test_equals_are_told_by_how_easy_they_are() -> None:
    """
    Easier, then shorter, then told in the last ten years: a letter each, the first from #.
    """
    easy, old = story("s-22222", "I sat on it."), story("s-33333", "I sat on it.", told_in="1990s")
    foreign = story("s-44444", "Byłem.", language="pl")
    long = story("s-55555", "I sat on it. " * 40)
    files = opened(library(easy, old, foreign, long))
    ease = dict(zip(ids(files), files["directory"]["ease"], strict=True))

    # Of a language without a formula: as a medium one, 12 minutes of two steps each after an easy one.
    assert {"s-22222": "#", "s-33333": "$", "s-44444": chr(ord("#") + 24), "s-55555": "%"} == ease


def test_a_card_says_what_a_result_shows() -> None:
    """
    In words; its language where that is not the site's, and whether it is invented.
    """
    needle, bylem, dogs = (FILES[f"cards-{n:05}"] for n in range(3))

    assert ("s-22222", "A day", "Dee waits.") == (dogs["id"], dogs["title"], dogs["summary"])
    assert "Mentions: drug use (told in detail), suicide" == needle["notes"]
    assert (False, True) == (needle["invented"], dogs["invented"])
    assert ("pl", "", "") == (bylem["language"], dogs["language"], dogs["notes"])
    assert dogs["meta"].startswith("Dee · ")
    assert dogs["meta"].endswith(" · now: early days")


def test_a_card_has_a_passage_for_each_word_the_story_is_found_by() -> None:
    """
    That its title and summary do not show; and filler needs none.
    """
    assert ["I was dying to meet the dogs."] == FILES["cards-00002"]["passages"]
    shown = library(story("s-22222", "A day. I was at it.", summary="Waits."))

    assert [] == opened(shown)["cards-00000"]["passages"]


def test_nothing_of_a_noted_passage_is_on_a_card() -> None:
    """
    The story is found by its words, and they are not shown alone.
    """
    assert ["Dogs dogs. Home."] == FILES["cards-00000"]["passages"]
    assert any("quetzal" in data.get("terms", "") for data in FILES.values())
    assert not any("needle" in str(FILES[f"cards-{n:05}"]) for n in range(3))


def test_a_passage_is_kept_for_the_words_that_a_story_is_shown_for() -> None:
    """
    Where there is no room for all, a word counts most for the ten stories that it is found in first.
    """
    walk = (
        "was the name of it, and I walked a good deal of it, up and down the old canal, all winter."
    )
    each = [f"B{letter}k {walk}" for letter in "abcdefghijk"]
    told = {
        n: " ".join([*each, " ".join(["Zebra"] * (9 if n >= 20 else 1)), walk]) for n in range(30)
    }
    files = opened(library(*(story(f"s-{n:05}", text) for n, text in told.items())))
    shown = {files[name]["id"] for name in files if "Zebra" in str(files[name].get("passages"))}

    assert {f"s-{n:05}" for n in range(20, 30)} == shown


@pytest.mark.parametrize(
    "change",
    [
        {"status": "paused"},
        {"consent": {"scopes": {"mentor-edition": "yes", "print": "yes"}}},
        {"consent": {"expires_on": "2026-11-01"}},
    ],
)
def test_a_story_that_the_door_keeps_back_is_in_no_file(
    tmp_path: Path, change: dict[str, Any]
) -> None:
    """
    Neither its id nor a word, a title or a name that only it has.
    """
    body = "The quetzalbicycle stood at the gate."
    files = {
        "s-4k7p2.md": narrative("s-4k7p2", "I stood at the gate."),
        "s-2222z.md": narrative(
            "s-2222z", body, title="Xylographer", pseudonym="Zebedee", **change
        ),
    }
    shown = open_library(load(archive(tmp_path, files)), "public", ON)
    tree = export.build(shown)
    every = b"".join(content for content in tree.values() if isinstance(content, bytes))

    assert ["s-4k7p2"] == [story.id for story in shown.stories]
    assert b"s-4k7p2" in every
    for word in (b"s-2222z", b"quetzal", b"xylograph", b"ylographer", b"zebedee", b"ebedee"):
        assert word not in every.lower()
