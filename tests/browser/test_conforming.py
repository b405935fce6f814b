"""Every page is conforming HTML: what one browser has to guess, another guesses otherwise."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from storyarchive.papers import form, printing, receipt
from tests.browser import conformance
from tests.made import ON
from tests.papers.made import ID, TEMPLATES, frame, kept, read

PAPERS = {
    "form.html": form.draw(frame().settings, frame().vocabulary, TEMPLATES),
    "receipt.html": printing.page(receipt.write(kept(read()), ID, ON), TEMPLATES),
}

WRONG = """<!doctype html><html lang="en"><title>Wrong</title>
<h1>One</h1><a href="#x"><button>Two</button></a><section id="x"></section></html>"""


@pytest.fixture(scope="module")
def complaints(
    built: Path, in_polish: Path, tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, list[str]]:
    """Check all pages of three editions, the papers, and a wrong one, in one run: it takes seconds to start."""
    place = tmp_path_factory.mktemp("pages")
    for edition in ("public", "prison"):
        shutil.copytree(built / edition, place / edition)
    shutil.copytree(in_polish / "mentor", place / "polish")
    for name, paper in PAPERS.items():
        (place / name).write_text(paper, encoding="utf-8")
    (place / "wrong").mkdir()
    (place / "wrong" / "wrong.html").write_text(WRONG, encoding="utf-8")
    return conformance.complaints(place)


def test_every_page_is_conforming_html(complaints: Mapping[str, list[str]]) -> None:
    """
    The checker of those who write the standard has no error and no warning.
    """
    found = {
        what: places
        for what, wheres in complaints.items()
        if (places := [where for where in wheres if not where.startswith("wrong/")])
    }

    assert {} == found, "\n".join(f"{what} ({len(at)}): {at[:3]}" for what, at in found.items())


def test_the_checker_sees_what_is_wrong(complaints: Mapping[str, list[str]]) -> None:
    """
    It looked at the pages: of a wrong one it says what is wrong, in errors and in warnings.
    """
    found = [what for what, wheres in complaints.items() if "wrong/wrong.html:2" in wheres]

    assert any("must not appear as a descendant of the “a”" in what for what in found)
    assert any(what.startswith("Section lacks heading") for what in found)
