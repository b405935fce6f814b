"""'Exit this page': at a press or by the keyboard, at once, and so that Back does not come back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import Seen, Site
from tests.browser.searching import answered

STORY = "stories/s-m2v8j.html"
AWAY = "https://www.bbc.co.uk/weather"
"""Where the exit of the example library leads."""


@pytest.fixture(params=["http", "file"])
def watched(
    request: pytest.FixtureRequest, browser: Browser, built: Path, over_http: str
) -> Iterator[Site]:
    """Open the public edition, and stand in for the site that the exit leads to."""
    address = over_http if request.param == "http" else (built / "public").as_uri() + "/"
    context = browser.new_context()
    context.route(f"{AWAY}**", lambda route: route.fulfill(body="<title>Weather</title>Rain."))
    site = Site(address, context, Seen())
    yield site
    context.close()
    assert [] == site.seen.complaints


LAST_SEEN = """() => {
    const look = () => {
        const {documentElement: page, title} = document;
        localStorage.setItem("seen", document.body.checkVisibility() ? page.innerText : "");
        localStorage.setItem("title", title);
        requestAnimationFrame(look);
    };
    look();
}"""
"""Writes down in every frame what is on the screen and in the tab."""


def shift(page: Page, times: int = 1) -> None:
    for _ in range(times):
        page.keyboard.press("Shift")


def said(page: Page) -> str:
    """Give what is spoken of the keys."""
    return page.locator(".exit-said").inner_text()


def stayed(page: Page) -> bool:
    """Tell whether the page is still there to be read."""
    page.wait_for_timeout(100)
    return page.url.endswith(STORY) and page.locator("article").is_visible()


@pytest.mark.parametrize("link", [".exit", ".skip[data-exit]"])
def test_the_page_is_blank_before_the_next_one_comes(watched: Site, link: str) -> None:
    """
    However slow the line is: nothing of the story is on the screen, in the tab, or by ear.
    """
    held: list[Route] = []
    watched.context.route(f"{AWAY}**", lambda route: held.append(route))
    other = watched.open("about.html")
    page = watched.open(STORY)
    page.evaluate(LAST_SEEN)
    page.locator(link).focus()
    page.keyboard.press("Enter")
    # Nothing can be asked of a page that is about to go, so it writes down what it shows.
    other.wait_for_function("localStorage.getItem('seen') === ''")
    assert "Loading" == other.evaluate("localStorage.getItem('title')")

    held[0].fulfill(body="<title>Weather</title>Rain.")
    page.wait_for_url(AWAY)
    assert "Weather" == page.title()


def test_back_does_not_come_back(watched: Site) -> None:
    """
    The page gave its place in the history away; what was there before it is still there.
    """
    page = watched.open("index.html")
    page.goto(watched.address + STORY)
    steps = page.evaluate("history.length")
    page.locator(".exit").click()
    page.wait_for_url(AWAY)
    assert steps == page.evaluate("history.length")

    page.go_back()
    assert page.url == watched.address + "index.html"
    page.go_forward()
    assert page.url == AWAY


def test_shift_three_times_leaves_and_each_is_counted_aloud(watched: Site) -> None:
    """
    A live region, which is there before, says how many are left.
    """
    page = watched.open(STORY)
    region = page.locator(".exit-said")
    expect(region).to_have_attribute("aria-live", "assertive")
    assert "" == said(page)
    shift(page)
    assert "Press Shift 2 more times to leave." == said(page)
    shift(page)
    assert "Press Shift 1 more time to leave." == said(page)
    shift(page)
    page.wait_for_url(AWAY)


def test_five_seconds_after_the_first_the_counting_is_over(watched: Site) -> None:
    """
    Who pressed Shift now and then stays, and hears so; then the words go.
    """
    page = watched.context.new_page()
    page.clock.install()
    page.goto(watched.address + STORY)
    shift(page, 2)
    page.clock.run_for(5001)
    assert "You are still here." == said(page)
    page.clock.run_for(5001)
    assert "" == said(page)
    shift(page)
    page.clock.run_for(9000)
    assert "You are still here." == said(page)
    shift(page, 2)
    page.clock.run_for(2000)
    assert "Press Shift 1 more time to leave." == said(page)
    assert stayed(page)
    shift(page)
    page.wait_for_url(AWAY)


@pytest.mark.parametrize(
    "between", ["a", "Tab", "Shift+A", "Control", "Alt", "click", "wheel", "held"]
)
def test_shift_with_anything_else_does_not_count(watched: Site, between: str) -> None:
    """
    A capital, another key or the mouse in between; nor does a Shift that is held count more than once.
    """
    page = watched.open(STORY)
    shift(page, 2)
    if between == "click":
        page.mouse.click(300, 500)
    elif between == "wheel":
        page.mouse.wheel(0, 40)
    elif between == "held":
        page.keyboard.press("a")
        page.keyboard.down("Shift")
        for _ in range(5):
            page.keyboard.down("Shift")
        page.keyboard.up("Shift")
        assert "Press Shift 2 more times to leave." == said(page)
        assert stayed(page)
        return
    else:
        page.keyboard.press(between)
    page.wait_for_function("document.querySelector('.exit-said').textContent === ''")
    shift(page, 2)
    assert stayed(page)


@pytest.mark.parametrize("keys", ["Shift+Control", "Control+Shift", "Shift+Tab", "Alt+Shift"])
def test_shift_in_a_combination_never_counts(watched: Site, keys: str) -> None:
    """
    However often it is pressed.
    """
    page = watched.open(STORY)
    for _ in range(4):
        page.keyboard.press(keys)
    assert "" == said(page)
    assert stayed(page)


def test_shift_with_a_click_never_counts(watched: Site) -> None:
    """
    Words are marked so.
    """
    page = watched.open(STORY)
    for place in (400, 440, 480, 520):
        page.keyboard.down("Shift")
        page.mouse.click(300, place)
        page.keyboard.up("Shift")
    assert "" == said(page)
    assert stayed(page)


def test_capitals_can_be_typed(watched: Site) -> None:
    """
    In the search box, with a hand on Shift all the time.
    """
    page = watched.open("search.html")
    box = page.get_by_role("searchbox")
    box.focus()
    for letter in "OCD AND HMP":
        page.keyboard.down("Shift")
        page.keyboard.press(letter)
        page.keyboard.up("Shift")
    answered(page)
    assert "OCD AND HMP" == box.input_value()
    assert "" == said(page)


def test_a_page_to_which_somebody_is_taken_back_can_be_used(watched: Site) -> None:
    """
    A browser may have kept it as it was left: it is shown again, with its title.
    """
    watched.context.route(f"{AWAY}**", lambda route: route.fulfill(status=204))
    page = watched.open(STORY)
    title = page.title()
    page.locator(".exit").click()
    page.wait_for_function("document.body.hidden")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")

    assert page.locator("article").is_visible()
    assert title == page.title()
    shift(page)
    assert "Press Shift 2 more times to leave." == said(page)


def test_leaving_forgets_nothing(watched: Site) -> None:
    """
    What was chosen not to be seen stays chosen: only 'Forget my choices' takes it back.
    """
    page = watched.open("choices.html")
    page.get_by_label("Suicide", exact=True).check()
    page.locator(".exit").click()
    page.wait_for_url(AWAY)
    assert watched.open("choices.html").get_by_label("Suicide", exact=True).is_checked()


def test_the_keys_are_told_of_where_they_work(watched: Site, browser: Browser) -> None:
    """
    The link for the keyboard says so; without a script it is a link like the other, and Shift does nothing.
    """
    page = watched.open(STORY)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    named = page.get_by_role("link", name="Exit this page, or press Shift three times")
    expect(named).to_be_focused()

    context = browser.new_context(java_script_enabled=False)
    context.route(f"{AWAY}**", lambda route: route.fulfill(body="Rain."))
    plain = Site(watched.address, context, Seen()).open(STORY)
    shift(plain, 3)
    assert ["Exit this page", "Exit this page"] == plain.locator("[data-exit]").all_inner_texts()
    assert plain.url.endswith(STORY)
    plain.locator(".exit").click()
    plain.wait_for_url(AWAY)
    context.close()


@pytest.mark.parametrize("path", ["index.html", STORY])
def test_the_exit_of_a_copy_leads_to_a_page_that_says_nothing(
    browser: Browser, built: Path, path: str
) -> None:
    """
    By a press and by the keys, with no network; what a link asked to leave out does not follow.
    """
    context = browser.new_context(offline=True)
    site = Site((built / "offline").as_uri() + "/", context, Seen())
    for leave in (lambda page: page.locator(".exit").click(), lambda page: shift(page, 3)):
        page = site.open(path + "#avoid=alcohol")
        leave(page)
        page.wait_for_url(site.address + "away.html")
        assert "Calendar" == page.title()
        shift(page, 3)
        assert page.get_by_role("table").is_visible()
    assert ([], []) == (site.seen.complaints, site.seen.elsewhere)
    context.close()
