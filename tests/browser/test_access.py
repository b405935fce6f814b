"""For every eye and every ear: axe on every kind of page in every light and size, headings, and languages."""

import re
from collections.abc import Iterator
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from storyarchive.content import languages
from storyarchive.content.story import Story
from tests.browser.conftest import Seen, Site
from tests.browser.opening import opened, resized
from tests.pages import KINDS, Kind
from tests.search import cases

AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")

TAGS = (
    *("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"),
    # Most of AAA is not asked of anybody, but what axe can tell of it holds here.
    "wcag2aaa",
)
ONCE = ("landmark-unique", "identical-links-same-purpose")
"""Rules that do not fit a page which shows one component again and again."""
COLOURS = ("color-contrast", "color-contrast-enhanced", "link-in-text-block")
"""Rules that what a reader prefers to look at can change."""

SIZES = {"320 px": (320, 640, 1), "1280 px": (1280, 1024, 1), "400 %": (320, 256, 4)}
"""Width and height in CSS pixels, and the zoom: 1280 by 1024 pixels, four times as large, are 320 by 256."""

PLAIN: dict[str, Any] = {
    "color_scheme": "light",
    "contrast": "no-preference",
    "forced_colors": "none",
}
LOOKS: dict[str, dict[str, Any]] = {
    "dark": {"color_scheme": "dark"},
    "high contrast": {"contrast": "more"},
    "high contrast, dark": {"contrast": "more", "color_scheme": "dark"},
    "forced colours": {"forced_colors": "active"},
}
"""What a reader's settings ask for, besides what is asked for by none."""

ASK_AXE = """async ([runOnly, without]) => {
    const rules = Object.fromEntries(without.map(rule => [rule, { enabled: false }]));
    const resultTypes = ["violations", "incomplete"];
    const found = await axe.run(document, { runOnly, rules, resultTypes, preload: false });
    const told = ({ id, help, nodes }) => nodes.map(node => `${id}: ${help}: ${node.html.slice(0, 100)}`);
    // What axe is not sure of, a person has to look at: here there is nothing of that kind either.
    return [...found.violations, ...found.incomplete].flatMap(told);
}"""


@pytest.fixture(scope="module")
def page(browser: Browser, built: Path, kind: Kind) -> Iterator[Page]:
    """Open a kind of page from disk, unfolded."""
    context = browser.new_context()
    yield opened(Site((built / "public").as_uri() + "/", context, Seen()), kind)
    context.close()


def test_axe_finds_nothing_in_any_light_at_any_size(page: Page, kind: Kind) -> None:
    """
    No rule of WCAG 2.2 that a program can tell is broken, nor one of good practice, and none is in doubt.
    """
    page.evaluate(AXE)
    cdp = page.context.new_cdp_session(page)
    everything = [{"type": "tag", "values": TAGS}, ONCE if kind.repeats else []]
    colours = [{"type": "rule", "values": COLOURS}, []]
    found = []
    for size, measures in SIZES.items():
        resized(cdp, *measures)
        page.emulate_media(**PLAIN)
        found += [f"{size}, light: {what}" for what in page.evaluate(ASK_AXE, everything)]
        # Zooming changes what goes where, and no colour.
        for look, asked in LOOKS.items() if measures[2] == 1 else ():
            page.emulate_media(**PLAIN | asked)
            found += [f"{size}, {look}: {what}" for what in page.evaluate(ASK_AXE, colours)]

    assert [] == found, "\n".join(found)


def test_axe_finds_nothing_on_a_site_in_another_language(browser: Browser, in_polish: Path) -> None:
    """
    Words of another language have their places and names as the English ones have.
    """
    public = in_polish / "public"
    context = browser.new_context(viewport={"width": 320, "height": 640})
    site = Site(public.as_uri() + "/", context, Seen())
    found = []
    for kind in (kind for kind in KINDS if (public / kind.path).is_file()):
        page = opened(site, kind)
        page.evaluate(AXE)
        said = page.evaluate(ASK_AXE, [{"type": "tag", "values": TAGS}, []])
        found += [f"{kind.name}: {what}" for what in said]
        page.close()
    context.close()

    assert [] == found, "\n".join(found)


def test_with_colours_of_their_own_readers_see_where_they_are(page: Page) -> None:
    """
    In forced colours no words have ours, and the page one is on is told from the others by more than colour.
    """
    page.emulate_media(forced_colors="active")
    colours, marks = page.evaluate("[probes.ownColours(), probes.unmarked()]")
    page.emulate_media(forced_colors="none")

    assert [] == colours
    assert [] == marks


def test_headings_go_down_one_step_at_a_time(page: Page) -> None:
    """
    A page begins with its one first heading, and no level is left out.
    """
    levels = page.evaluate(
        "[...document.querySelectorAll('h1, h2, h3, h4, h5, h6')]"
        ".filter(each => each.checkVisibility()).map(each => Number(each.localName[1]))"
    )

    assert 1 == levels[0]
    assert 1 == levels.count(1)
    assert [] == [(up, down) for up, down in pairwise(levels) if down > up + 1]


def test_every_word_is_in_the_language_that_it_says(page: Page, kind: Kind) -> None:
    """
    The page is in the site's language; words of a story in another one say which, and only they do.
    """
    library = cases.library()
    own = library.settings.language
    foreign = [story for story in library.stories if not languages.same(story.language, own)]
    told = page.evaluate("probes.tongues()")

    assert own == page.locator("html").get_attribute("lang")
    for words, tongue in told:
        of = [story.language for story in foreign if plain(words) in told_by(story)]
        # A single word, such as a name, may be of any language.
        if of and " " in plain(words):
            assert tongue in of, words
        if not languages.same(tongue, own):
            assert of or words == languages.own_name(tongue) or kind.repeats, words
    spoken = {tongue for _, tongue in told}
    assert not kind.foreign or kind.foreign in spoken


def told_by(story: Story) -> str:
    """Give all words of a story as one plain text."""
    quotes = [quote.text for quote in story.quotes]
    return plain(" | ".join([story.title, story.summary, story.text, *quotes, *story.prompts]))


def plain(words: str) -> str:
    """Take off marks of Markdown and spaces."""
    return re.sub(r"[\W_]+", " ", words).strip()
