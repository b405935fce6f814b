"""What is drawn fits: on a small screen, in larger or wider letters, under a thumb, and without moving."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.benchmarks.pages import shifted
from tests.browser.conftest import Seen, Site
from tests.browser.opening import opened, settled
from tests.browser.searching import answered
from tests.pages import KINDS, Kind

LEAST = 44
"""Pixels of a target across and down (WCAG 2.5.5)."""

# What a reader may set for easier reading (WCAG 1.4.12) must lose nothing; nor letters twice as large (1.4.4).
SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-bottom: 2em !important }"""
LARGE = "html { font-size: 225% !important }"

STYLED = """style => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    document.adoptedStyleSheets = [sheet];
}"""


@pytest.fixture(scope="module")
def page(browser: Browser, built: Path, kind: Kind) -> Iterator[Page]:
    """Open a kind of page from disk, unfolded."""
    context = browser.new_context()
    yield opened(Site((built / "public").as_uri() + "/", context, Seen()), kind)
    context.close()


def test_nothing_is_lost_on_small_screens_or_in_other_letters(page: Page) -> None:
    """
    No words are cut off, or on others, or beside the page, as it comes, spaced out, and twice as large.
    """
    found = []
    for what, style, widths in (
        ("spaced out", SPACED, (320, 1280)),
        ("twice as large", LARGE, (640, 1280)),
        ("as it comes", "", (320, 1280)),
    ):
        page.evaluate(STYLED, style)
        for width in widths:
            page.set_viewport_size({"width": width, "height": 1024})
            found += [f"{what}, {width}: {lost}" for lost in page.evaluate("probes.lost()")]

    assert [] == found, "\n".join(found)


def test_nothing_jumps(browser: Browser, over_http: str, kind: Kind) -> None:
    """
    What a reader has begun to read stays where it is, while a page loads and after.
    """
    moved = {}
    for width, height in ((360, 740), (1280, 1024)):
        context = browser.new_context(viewport={"width": width, "height": height})
        page = Site(over_http, context, Seen()).open(kind.address)
        settled(page, kind)
        moved[width] = shifted(page)
        context.close()

    assert {360: 0, 1280: 0} == moved


@pytest.mark.parametrize("width", [360, 1280])
def test_help_that_comes_late_pushes_nothing_down(
    browser: Browser, over_http: str, width: int
) -> None:
    """
    On a slow line "Looking …" is there before the help that stands above it.
    """
    context = browser.new_context(viewport={"width": width, "height": 1024})
    held: list[Route] = []
    context.route("**/search/cards-*", lambda route: held.append(route))
    page = context.new_page()
    page.goto(over_http + "search.html#q=suicide", wait_until="commit")
    expect(page.locator("#search-status")).to_have_text("Looking …")
    for route in held:
        route.continue_()
    answered(page, "suicide")

    assert page.locator("#search-help").is_visible()
    assert 0 == shifted(page)
    context.close()


def test_every_control_is_large_enough_for_a_thumb(page: Page) -> None:
    """
    Each is 44 pixels across and down, but for links among the words of a sentence.
    """
    found = []
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 1024})
        found += [f"{width}: {small}" for small in page.evaluate(f"probes.small({LEAST})")]

    assert [] == found, "\n".join(found)


def test_nothing_moves_for_a_reader_who_asked_for_that(page: Page) -> None:
    """
    No element changes slowly, is moved, or is scrolled to smoothly.
    """
    page.emulate_media(reduced_motion="reduce")
    found = page.evaluate("probes.moving()")

    assert [] == found, "\n".join(found)


def test_a_site_in_another_language_fits_as_well(browser: Browser, in_polish: Path) -> None:
    """
    In Polish, whose words are longer than English ones, nothing is lost on a small screen and no control is small.
    """
    public = in_polish / "public"
    context = browser.new_context(viewport={"width": 320, "height": 1024})
    site = Site(public.as_uri() + "/", context, Seen())
    kinds = [kind for kind in KINDS if (public / kind.path).is_file()]
    found = []
    for kind in kinds:
        page = opened(site, kind)
        wrong = page.evaluate(f"probes.lost().concat(probes.small({LEAST}))")
        found += [f"{kind.name}: {what}" for what in wrong]
        page.close()
    context.close()

    assert len(kinds) > 25
    assert [] == found, "\n".join(found)
