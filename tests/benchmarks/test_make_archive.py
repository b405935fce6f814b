from pathlib import Path
from statistics import fmean

import pytest

from storyarchive.content import checks
from storyarchive.content.archive import load
from storyarchive.content.library import open_library
from tests.benchmarks.make_archive import make
from tests.made import ON


def test_an_archive_of_any_size_is_valid_and_the_same_each_time(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """
    More narratives than there are texts are put together anew, and every one may be published.
    """
    one, two = tmp_path / "one", tmp_path / "two"
    for place in (one, two):
        make(45, place, tmp_path / "no corpus")

    archive = load(one)

    assert "the example stories are taken instead" in capsys.readouterr().err
    assert () == checks.blocking(checks.run(archive, ON))
    assert 45 == len(open_library(archive, "public", ON).stories)
    assert [path.read_bytes() for path in sorted(one.glob("*.md"))] == [
        path.read_bytes() for path in sorted(two.glob("*.md"))
    ]


def test_narratives_have_as_many_words_as_asked_and_rich_front_matter(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """
    On average, for they are cut after a paragraph; quotes, notes and marked passages are of what is left.
    """
    one, two = tmp_path / "one", tmp_path / "two"
    for place in (one, two):
        make(45, place, tmp_path / "no corpus", words=300)

    archive = load(one)

    stories = open_library(archive, "public", ON).stories
    assert () == checks.blocking(checks.run(archive, ON))
    assert 45 == len(stories)
    assert 290 < fmean(len(story.text.split()) for story in stories) < 310
    assert any(story.quotes for story in stories)
    assert all(3 == len(story.prompts) for story in stories)
    assert any("<!-- note:" in path.read_text(encoding="utf-8") for path in one.glob("s-*.md"))
    assert [path.read_bytes() for path in sorted(one.glob("*.md"))] == [
        path.read_bytes() for path in sorted(two.glob("*.md"))
    ]
