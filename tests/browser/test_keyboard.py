"""Without a mouse and without sight: where the keyboard goes on every kind of page, and what controls are called."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Seen, Site
from tests.browser.opening import opened
from tests.pages import Kind

FAR_ENOUGH = 60
"""Stops to walk back; the list of words has hundreds."""

WITHIN_A_PLAYER = 10
"""Presses that a player of sound takes for its own buttons, at most."""

ROLES = {
    "a": {"link"},
    "button": {"button"},
    "summary": {"DisclosureTriangle"},
    "select": {"combobox"},
    "input": {"searchbox", "textbox", "checkbox", "radio", "slider"},
    "textarea": {"textbox"},
    "audio": {"Audio"},
    "video": {"Video"},
}
"""Element → what a screen reader may be told that it is, in Chromium's words."""


@pytest.fixture
def small(browser: Browser, built: Path) -> Iterator[Site]:
    """Open the site on a small screen, from disk, for a reader who wants nothing to move."""
    context = browser.new_context(viewport={"width": 320, "height": 640}, reduced_motion="reduce")
    yield Site((built / "public").as_uri() + "/", context, Seen())
    context.close()


@pytest.fixture(scope="module")
def page(browser: Browser, built: Path, kind: Kind) -> Iterator[Page]:
    """Open a kind of page from disk, unfolded, for what leaves it as it is."""
    context = browser.new_context()
    yield opened(Site((built / "public").as_uri() + "/", context, Seen()), kind)
    context.close()


def test_the_keyboard_goes_through_a_page_as_it_is_read_and_back(small: Site, kind: Kind) -> None:
    """
    Tab stops at every control, in the order of the page and of what is seen, each in sight and marked; no trap.
    """
    page = opened(small, kind)
    stops = page.evaluate("probes.walk()")
    forth = walked(page, "Tab", len(stops))
    back = walked(page, "Shift+Tab", min(len(stops), FAR_ENOUGH))

    assert stops == [stops[stop["at"]] for stop in forth]
    assert stops[::-1][:FAR_ENOUGH] == [stops[stop["at"]] for stop in back]
    assert [] == [complaint for stop in (*forth, *back) for complaint in stop["complaints"]]
    places = [(stops[stop["at"]], stop["place"]) for stop in forth if stop["place"]]
    assert [] == [
        (one, other)
        for (one, (left, top, _)), (other, (next_left, _, bottom)) in pairwise(places)
        # The next one ends further down, or stands to the right in the same line.
        if bottom <= top or (bottom <= top + 4 and next_left < left)
    ]


def walked(page: Page, key: str, most: int) -> list[dict[str, Any]]:
    """Press a key until it has led to so many stops, off the page, or nowhere, and list the stops."""
    found: list[dict[str, Any]] = []
    for _ in range(most + WITHIN_A_PLAYER):
        page.keyboard.press(key)
        stop = page.evaluate("probes.here()")
        if found and stop["at"] == found[-1]["at"]:
            continue
        if stop["at"] < 0 or stop["at"] in {each["at"] for each in found}:
            break
        found.append(stop)
    return found[:most]


def test_the_first_stop_skips_to_the_page(small: Site, kind: Kind) -> None:
    """
    The first press of Tab shows the link; following it, the next stop is the first one of the page itself.
    """
    page = opened(small, kind)
    if not page.evaluate("probes.walk()"):
        assert "away" == kind.name
        return
    page.keyboard.press("Tab")
    first = page.evaluate("probes.here()")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert (0, []) == (first["at"], first["complaints"])
    after = page.evaluate("probes.controls().findIndex(each => each.closest('main, footer'))")
    assert after == page.evaluate("probes.here()")["at"]


def test_a_screen_reader_is_told_what_each_control_is_and_says(page: Page, kind: Kind) -> None:
    """
    Each has its role, and a name in which stand the words that are seen; one name leads to one place.
    """
    seen = page.evaluate("probes.names()")
    told = spoken(page)
    both = [(one["role"], one["name"], other) for one, other in zip(told, seen, strict=True)]

    assert [] == [(role, it) for role, _, it in both if role not in ROLES[it["element"]]]
    assert [] == [it for _, name, it in both if not name.strip()]
    assert [] == [(name, it) for _, name, it in both if together(it["words"]) not in together(name)]
    places: dict[str, set[str]] = defaultdict(set)
    for one in told:
        if one["role"] == "link":
            places[one["name"]].add(one["url"])
    assert kind.repeats or {} == {name: at for name, at in places.items() if len(at) > 1}


def test_a_screen_reader_can_tell_the_parts_of_a_page(page: Page, kind: Kind) -> None:
    """
    One main part, at most one head and foot; ways about, regions and asides have a name each, no two the same.
    """
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    parts = [(role(node), name(node)) for node in tree if role(node) in LANDMARKS]

    assert 1 == [part for part, _ in parts].count("main")
    assert [] == [
        part for part in ("banner", "contentinfo") if [p for p, _ in parts].count(part) > 1
    ]
    named = [part for part in parts if part[0] in {"navigation", "region", "complementary"}]
    assert [] == [part for part in named if not part[1]]
    assert kind.repeats or len(set(named)) == len(named)


LANDMARKS = {
    "main",
    "banner",
    "contentinfo",
    "navigation",
    "region",
    "complementary",
    "search",
    "form",
}


def spoken(page: Page) -> list[dict[str, str]]:
    """List role, name and address of each control that `probes.names` numbered, as screen readers get them."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("DOM.enable")
    nodes = cdp.send("DOM.getFlattenedDocument", {"depth": -1})["nodes"]
    numbers = {}
    for node in nodes:
        attributes = dict(
            zip(node.get("attributes", [])[::2], node.get("attributes", [])[1::2], strict=True)
        )
        if "data-probe" in attributes:
            numbers[node["backendNodeId"]] = int(attributes["data-probe"])
    found = {}
    for node in cdp.send("Accessibility.getFullAXTree")["nodes"]:
        number = numbers.get(node.get("backendDOMNodeId"))
        if number is not None and not node["ignored"]:
            values = {each["name"]: each["value"].get("value") for each in node["properties"]}
            found[number] = {"role": role(node), "name": name(node), "url": values.get("url", "")}
    return [found[number] for number in sorted(found)]


def together(words: str) -> str:
    """Take out spaces, which stand in different places in what is seen and what is said."""
    return "".join(words.split())


def role(node: Any) -> str:
    return str(node.get("role", {}).get("value", ""))


def name(node: Any) -> str:
    return str(node.get("name", {}).get("value", ""))
