"""Whoever holds a copy can find out whether a story is still shared."""

import json
import re
from dataclasses import replace

import pytest

from storyarchive.content.fields import ID
from storyarchive.content.settings import Edition
from storyarchive.publish import edition

from .made import PRISON, PUBLIC, SETTINGS, TEMPLATES, Tags, library, story, text_of

WEB = replace(SETTINGS, base_url="https://a.example/lib", editions={"public": PUBLIC})


@pytest.mark.parametrize(("kept", "day"), [(PUBLIC, {}), (PRISON, {"on": "2026-11-23"})])
def test_every_edition_lists_what_was_taken_down(kept: Edition, day: dict[str, str]) -> None:
    """
    Ids and days, nothing else; a copy says of which day the list is.
    """
    tree = edition.build(library(story(), edition=kept, withdrawn=("s-77777",)), TEMPLATES)
    content = tree["recall.json"]
    assert isinstance(content, bytes)

    assert {
        "version": 1,
        "edition": kept.id,
        **day,
        "recalled": [{"id": "s-77777", "withdrawn_on": "2026-11-01"}],
    } == json.loads(content)


def test_the_page_says_numbers_days_and_what_to_do() -> None:
    """
    Somebody with a sheet of paper finds its number, or how to look further.
    """
    tree = edition.build(library(story(), settings=WEB, withdrawn=("s-77777",)), TEMPLATES)
    page = text_of(tree)["recall.html"]

    assert (
        '<li><span class="id">s-77777</span> <span class="meta">1 November 2026</span></li>' in page
    )
    assert "Tear up the paper. Delete the file." in page
    assert "a.example/lib/stories/<b>s-?????</b>.html</p>" in page
    assert "s-22222" not in page
    assert "noindex" in page


def test_somebody_with_a_sheet_is_told_that_a_page_may_be_shared_and_paper_not() -> None:
    """
    A story with no yes to print keeps its page, and the page says so to whoever looks it up.
    """
    told = story(agreed=frozenset({"public-web"}))
    html = text_of(edition.build(library(told, settings=WEB), TEMPLATES))
    line = "This story is not shared on paper"

    assert f"look whether the page says “{line}”" in html["recall.html"]
    # The other such line, `paper-only`, is not on the screen.
    assert f'<p class="meta">{line}.</p>' in html["stories/s-22222.html"]


@pytest.mark.parametrize("address", ["recall.html", "taking-part.html"])
def test_no_page_has_a_number_that_a_story_could_have(address: str) -> None:
    """
    If the story with the number of an example is taken down, no page still names it.
    """
    page = text_of(edition.build(library(settings=WEB), TEMPLATES))[address]

    assert not re.search(ID, page)


def test_a_library_from_which_nothing_was_taken_says_so() -> None:
    """
    An empty list would look like a fault.
    """
    page = text_of(edition.build(library(story(), settings=WEB), TEMPLATES))["recall.html"]

    assert "No story has been taken down." in page
    assert "Tear up" not in page


@pytest.mark.parametrize(("kept", "is_there"), [(PUBLIC, True), (PRISON, False)])
def test_the_page_is_where_it_is_kept_up_to_date(kept: Edition, is_there: bool) -> None:
    """
    A list in a copy is as old as the copy; on the web every page leads to the list.
    """
    tree = edition.build(library(story(), edition=kept, settings=WEB), TEMPLATES)
    html = text_of(tree)

    assert is_there == ("recall.html" in html)
    for address in ("stories/s-22222.html", "index.html", "taking-part.html"):
        links = [link["href"].removeprefix("../") for link in Tags(html[address]).all("a")]
        assert is_there == ("recall.html" in links), address
