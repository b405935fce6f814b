"""The example archive is what new editors and mentors judge the program by."""

import re

from storyarchive.content.archive import load
from storyarchive.content.library import open_library
from tests.made import ON, PROJECT

ARCHIVE = load(PROJECT / "narratives")
LIBRARY = open_library(ARCHIVE, "public", ON)


def test_every_theme_and_stage_has_stories_and_each_is_of_a_good_length() -> None:
    """
    Whoever opens a theme or a stage finds somebody there.
    """
    told = [story for story in LIBRARY.stories if story.translation_of is None]

    assert 24 <= len(told)
    assert set(LIBRARY.vocabulary.theme) == {id for story in told for id in story.themes}
    assert set(LIBRARY.vocabulary.stage) == {story.stage_now for story in told}
    assert [] == [s.id for s in LIBRARY.stories if not 350 <= s.reading.words <= 1200]


def test_voices_differ() -> None:
    """
    Women and men, young and old, inside and out, helped and helping.
    """
    facts = {(story.gender, story.age_band) for story in LIBRARY.stories}
    lists = LIBRARY.vocabulary.lists

    assert {"woman", "man", "another-way"} == {gender for gender, _ in facts}
    assert set(lists["age_bands"]) <= {age for _, age in facts}
    assert set(lists["roles"]) == {story.role for story in LIBRARY.stories}
    assert {"prison", "community", "both", "youth-custody"} == {s.setting for s in LIBRARY.stories}


def test_there_are_translations_and_a_recording() -> None:
    """
    What the program can do is there to be seen.
    """
    translations = [story for story in LIBRARY.stories if story.translation_of]

    assert {"pl"} == {story.language for story in translations}
    assert 2 == len(translations)
    assert ["s-9m3xv"] == [story.id for story in LIBRARY.stories if story.media]


def test_every_story_is_invented_and_has_something_to_talk_about() -> None:
    """
    Nobody in them is real, and each comes with questions.
    """
    assert {"fictional"} == {story.basis for story in LIBRARY.stories}
    assert [] == [story.id for story in LIBRARY.stories if len(story.prompts) < 2]
    assert [] == [story.id for story in LIBRARY.stories if not story.quotes]
    for path in (PROJECT / "narratives").glob("s-*.md"):
        assert "FICTIONAL EXAMPLE" in path.read_text(encoding="utf-8").split("\n")[1], path


def test_no_help_line_could_be_rung() -> None:
    """
    A made-up number could be somebody's.
    """
    assert LIBRARY.help_lines
    for line in ARCHIVE.help_lines:
        assert line.placeholder
        assert not [how for how in line.how.values() if re.search(r"\d{3}", how)]
