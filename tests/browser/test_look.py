"""An organisation's own look, as a reader sees it."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from storyarchive.building import build
from tests.logo import png
from tests.made import ON, archive, narrative

OWN: dict[str, Any] = {
    "title": "Doors",
    "look": {"colour": "#5b1a7a", "accent": "#ff6b6b", "logo": "_logo.png"},
    "words": {
        "home.lead": "Find someone who has been there.",
        "count.stories": {"one": "{count} tale", "other": "{count} tales"},
    },
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("own")
    files: dict[str, str | bytes] = {"s-4k7p2.md": narrative("s-4k7p2"), "_logo.png": png(48, 30)}
    build(archive(place, files, OWN), place / "build", ON, ["public"])
    return place / "build" / "public"


def seen(page: Page, selector: str, name: str) -> Any:
    return page.locator(selector).first.evaluate(f"it => getComputedStyle(it).{name}")


def test_a_library_is_an_organisations_own(browser: Browser, site: Path) -> None:
    """
    Name, colours, logo and words are theirs, and no template was touched.
    """
    page = browser.new_page()
    page.goto((site / "index.html").as_uri())

    assert "rgb(91, 26, 122)" == seen(page, ".top", "backgroundColor")
    assert "rgb(91, 26, 122)" == seen(page, "main .stages a", "color")
    assert "rgb(255, 107, 107)" == seen(page, ".hero button", "backgroundColor")
    expect(page.get_by_role("link", name="Doors", exact=True)).to_be_visible()
    logo = page.locator(".name img")
    assert 48 == logo.evaluate("it => it.naturalWidth")
    assert [32, 32] == logo.evaluate("it => [it.width, it.height]")
    expect(page.locator(".hero .lead")).to_contain_text("Find someone who has been there.")
    expect(page.locator(".stages .meta").first).to_contain_text("1 tale")
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_who_asks_for_more_contrast_sees_ink_on_paper(
    browser: Browser, site: Path, scheme: Any
) -> None:
    """
    A reader's own settings stand above an organisation's colours.
    """
    context = browser.new_context(contrast="more", color_scheme=scheme)
    page = context.new_page()
    page.goto((site / "index.html").as_uri())
    ink, paper = ("0, 0, 0", "255, 255, 255")[:: 1 if scheme == "light" else -1]

    for part in (".top", ".hero"):
        assert f"rgb({paper})" == seen(page, part, "backgroundColor")
        assert f"rgb({ink})" == seen(page, part, "color")
        assert "2px" == seen(page, part, "borderBottomWidth")
    assert "underline" == seen(page, ".ways a", "textDecorationLine")
    assert "2px" == seen(page, ".exit", "borderTopWidth")
    context.close()


def test_a_readers_own_colours_take_the_place_of_all_of_ours(browser: Browser, site: Path) -> None:
    """
    What is drawn, marked or framed by our colours is so by theirs.
    """
    context = browser.new_context(forced_colors="active")
    page = context.new_page()
    page.goto((site / "stories" / "s-4k7p2.html").as_uri())
    theirs = page.evaluate(
        """() => Object.fromEntries(["Canvas", "CanvasText", "Highlight"].map((name) => {
            const it = document.body.appendChild(document.createElement("i"));
            it.style.cssText = `forced-color-adjust: none; color: ${name}`;
            return [name, getComputedStyle(it).color];
        }))"""
    )

    assert theirs["Canvas"] == seen(page, ".top", "backgroundColor")
    assert theirs["CanvasText"] == seen(page, ".path path", "stroke")
    assert theirs["Highlight"] == seen(page, ".path .now", "fill")
    page.keyboard.press("Tab")
    assert theirs["Highlight"] == seen(page, ":focus", "outlineColor")
    context.close()
