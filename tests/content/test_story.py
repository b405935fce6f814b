from dataclasses import replace
from pathlib import Path

import pytest

from storyarchive.content import story as module
from storyarchive.content.archive import load
from storyarchive.content.library import Media, Quote, Story, Work, open_library
from tests.made import ON, PROJECT
from tests.search.made import story

EXAMPLES = open_library(load(PROJECT / "narratives"), "mentor", ON).stories
RICH = replace(
    story("s-22222", "A “quote”, a\nline, and 日本語.", notes=["suicide"]),
    quotes=(Quote("A line", ok_out_of_context=True),),
    work=Work("Book", "Somebody", 1890, "public domain", None),
    media=Media("a.mp3", Path("there/a.mp3"), 3, False, None, 10, Path("there/a.txt")),
)


@pytest.mark.parametrize("told", [*EXAMPLES, RICH], ids=lambda told: told.id)
def test_a_story_that_was_written_down_is_the_same_story(told: Story) -> None:
    """
    In every field, of every kind.
    """
    assert told == module.from_json(module.to_json(told))


@pytest.mark.parametrize("written", ["", "[]", "{}", '{"work": null, "media": null, "notes": [1]}'])
def test_what_is_no_story_is_refused(written: str) -> None:
    """
    A file that was damaged is not read as a story with holes.
    """
    with pytest.raises((ValueError, KeyError, TypeError)):
        module.from_json(written)
