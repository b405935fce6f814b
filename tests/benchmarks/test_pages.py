"""What a page may weigh, whatever the computer: the benchmark itself is run by hand."""

from pathlib import Path

import pytest

from tests.benchmarks.pages import needed, weight
from tests.pages import editions


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return editions(tmp_path_factory.mktemp("built"))


def test_a_story_with_all_it_needs_is_under_50_kilobytes(built: Path) -> None:
    """
    Every story of every edition, with its style and whatever else it loads before a recording, not compressed.
    """
    weights = {
        page.relative_to(built).as_posix(): weight(needed(edition, f"stories/{page.name}"))[0]
        for edition in built.iterdir()
        for page in (edition / "stories").glob("s-*.html")
    }

    assert len(weights) > 100
    assert {} == {page: weight for page, weight in weights.items() if weight >= 50_000}


def test_the_first_page_with_all_it_needs_is_under_60_kilobytes(built: Path) -> None:
    """
    The first page of every edition, not compressed.
    """
    weights = {
        edition.name: weight(needed(edition, "index.html"))[0]
        for edition in built.iterdir()
        if (edition / "index.html").is_file()
    }

    assert {"public", "mentor", "offline", "prison"} <= set(weights)
    assert {} == {edition: weight for edition, weight in weights.items() if weight >= 60_000}
