"""What a reader's browser may lack: scripts, pictures, a store, a server. Every kind of page does without each."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser import chromium
from tests.browser.conftest import Seen, Site
from tests.browser.opening import PROBES, opened, settled
from tests.pages import Kind

SCRIPTED = "form, .scripted, [data-scripted], [data-hidden], .gate, .skip, .searching .found"
"""Boxes to type in, choices and what they do, what was found, buttons, and the keys that leave the page."""

NO_STORE = {"profile": {"default_content_setting_values": {"cookies": 2}}}
"""Chromium's setting 'Don't allow sites to save data on your device'."""


@pytest.fixture(scope="module")
def without_scripts(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(java_script_enabled=False)
    yield context
    context.close()


@pytest.fixture(scope="module")
def without_pictures(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    context.route(
        "**/*",
        lambda route: (
            route.abort() if route.request.resource_type == "image" else route.continue_()
        ),
    )
    yield context
    context.close()


@pytest.fixture(scope="module")
def without_a_store(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BrowserContext]:
    """Set a browser up as its owner would who lets no site keep anything."""
    profile = tmp_path_factory.mktemp("profile")
    (profile / "Default").mkdir()
    (profile / "Default" / "Preferences").write_text(json.dumps(NO_STORE), encoding="utf-8")
    context = browser.browser_type.launch_persistent_context(
        profile, executable_path=chromium.find(), args=list(chromium.ARGUMENTS)
    )
    yield context
    context.close()


@pytest.fixture(scope="module")
def usual(browser: Browser, built: Path, kind: Kind) -> Iterator[Page]:
    """Open a kind of page in a browser that lacks nothing."""
    context = browser.new_context()
    page = Site((built / "public").as_uri() + "/", context, Seen()).open(kind.address)
    settled(page, kind)
    yield page
    context.close()


@pytest.mark.parametrize("way", ["http", "file"])
def test_a_page_is_whole_without_scripts(
    without_scripts: BrowserContext, built: Path, over_http: str, kind: Kind, usual: Page, way: str
) -> None:
    """
    Nothing is seen that needs one to work, and a page that has none says all that it says with them.
    """
    start = over_http if way == "http" else (built / "public").as_uri() + "/"
    page = Site(start, without_scripts, Seen()).open(kind.address)
    page.evaluate(PROBES)

    page.evaluate("probes.suspect()")
    page.emulate_media(media="print")
    assert [] == page.evaluate("probes.dead()")
    page.emulate_media(media="screen")
    assert page.get_by_role("heading", level=1).is_visible()
    assert page.locator("main").inner_text().strip()
    assert [] == page.evaluate("probes.lost()")
    # What only a script can do has another way beside it.
    assert kind.template != "search.html" or page.locator("main a:visible").count()
    assert Counter() == Counter(words(usual)) - Counter(words(page))
    page.close()


def test_a_page_is_whole_without_pictures(
    without_pictures: BrowserContext, over_http: str, kind: Kind, usual: Page
) -> None:
    """
    Where pictures are not loaded, to save data, all words are there and in their places.
    """
    page = opened(Site(over_http, without_pictures, Seen()), kind)

    assert [] == page.evaluate("probes.lost()")
    assert [] == page.evaluate(
        "[...document.images].filter(each => !each.hasAttribute('alt')).map(probes.called)"
    )
    page.reload()
    settled(page, kind)
    assert words(usual) == words(page)
    page.close()


@pytest.mark.parametrize("way", ["http", "file"])
def test_a_page_is_whole_where_nothing_may_be_kept(
    without_a_store: BrowserContext, built: Path, over_http: str, kind: Kind, way: str
) -> None:
    """
    A browser that refuses every store shows each page, and no script stumbles.
    """
    start = over_http if way == "http" else (built / "public").as_uri() + "/"
    seen = Seen()
    page = opened(Site(start, without_a_store, seen), kind)

    assert "SecurityError" == page.evaluate(
        "(() => { try { return localStorage.length } catch (refused) { return refused.name } })()"
    )
    assert page.get_by_role("heading", level=1).is_visible()
    assert [] == page.evaluate("probes.lost()")
    # From a file, Chromium loads no captions of a film; the gallery has one.
    assert [] == [said for said in seen.complaints if "unique security origins" not in said]
    page.close()


def words(page: Page) -> list[str]:
    """List the words of a page that are seen, in order, but for what is there only with scripts."""
    page.evaluate(
        "selector => document.querySelectorAll(selector).forEach(each => each.hidden = true)",
        SCRIPTED,
    )
    return page.locator("body").inner_text().split()
