from pathlib import Path

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
