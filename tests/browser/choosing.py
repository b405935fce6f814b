"""What tests do about choices: make them as a reader would, and see which stories a page shows."""

import json
from functools import cache
from typing import Any

from playwright.sync_api import Locator, Page

from storyarchive.content.library import Library
from tests.browser.conftest import Site
from tests.search import cases

KEY = "storyarchive"
KEPT = f"[localStorage.getItem('{KEY}'), sessionStorage.getItem('{KEY}')]"
"""What the browser keeps of the reader's own choices, and of those of a link."""

ALL = "stories/index.html"
SUICIDE = "s-m2v8j"
"""The only story that mentions suicide."""
PLAIN = "s-v3g9y"
"""A story that mentions nothing."""

_SEEN = """list => [...list.querySelectorAll("[data-story]")]
    .filter(item => item.checkVisibility({visibilityProperty: true})).map(item => item.dataset.story)"""


@cache
def examples() -> Library:
    """Open the example library."""
    return cases.library()


@cache
def title(id: str) -> str:
    """Give the title of a story."""
    return next(story.title for story in examples().stories if story.id == id)


def everyone() -> set[str]:
    """List the ids of all stories."""
    return {story.id for story in examples().stories}


def mentioning(note: str, level: str | None = None) -> set[str]:
    """List the ids of the stories with a content note. level: only those that mention it so."""
    return {
        story.id
        for story in examples().stories
        for each in story.notes
        if each.id == note and level in {None, each.level}
    }


def seen_in(list_: Locator) -> set[str]:
    """List the stories that a reader sees in one list."""
    return set(list_.evaluate(_SEEN))


def listed(page: Page) -> set[str]:
    """List the stories that a reader sees in the lists of a page."""
    return {id for each in page.locator("[data-list]").all() for id in seen_in(each)}


def left_out(page: Page) -> str:
    """Give what the first list says of what it leaves out."""
    line = page.locator("[data-hidden]").first
    return line.inner_text() if line.is_visible() else ""


def follow(page: Page, name: str) -> None:
    """Press a link, and wait for the page that it leads to."""
    with page.expect_navigation():
        page.get_by_role("link", name=name, exact=True).first.click()


def choose(site: Site, *notes: str) -> Page:
    """Choose content notes by their labels on the page of choices."""
    page = site.open("choices.html")
    for note in notes:
        page.get_by_label(note, exact=True).check()
    return page


def kept(site: Site, **record: Any) -> None:
    """Let the browser remember choices from before."""
    page = site.open("choices.html")
    said = {"version": 1, "avoid": [], "hidden": []} | record
    # The page stays open: one that is closed at once may take what it kept with it.
    page.evaluate("said => localStorage.setItem('storyarchive', said)", json.dumps(said))
