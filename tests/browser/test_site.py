import re
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect

from storyarchive.building import build
from storyarchive.content.library import Library
from tests.browser.conftest import Seen, Site
from tests.browser.searching import answered, refuse, results
from tests.made import BODY, ON, archive, narrative
from tests.pages import EVERYWHERE
from tests.search import cases


def examples() -> Library:
    return cases.library()


def titles(page: Page) -> list[str]:
    return page.locator("#search-results > li a").all_inner_texts()


def searched(site: Site, path: str) -> Page:
    page = site.open(path)
    answered(page)
    return page


def test_a_mentor_searches_filters_avoids_and_opens_a_story(site: Site) -> None:
    """
    From the home page to one story, by typing, choosing a stage, leaving something out, and clicking.
    """
    page = site.open("index.html")
    page.get_by_role("searchbox").first.fill("stopped drinking")
    page.get_by_role("searchbox").first.press("Enter")
    answered(page)
    everything = results(page)
    assert "s-h5d7n" in everything[:3]

    page.locator("#narrow summary").click()
    page.locator("select[name=stage]").select_option("becoming-new")
    expect(page.locator("#search-results > li")).not_to_have_count(len(everything))
    at_stage = results(page)
    covering = {s.id for s in examples().stories if "becoming-new" in s.stages}
    assert set(at_stage) <= covering
    assert 0 < len(at_stage)

    page.locator("#avoid summary").click()
    page.locator("[name=avoid][value=alcohol]").check()
    expect(page.locator("#search-results > li")).not_to_have_count(len(at_stage))
    assert "s-h5d7n" not in results(page)
    # What was chosen is nobody's business, and an address stays in the history.
    assert "alcohol" not in page.url
    assert "?" not in page.url

    page.locator("[name=avoid][value=alcohol]").uncheck()
    page.get_by_role("link", name="Seven columns and a pen").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Seven columns and a pen")


def test_what_is_typed_is_never_sent(browser: Browser, built: Path, over_http: str) -> None:
    """
    Nobody who keeps the web host's log learns what somebody looked for.
    """
    asked: list[str] = []
    context = browser.new_context()
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.goto(over_http)
    page.get_by_role("searchbox").fill("keys")
    page.get_by_role("searchbox").press("Enter")
    answered(page)
    page.get_by_role("searchbox").fill("keys and trust")
    expect(page).to_have_url(f"{over_http}search.html#q=keys+and+trust")
    page.reload()
    answered(page)
    page.goto(over_http + "stories/s-4k7p2.html")
    page.go_back()
    answered(page)
    assert "keys and trust" == page.get_by_role("searchbox").input_value()
    context.close()

    assert len(asked) > 10
    assert [] == [url for url in asked if "keys" in url.partition("#")[0]]


def test_what_was_found_is_told_once_the_typing_rests(site: Site) -> None:
    """
    A screen reader is not spoken to at every key.
    """
    page = site.open("search.html")
    page.evaluate(
        """() => {
            window.told = [];
            const said = document.getElementById("search-said");
            new MutationObserver(() => window.told.push(said.textContent))
                .observe(said, {childList: true, characterData: true, subtree: true});
        }"""
    )
    page.get_by_role("searchbox").press_sequentially("given the keys", delay=260)
    page.wait_for_timeout(2000)

    # Once; twice where this computer itself came to rest between two keys. There are 14.
    assert 1 <= len([words for words in page.evaluate("window.told") if words]) <= 2


def test_after_searching_the_stories_are_in_sight(site: Site) -> None:
    """
    On a phone, pressing Search moves to what was found.
    """
    page = site.open("search.html")
    page.set_viewport_size({"width": 360, "height": 740})
    page.get_by_role("searchbox").fill("keys")
    page.get_by_role("searchbox").press("Enter")
    expect(page.locator("#search-results > li").first).to_be_in_viewport()
    expect(page.locator("#search-status")).to_be_focused()


@pytest.mark.parametrize("mark", ["?", "#"])
def test_a_link_to_a_search_can_be_handed_over(site: Site, mark: str) -> None:
    """
    The address holds the question and the choices; an older one, with a question mark, works too.
    """
    page = searched(site, f"search.html{mark}q=baby&stage=finding-a-hook&avoid=suicide")

    assert "baby" == page.get_by_role("searchbox").first.input_value()
    assert "finding-a-hook" == page.locator("select[name=stage]").input_value()
    assert page.locator("[name=avoid][value=suicide]").is_checked()
    assert "s-z6r2n" == results(page)[0]


def test_the_match_is_marked(site: Site) -> None:
    """
    A reader sees why a story was found.
    """
    marks = searched(site, "search.html?q=keys").locator("#search-results mark")

    assert "key" in marks.first.inner_text().lower()


def test_nothing_found_leads_on(site: Site) -> None:
    """
    An empty answer has a next step.
    """
    page = searched(site, "search.html?q=xyzzy")

    assert [] == titles(page)
    assert page.locator("main a:visible").count() > 0


