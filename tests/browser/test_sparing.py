"""A story that somebody does not want to see: asked about, hidden at a press, not found, and never painted."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread
from time import sleep
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from storyarchive.search.query import search
from tests.browser.choosing import (
    ALL,
    KEPT,
    KEY,
    PLAIN,
    SUICIDE,
    choose,
    everyone,
    examples,
    follow,
    kept,
    listed,
    mentioning,
    title,
)
from tests.browser.conftest import Seen, Site
from tests.browser.searching import answered, opened, results, status


def test_a_direct_link_asks_first(site: Site) -> None:
    """
    In the place of the story stands what it mentions of what was chosen, and nothing else of it; one press shows it.
    """
    choose(site, "Suicide", "Drug use")
    page = site.open(f"stories/{SUICIDE}.html")
    head = page.get_by_role("heading", name="You chose not to see this")
    expect(head).to_be_focused()
    assert ["suicide"] == page.locator(".gate li:visible").all_inner_texts()
    assert not page.get_by_text("You hid this story.").is_visible()
    assert not page.locator("article, .onward").first.is_visible()
    assert title(SUICIDE) not in page.locator("main").inner_text()
    assert "uicide" not in page.title()

    page.get_by_role("button", name="Show it this time").click()
    expect(page.get_by_role("heading", name=title(SUICIDE))).to_be_focused()
    assert page.locator(".onward").is_visible()
    assert not head.is_visible()
    page.reload()
    assert head.is_visible()


def test_what_is_printed_of_a_story_that_was_not_to_be_seen_is_the_question(site: Site) -> None:
    """
    Paper shows no more than the screen does.
    """
    choose(site, "Suicide")
    page = site.open(f"stories/{SUICIDE}.html")
    said = printed(page)
    assert "You chose not to see this" in said
    assert "This story mentions what you asked not to see" in said
    assert title(SUICIDE) not in said.partition("http")[0]
    page.get_by_role("button", name="Show it this time").click()
    assert title(SUICIDE) in printed(page)


def printed(page: Page) -> str:
    sheets = PdfReader(BytesIO(page.pdf())).pages
    return " ".join(" ".join(sheet.extract_text() for sheet in sheets).split())


def test_what_is_allowed_again_is_there_when_back_leads_to_it(site: Site) -> None:
    """
    From the question to the choices and back: the story is shown, whether the page was kept or is made anew.
    """
    choose(site, "Suicide")
    page = site.open(f"stories/{SUICIDE}.html")
    page.evaluate("""() => {
        localStorage.clear();
        dispatchEvent(new PageTransitionEvent("pageshow", {persisted: true}));
    }""")
    expect(page.locator("article")).to_be_visible()
    assert not page.locator(".gate").count()

    choose(site, "Suicide")
    page.wait_for_function(f"localStorage.getItem('{KEY}')")
    page.reload()
    follow(page, "Change what I don’t want to see")
    page.get_by_label("Suicide", exact=True).uncheck()
    page.go_back()
    expect(page.locator("article")).to_be_visible()


def test_a_story_can_be_hidden_and_the_hiding_undone_at_once(site: Site) -> None:
    """
    By the keyboard too: the focus is where it goes on. A story that is hidden is asked about like any other.
    """
    page = site.open(f"stories/{PLAIN}.html")
    hide = page.get_by_role("button", name="Hide this story")
    hide.press("Enter")
    said = page.locator("[data-hide-said]")
    expect(said).to_have_text("You hid this story. Lists and searches leave it out. Undo")
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    assert everyone() - {PLAIN} == listed(site.open(ALL))

    page.reload()
    assert page.get_by_text("You hid this story.").first.is_visible()
    assert page.locator("article").is_hidden()
    page.get_by_role("button", name="Show it this time").click()
    page.get_by_role("button", name="Undo").press("Enter")
    expect(said).to_have_text("This story is shown again.")
    expect(hide).to_be_focused()
    assert [None, None] == page.evaluate(KEPT)
    assert everyone() == listed(site.open(ALL))


def test_a_story_is_hidden_and_shown_where_nothing_is_kept(site: Site) -> None:
    """
    The reader is told that the browser does not remember it.
    """
    site.context.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('refused'); }})"
    )
    page = site.open(f"stories/{PLAIN}.html")
    page.get_by_role("button", name="Hide this story").click()

    said = page.locator("[data-hide-said]")
    expect(said).to_contain_text("This browser does not let us remember that you hid it.")
    page.get_by_role("button", name="Undo").click()
    expect(said).to_have_text("This story is shown again.")


def test_hidden_stories_are_listed_by_number_alone(site: Site) -> None:
    """
    No title is kept, for it could tell somebody; each leads to its story and can be shown again.
    """
    kept(site, hidden=[PLAIN, SUICIDE])
    page = site.open("choices.html")
    items = page.locator("[data-hidden-stories] li")
    assert [f"Story {PLAIN} Show again", f"Story {SUICIDE} Show again"] == items.all_inner_texts()
    assert (
        page.evaluate(KEPT)[0]
        == f'{{"version": 1, "avoid": [], "hidden": ["{PLAIN}", "{SUICIDE}"]}}'
    )
    items.first.get_by_role("link").click()
    page.wait_for_url(f"**/{PLAIN}.html")
    page.go_back()
    page.get_by_role("button", name=f"Show again: {PLAIN}").click()
    assert [f"Story {SUICIDE} Show again"] == items.all_inner_texts()
    expect(page.get_by_role("button", name=f"Show again: {SUICIDE}")).to_be_focused()
    page.get_by_role("button", name=f"Show again: {SUICIDE}").click()
    assert page.get_by_text("You have hidden no story.").is_visible()


def test_the_search_leaves_out_what_was_chosen(site: Site, built: Path) -> None:
    """
    On any page: by the same counts as the prompt, and without a word of it in the address.
    """
    choose(site, "Heavy drinking")
    page = opened(site, q="drink")
    total = {
        avoid: search(examples(), "drink", cache=built / "cache", avoid=avoid).total
        for avoid in ((), ("alcohol",))
    }
    hidden = total[()] - total["alcohol",]
    assert f"{hidden} stories hidden by your choices." in status(page)
    assert not mentioning("alcohol") & set(results(page))
    assert page.url.endswith("search.html#q=drink")
    assert page.locator("[name=avoid][value=alcohol]").is_checked()


def test_what_is_ticked_at_the_search_is_remembered(site: Site) -> None:
    """
    The same boxes as on the page of choices; a search's Back never takes back what was chosen.
    """
    page = opened(site, q="drink")
    page.get_by_role("searchbox").fill("prison")
    page.get_by_role("searchbox").press("Enter")
    answered(page, "prison")
    page.locator("#avoid summary").click()
    page.get_by_label(re.compile("Heavy drinking")).check()
    expect(page.locator("#search-status")).to_contain_text("hidden by your choices")
    page.go_back()
    answered(page, "drink")
    assert "hidden by your choices" in status(page)
    assert everyone() - mentioning("alcohol") == listed(site.open(ALL))

    page.locator("#search-guesses button[aria-label^='Undo: Leaving out']").click()
    answered(page, "drink")
    assert "hidden" not in status(page)
    assert [None, None] == page.evaluate(KEPT)


def test_a_link_to_a_search_leaves_out_for_the_visit(site: Site) -> None:
    """
    What a mentor hands over with a question holds on the pages that are opened next.
    """
    page = site.open("search.html#q=drink&avoid=alcohol")
    answered(page, "drink")
    assert "hidden by your choices" in status(page)
    assert page.url.endswith("search.html#q=drink")
    follow(page, "Stories")
    assert everyone() - mentioning("alcohol") == listed(page)
    page.go_back()
    answered(page, "drink")
    assert "hidden by your choices" in status(page)


def test_a_story_that_was_hidden_is_not_found(site: Site, built: Path) -> None:
    """
    It is counted among the hidden ones and not among those found, and 'Change' leads to where it is listed.
    """
    found = search(examples(), "keys", cache=built / "cache", limit=99)
    first = found.hits[0].id
    kept(site, hidden=[first, "s-99999"])
    page = opened(site, q="keys")
    rest = [hit.id for hit in found.hits if hit.id != first]
    assert rest[: len(results(page))] == results(page)
    assert "1 story hidden by your choices." in status(page)
    counts = re.findall(r"(\d+) (?:stor\w+ (?:found|fit)|more)", status(page))
    assert found.total - 1 == sum(map(int, counts))

    page.locator("#search-status").get_by_role("link", name="Change").click()
    page.get_by_role("button", name=f"Show again: {first}").click()
    page.go_back()
    answered(page, "keys")
    assert first == results(page)[0]


def test_a_search_that_is_come_back_to_stays_as_it_was_left(site: Site) -> None:
    """
    Where nothing else was chosen meanwhile, a page that the browser kept does not search again.
    """
    page = opened(site, q="prison")
    shown = len(results(page))
    page.locator("#search-more").click()
    expect(page.locator("#search-results > li")).not_to_have_count(shown)
    found = results(page)
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    page.evaluate("dispatchEvent(new StorageEvent('storage', {key: 'another'}))")
    answered(page, "prison")
    assert found == results(page)


def test_a_story_is_printed_at_a_press(site: Site) -> None:
    """
    The button is there where a script can print.
    """
    site.context.add_init_script("window.print = () => (window.printed = true)")
    page = site.open(f"stories/{PLAIN}.html")
    page.get_by_role("button", name="Print", exact=True).click()
    assert page.evaluate("window.printed")


class _Dripping(SimpleHTTPRequestHandler):
    """A slow line: a page comes in pieces, and the browser paints what it has between them."""

    def copyfile(self, source: Any, outputfile: Any) -> None:
        said = source.read()
        pieces = 30 if b"<!doctype html" in said[:20] else 1
        size = len(said) // pieces + 1
        # Whoever waits no longer for a page has closed the line.
        with suppress(OSError):
            for start in range(0, len(said), size):
                outputfile.write(said[start : start + size])
                outputfile.flush()
                sleep(0.04 if pieces > 1 else 0)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@pytest.fixture(scope="module")
def slowly(built: Path) -> Iterator[str]:
    web = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Dripping, directory=str(built / "public")))
    thread = Thread(target=web.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{web.server_address[1]}/"
    web.shutdown()
    thread.join()
    web.server_close()


PAINTED = """
    window.begun = 0;
    window.painted = new Set();
    window.shifts = [];
    new PerformanceObserver(list => window.shifts.push(...list.getEntries().map(({value}) => value)))
        .observe({type: "layout-shift", buffered: true});
    const look = () => {
        if (document.readyState === "loading") window.begun++;
        for (const item of document.querySelectorAll("[data-story]")) {
            if (item.checkVisibility({visibilityProperty: true})) window.painted.add(item.dataset.story);
        }
        requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
"""
"""Notes which stories are visible when a frame is about to be painted, and what moved between two frames."""


@pytest.mark.parametrize(
    "path", [ALL, "themes/alcohol.html", "index.html", f"stories/{SUICIDE}.html", "choices.html"]
)
def test_nothing_unwanted_is_ever_painted_nor_does_anything_move(
    browser: Browser, built: Path, slowly: str, path: str
) -> None:
    """
    On a slow line too, in every frame: no story that was not to be seen, and no jump when the rest is there.
    """
    first = re.findall(r'data-story="([^"]+)"', (built / "public" / "index.html").read_text())[0]
    said = {"version": 1, "avoid": ["suicide", "alcohol", "bereavement"], "hidden": [first]}
    unwanted = {first}.union(*map(mentioning, ("suicide", "alcohol", "bereavement")))
    context = browser.new_context(
        viewport={"width": 360, "height": 740},
        storage_state={
            "cookies": [],
            "origins": [
                {
                    "origin": slowly.rstrip("/"),
                    "localStorage": [{"name": KEY, "value": json.dumps(said)}],
                }
            ],
        },
    )
    site = Site(slowly, context, Seen())
    site.context.add_init_script(PAINTED)
    page = site.open(path)
    page.wait_for_load_state("load")
    page.evaluate(
        "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )

    # Frames were painted before the page was whole.
    assert page.evaluate("window.begun") > 0
    assert set() == unwanted & set(page.evaluate("[...window.painted]"))
    assert [] == page.evaluate("window.shifts")
    assert page.locator("html").get_attribute("class") in {None, "", "gated"}
    assert [] == site.seen.complaints
    site.context.close()


def test_a_list_that_cannot_be_looked_through_is_shown(site: Site) -> None:
    """
    A template of somebody's own, in which a part is missing, hides nothing for ever.
    """
    kept(site, avoid=["suicide"])
    page = site.context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.add_init_script(
        "new MutationObserver(() => document.querySelector('[data-hidden]')?.remove())"
        ".observe(document, {childList: true, subtree: true})"
    )
    page.goto(site.address + ALL)

    assert page.locator(f"li[data-story={PLAIN}]").is_visible()
    assert page.locator(f"li[data-story={SUICIDE}]").is_hidden()
    assert errors
