"""Nothing leaves and nothing stays: what is asked of the network, kept in the browser, and said in the tab."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Seen, Site
from tests.browser.opening import opened
from tests.pages import Kind
from tests.publish.made import Tags
from tests.search import cases

QUIET = {"away.html"}
"""Pages that do not even say whose they are."""


PLAYED = """players => players.forEach(each => each.play().catch(() => "there may be no such recording"))"""


@pytest.fixture(scope="module")
def asked() -> list[str]:
    """Hold what the pages of this module ask for."""
    return []


@pytest.fixture(scope="module")
def seen() -> Seen:
    """Hold what the browser says of the pages of this module."""
    return Seen()


@pytest.fixture(scope="module")
def page(
    browser: Browser, over_http: str, kind: Kind, asked: list[str], seen: Seen
) -> Iterator[Page]:
    """Open a kind of page over http, where there are cookies and referrers; read through it and point at things."""
    context = browser.new_context()
    asked.clear()
    seen.complaints.clear()
    context.on("request", lambda request: asked.append(request.url))
    page = opened(Site(over_http, context, seen), kind)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.eval_on_selector_all("audio, video", PLAYED)
    for link in page.locator("a[rel~=noreferrer]:not(.skip):visible").all()[:3]:
        link.hover(timeout=5000)
    page.wait_for_timeout(100)
    yield page
    context.close()


def test_the_browser_has_no_complaint(page: Page, seen: Seen) -> None:
    """
    No script fails, and the policy of the page forbids nothing that is on it.
    """
    assert [] == seen.complaints, page.url


def test_nothing_is_asked_of_any_other_place(page: Page, over_http: str, asked: list[str]) -> None:
    """
    A page that is opened, unfolded, scrolled through, listened to and pointed at asks its own site only.
    """
    assert page.url.partition("#")[0] in asked
    assert [] == [url for url in asked if not url.startswith(over_http)]


def test_nothing_is_kept_in_the_browser(page: Page, kind: Kind) -> None:
    """
    A reader who chose nothing has no cookie, nothing in any store, and nothing that works on without the page.
    """
    # What an address that was handed over leaves out is left out until the visit ends.
    of_the_visit = int("avoid=" in kind.address)
    assert [] == page.context.cookies()
    assert "" == page.evaluate("document.cookie")
    assert [0, of_the_visit, 0, 0] == page.evaluate(
        """async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length,
            (await navigator.serviceWorker.getRegistrations()).length]"""
    )


def test_links_do_not_say_where_a_reader_came_from(page: Page, over_http: str) -> None:
    """
    The page asks for no referrer, and a link that leads elsewhere asks again and opens no other window.
    """
    links = page.eval_on_selector_all(
        "a[href]", "links => links.map(link => [link.href, link.rel, link.target])"
    )

    assert "no-referrer" == page.locator("meta[name=referrer]").get_attribute("content")
    assert [] == [
        (href, rel, target)
        for href, rel, target in links
        if not href.startswith((over_http, "mailto:", "tel:"))
        and (target or not {"nofollow", "noreferrer"} <= set(rel.split()))
    ]


LOADING = {
    *(("script", "src"), ("link", "href"), ("img", "src"), ("img", "srcset"), ("iframe", "src")),
    *(("audio", "src"), ("video", "src"), ("video", "poster"), ("source", "src"), ("track", "src")),
    *(("source", "srcset"), ("form", "action"), ("button", "formaction"), ("input", "src")),
    *(("object", "data"), ("embed", "src"), ("use", "href"), ("image", "href"), ("a", "ping")),
}


def test_no_page_names_another_place_to_load_from(built: Path) -> None:
    """
    Scripts, styles, pictures, frames, recordings and forms are the site's own, on every page of every edition.
    """
    found = [
        (page.name, tag, attributes[name])
        for page in sorted(built.glob("*/**/*.html"))
        for tag, attributes in Tags(page.read_text(encoding="utf-8")).found
        for name in attributes
        if (tag, name) in LOADING and (urlsplit(attributes[name]).netloc or ":" in attributes[name])
    ]

    assert [] == found


def test_the_tab_says_nothing_of_who_reads_or_what_it_mentions(built: Path) -> None:
    """
    The title of every page begins with the site's name, and holds no content note and nobody's name.
    """
    library = cases.library()
    secret = {note.label.casefold() for note in library.vocabulary.notes}
    secret |= {story.pseudonym.casefold() for story in library.stories}
    titles = {
        page.relative_to(built).as_posix(): re.findall(
            "<title>(.*?)</title>", page.read_text("utf-8")
        )
        for page in sorted(built.glob("*/**/*.html"))
    }

    assert len(titles) > 100
    assert [] == [(page, said) for page, said in titles.items() if len(said) != 1]
    assert [] == [
        (page, title)
        for page, (title,) in titles.items()
        if Path(page).name not in QUIET and not title.startswith(f"{library.settings.title}: ")
    ]
    assert [] == [
        (page, title, word)
        for page, (title,) in titles.items()
        for word in secret
        if re.search(rf"\b{re.escape(word)}\b", title.casefold())
    ]