@pytest.mark.parametrize(
    "question",
    ["", "a", "the of and", "?!…", "🙂🙂", "مرحبا world", "AND * [ title:", '"unbalanced', "a" * 10_000,
     "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "é́́"],
)  # fmt: skip
def test_any_question_gives_a_page_and_runs_nothing(site: Site, question: str) -> None:
    """
    Odd and hostile questions are answered like any other.
    """
    page = site.open("search.html")
    ran: list[str] = []
    page.on("dialog", refuse(ran))
    page.get_by_role("searchbox").first.fill(question)
    page.get_by_role("searchbox").first.press("Enter")
    # With nothing typed and nothing chosen there is nothing to say.
    if question:
        expect(page.locator("#search-status")).not_to_be_empty()

    assert [] == ran
    assert 0 == page.locator("main script, main img[src=x]").count()
    assert page.get_by_role("heading", level=1).is_visible()


CHOOSING = [case for case in cases.cases() if case["themes"] or case["stages"] or case["avoid"]]


@pytest.mark.parametrize("case", CHOOSING, ids=[case["q"] or "only choices" for case in CHOOSING])
def test_the_page_shows_what_the_prompt_finds(site: Site, case: dict[str, Any]) -> None:
    """
    The stories of `search.json`, in their order, and how many: first those that fit well, then more.
    """
    page = searched(site, address(case))
    shown = min(10, case["close"])
    expect(page.locator("#search-results > li")).to_have_count(shown)
    while page.locator("#search-more").is_visible():
        page.locator("#search-more").click()
        expect(page.locator("#search-results > li")).not_to_have_count(shown)
        shown = len(results(page))

    assert case["ids"] == results(page)
    counts = re.findall(r"(\d+) (?:stor\w+ (?:found|fit)|more)", status(page))
    assert case["total"] == sum(map(int, counts))


def address(case: dict[str, Any]) -> str:
    pairs = [("q", case["q"])]
    for name, key in (("theme", "themes"), ("stage", "stages"), ("avoid", "avoid")):
        pairs += [(name, value) for value in case[key]]
    pairs += [(name, case[name]) for name in ("role", "reading", "minutes") if name in case]
    return "search.html?" + urlencode(pairs)


def status(page: Page) -> str:
    return page.locator("#search-status").inner_text()


@pytest.mark.parametrize("edition", ["offline", "prison"])
def test_a_copy_on_a_stick_leads_nowhere_else(browser: Browser, built: Path, edition: str) -> None:
    """
    No link of an offline edition leaves it, and search works from disk.
    """
    root = (built / edition).as_uri() + "/"
    context = browser.new_context(offline=True)
    site = Site(root, context, Seen())
    for kind in EVERYWHERE:
        page = site.open(kind.address)
        hrefs = page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)")
        assert [] == [href for href in hrefs if not href.startswith(root)], kind
    searched(site, "search.html?q=keys")
    assert ([], []) == (site.seen.complaints, site.seen.elsewhere)
    context.close()


def test_everything_but_search_works_without_script(browser: Browser, built: Path) -> None:
    """
    Home, theme, stage, story: all by links.
    """
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((built / "public" / "index.html").as_uri())
    page.locator("main a[href*='themes/']").first.click()
    page.locator("main a[href*='stories/s-']").first.click()
    assert page.locator("main p").count() > 5

    page.goto((built / "public" / "search.html").as_uri())
    assert page.locator("noscript").count()
    assert page.get_by_role("link", name="Words").first.is_visible()
    context.close()


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg onload=alert(1)>',
    "{{ 7 * 7 }}",
    "</title><script>alert(1)</script>",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_in_a_story_run_nothing(browser: Browser, tmp_path: Path, words: str) -> None:
    """
    Whatever an editor pastes into a field is shown as text, on the page and in search.
    """
    id = "s-4k7p2"
    told = narrative(
        id,
        f"{BODY}\n\n[press here](javascript:alert(1))\n",
        title=words[:70],
        pseudonym=words[:40],
        summary=words,
        prompts=[words, "What helped?"],
        content_notes=[{"id": "alcohol", "level": "described", "where": words[:80]}],
        provenance={"source": words, "edited": ["shortened"]},
    )
    build(archive(tmp_path, {f"{id}.md": told}), tmp_path / "build", ON, ["public"])
    context = browser.new_context()
    site = Site((tmp_path / "build" / "public").as_uri() + "/", context, Seen())
    ran: list[str] = []
    context.on("dialog", refuse(ran))

    page = site.open(f"stories/{id}.html")
    assert words[:70].strip() == page.get_by_role("heading", level=1).inner_text().strip()
    assert 0 == page.locator("a[href^='javascript']").count()
    page = site.open("search.html?q=chair")
    expect(page.locator("#search-results > li")).to_have_count(1)

    assert [] == ran
    assert ([], []) == (site.seen.complaints, site.seen.elsewhere)
    context.close()
