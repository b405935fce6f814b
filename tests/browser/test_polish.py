"""The search page of a Polish site: it speaks Polish, and finds what the prompt finds."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from storyarchive.content.archive import load
from storyarchive.content.library import open_library
from storyarchive.search.query import search
from tests.browser.conftest import Seen, Site
from tests.browser.searching import opened, results, status
from tests.made import ON


@pytest.fixture(scope="module")
def built(in_polish: Path) -> Path:
    """Give the editions of a Polish site."""
    return in_polish


@pytest.fixture
def site(browser: Browser, built: Path) -> Iterator[Site]:
    """Open it from disk; no page may complain or call elsewhere."""
    context = browser.new_context(locale="pl-PL")
    seen = Seen()
    yield Site((built / "public").as_uri() + "/", context, seen)
    context.close()
    assert [] == seen.complaints
    assert [] == seen.elsewhere


@pytest.mark.parametrize(
    "q",
    [
        "zaufanie",
        "klucze",
        "narkotyki",
        "chcę przestać pić",
        "praca, nic o przemocy",
        "samobójstwo",
    ],
)
def test_a_question_gets_the_answer_of_the_prompt(site: Site, built: Path, q: str) -> None:
    """
    The same stories in the same order.
    """
    library = open_library(load(built.parent / "narratives"), "public", ON)
    answer = search(library, q, cache=built / "cache")
    page = opened(site, q=q)

    assert [hit.id for hit in answer.hits[: len(results(page))]] == results(page)
    assert results(page)


def test_what_was_found_is_said_in_polish(site: Site) -> None:
    """
    With the form that the number asks for, and the vocabulary's Polish words.
    """
    page = opened(site, q="zaufanie", avoid="drug-use")

    assert re.match(r"Jest 1 historia\.|Są [234] historie\.|Jest [5-9] historii\.", status(page))
    expect(page.locator("#search-guesses")).to_contain_text("Bez tego: Branie narkotyków")
    expect(page.locator("#search-results .meta").first).to_contain_text("teraz: ")


def test_help_comes_first(site: Site) -> None:
    """
    For the words in which somebody says it in Polish.
    """
    page = opened(site, q="chcę się zabić")

    expect(page.locator("#search-help")).to_be_visible()
    expect(page.locator("#search-help-title")).to_contain_text("Pomoc dla Ciebie")
