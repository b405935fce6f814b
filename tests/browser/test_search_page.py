"""The search page as a reader meets it: by keys, by touch, by ear, and with Back."""

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, ViewportSize, expect

from storyarchive.content.library import Library
from storyarchive.search.query import Answer, search
from tests.browser.conftest import Site
from tests.browser.searching import answered, ask, opened, results, status
from tests.search import cases

PHONE: ViewportSize = {"width": 360, "height": 740}


@cache
def examples() -> Library:
    return cases.library()


def answer(built: Path, q: str, **wish: Any) -> Answer:
    return search(examples(), q, cache=built / "cache", **wish)


def chips(page: Page) -> list[str]:
    """List what each button says that takes back a part of what was understood."""
    return [
        chip.get_attribute("aria-label") or chip.inner_text()
        for chip in page.locator("#search-guesses button").all()
    ]


def top_of(element: Locator) -> float:
    return float(element.evaluate("it => it.getBoundingClientRect().top"))


def press_chip(page: Page, starts: str) -> None:
    page.locator(f"#search-guesses button[aria-label^='{starts}']").click()


def test_results_come_while_typing(site: Site) -> None:
    """
    No key but those of the words is needed, and typing makes no steps for Back.
    """
    page = site.open("search.html")
    steps = page.evaluate("history.length")
    page.get_by_role("searchbox").press_sequentially("keys", delay=30)
    answered(page, "keys")

    assert results(page)
    assert page.url.endswith("search.html#q=keys")
    assert steps == page.evaluate("history.length")


def test_escape_empties_the_box(site: Site) -> None:
    """
    One key leads back to the beginning.
    """
    page = opened(site, q="keys")
    page.get_by_role("searchbox").press("Escape")
    answered(page, "")

    assert "" == page.get_by_role("searchbox").input_value()
    assert [] == results(page)
    assert "" == status(page)
    assert page.url.endswith("search.html")


def test_back_and_forward_go_through_the_questions(site: Site) -> None:
    """
    Back gives the question before, its stories and the form; what was only typed makes no step.
    """
    page = site.open("search.html")
    ask(page, "keys")
    keys = results(page)
    page.get_by_role("searchbox").press("End")
    page.get_by_role("searchbox").press_sequentially(" and trust", delay=20)
    answered(page, "keys and trust")
    ask(page, "prison food")
    food = results(page)
    assert keys != food

    page.go_back()
    answered(page, "keys")
    assert "keys" == page.get_by_role("searchbox").input_value()
    assert keys == results(page)
    page.go_back()
    answered(page, "")
    assert [] == results(page)
    page.go_forward()
    page.go_forward()
    answered(page, "prison food")
    assert food == results(page)


def test_back_from_a_story_gives_the_same_list(site: Site) -> None:
    """
    Who looked through more stories finds them all there again.
    """
    page = opened(site, q="prison")
    while page.locator("#search-more").is_visible():
        shown = len(results(page))
        page.locator("#search-more").click()
        expect(page.locator("#search-results > li")).not_to_have_count(shown)
    found = results(page)
    assert len(found) > 10
    page.locator("#search-results a").last.click()
    page.wait_for_url("**/stories/*.html")
    page.go_back()
    answered(page, "prison")

    assert found == results(page)


def test_back_takes_back_a_choice_and_a_guess(site: Site) -> None:
    """
    A choice of a filter and a guess that was switched off are steps too.
    """
    page = opened(site, q="smack")
    before = results(page)
    press_chip(page, "Undo: Also looked for")
    expect(page).to_have_url(re.compile("off=also:"))
    answered(page, "smack")
    page.locator("#narrow summary").click()
    page.locator("select[name=stage]").select_option("early-days")
    expect(page).to_have_url(re.compile("stage=early-days"))
    page.go_back()
    expect(page).not_to_have_url(re.compile("stage="))
    assert "" == page.locator("select[name=stage]").input_value()
    page.go_back()
    expect(page).to_have_url(re.compile("#q=smack$"))
    answered(page, "smack")

    assert before == results(page)


def test_other_words_for_the_same_are_shown_and_can_be_taken_out(site: Site, built: Path) -> None:
    """
    What else was looked for is named; one press looks for what was typed alone, another for all again.
    """
    page = opened(site, q="smack")
    asked = answer(built, "smack")
    also = asked.understood.also[0]
    assert [f"Undo: Also looked for: {', '.join(also.words[:3])}"] == [
        name.removesuffix(" …") for name in chips(page)
    ]

    page.locator("#search-guesses button").first.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"off=also:{also.id}"))
    answered(page, "smack")
    assert answer(built, "smack", off=[f"also:{also.id}"]).total == len(results(page))
    # The keyboard is where it goes on, next to what takes this back.
    expect(page.locator("#search-status")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Put it all back")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).not_to_have_url(re.compile("off="))


def test_a_slip_is_read_as_the_word_that_was_meant(site: Site, built: Path) -> None:
    """
    The page says which word it took, and looks for what was typed when told to.
    """
    page = opened(site, q="back to prisson")
    asked = answer(built, "back to prisson")
    assert (("prisson", "prison"),) == asked.understood.read_as
    assert [hit.id for hit in asked.hits][: len(results(page))] == results(page)

    press_chip(page, "Undo: Read ‘prisson’ as ‘prison’")
    expect(page).to_have_url(re.compile("off=spelling:prisson"))
    expect(page.locator("#search-status")).to_contain_text("No story has ‘prisson’.")


def test_what_the_question_leaves_out_is_shown_and_can_be_had_again(
    site: Site, built: Path
) -> None:
    """
    'Nothing about suicide' leaves such stories out, says so, and shows them again at a press.
    """
    words = "prison, nothing about suicide please"
    page = opened(site, q=words)
    asked = answer(built, words, limit=99)
    assert "Undo: Leaving out: Suicide" in chips(page)
    assert "suicide" not in {note.id for hit in asked.hits for note in hit.story.notes}
    assert not page.locator("[name=avoid][value=suicide]").is_checked()
    hidden = answer(built, words, off=["avoid:suicide"]).total - asked.total
    if hidden:
        assert f"{hidden} stor" in status(page)

    press_chip(page, "Undo: Leaving out: Suicide")
    expect(page).to_have_url(re.compile("off=avoid:suicide"))
    answered(page, words)
    assert "Undo: Leaving out: Suicide" not in chips(page)


def test_what_is_hidden_is_counted_and_can_be_changed(site: Site, built: Path) -> None:
    """
    Stories left out by choice are counted; one press leads to the choice, another takes it back, and Back does not.
    """
    page = opened(site, q="drink", avoid="alcohol")
    page.set_viewport_size(PHONE)
    hidden = answer(built, "drink").total - answer(built, "drink", avoid=["alcohol"]).total
    assert hidden > 1
    assert f"{hidden} stories hidden by your choices." in status(page)

    page.get_by_role("button", name="Change").click()
    box = page.locator("[name=avoid][value=alcohol]")
    expect(box).to_be_focused()
    expect(box).to_be_in_viewport()
    page.keyboard.press("Space")
    expect(page.locator("#search-status")).not_to_contain_text("hidden")
    page.keyboard.press("Space")
    expect(page.locator("#search-status")).to_contain_text("hidden")
    ask(page, "prison")
    page.go_back()
    answered(page, "drink")
    expect(box).to_be_checked()
    press_chip(page, "Undo: Leaving out")
    expect(box).not_to_be_checked()


def test_only_what_is_told_in_detail_can_be_left_out(site: Site, built: Path) -> None:
    """
    A reader may choose to meet a mention, and nothing more.
    """
    page = opened(site, q="drink")
    page.locator("#avoid summary").click()
    page.locator("[name=avoid][value=alcohol]").check()
    page.get_by_label("Leave it out only if it is told in detail").check()
    expect(page.locator("#search-status")).to_contain_text("hidden")
    answered(page, "drink")

    every, none, mentioned = (
        answer(built, "drink", avoid=avoid).total
        for avoid in ([], ["alcohol"], ["alcohol:described"])
    )
    assert none < mentioned < every
    assert f"{every - mentioned} stor" in status(page)
    assert ["Undo: Leaving out: Heavy drinking (told in detail)"] == [
        chip for chip in chips(page) if "Leaving out" in chip
    ]


@pytest.mark.parametrize("q", ["want to die", "he is cutting himself, self harm"])
def test_help_comes_before_stories_of_suicide_and_self_harm(site: Site, q: str) -> None:
    """
    Who asks for these sees whom to turn to before anything else, on the page and by ear.
    """
    page = site.open("search.html")
    page.set_viewport_size(PHONE)
    help = page.locator("#search-help")
    assert help.is_hidden()
    ask(page, q)

    expect(help).to_be_in_viewport()
    expect(help).to_be_focused()
    assert "Phone" in help.inner_text()
    assert top_of(help) < top_of(page.locator("#search-results"))
    expect(page.locator("#search-said")).to_contain_text("Help comes first.")

    ask(page, "keys")
    assert help.is_hidden()


def test_the_stories_that_fit_come_first_and_more_can_be_had(site: Site, built: Path) -> None:
    """
    All that fits well is shown before a button offers what fits in part, ten at a time.
    """
    q = "been recalled and thinks it is all over"
    page = opened(site, q=q)
    asked = answer(built, q, limit=99)
    ids = [hit.id for hit in asked.hits]
    rest = asked.total - asked.close
    assert rest > 0
    assert f"{rest} more ha" in status(page)
    while len(results(page)) < asked.close:
        assert ids[: len(results(page))] == results(page)
        page.get_by_role("button", name="Show more").click()
        expect(page.locator("#search-results > li")).not_to_have_count(len(results(page)))

    page.get_by_role("button", name=f"Show {rest} more that have some of this").click()
    expect(page.locator("#search-results > li")).to_have_count(asked.close + min(10, rest))
    assert ids[: len(results(page))] == results(page)
    expect(page.locator("#search-results > li a").nth(asked.close)).to_be_focused()


@pytest.mark.parametrize("chosen", [{}, {"stage": "early-days"}, {"minutes": "5"}])
def test_choices_say_what_they_lead_to(site: Site, built: Path, chosen: dict[str, str]) -> None:
    """
    Every choice that can be made gives as many stories as it says, beside others too, and none gives nothing.
    """
    page = opened(site, q="prison", **chosen)
    page.eval_on_selector_all("details", "all => all.forEach(details => (details.open = true))")
    expect(page.locator("select[name=theme] option").nth(1)).to_contain_text("(")
    wishes: dict[str, Callable[[str], dict[str, Any]]] = {
        "theme": lambda id: {"themes": [id]},
        "stage": lambda id: {"stages": [id]},
        "role": lambda id: {"role": id},
        "reading": lambda id: {"reading": id},
        "minutes": lambda id: {"minutes": int(id)},
    }
    already = {key: value for name, id in chosen.items() for key, value in wishes[name](id).items()}
    for name, wish in wishes.items():
        for id, text, is_disabled in offered(page, f"select[name={name}] option"):
            total = answer(built, "prison", **already | wish(id)).total
            assert text.endswith(f" ({total})")
            assert is_disabled == (total == 0 and chosen.get(name) != id)

    every = answer(built, "prison", **already).total
    for id, text, is_disabled in offered(page, "[name=avoid]"):
        left = answer(built, "prison", avoid=[id], **already).total
        assert text.endswith(f" ({every - left})")
        assert not is_disabled


def offered(page: Page, choices: str) -> list[tuple[str, str, bool]]:
    """List the value of each choice, what it says, and whether it cannot be made."""
    script = """all => all.filter(it => it.value).map(
        it => [it.value, (it.text || it.parentNode.textContent).trim(), it.disabled])"""
    return [(id, text, off) for id, text, off in page.eval_on_selector_all(choices, script)]


def test_what_filters_need_is_loaded_when_they_are_opened(browser: Browser, over_http: str) -> None:
    """
    A reader who pays for data pays for no counts that are not looked at.
    """
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(re.sub(r".*/|\?.*", "", request.url)))
    page.goto(over_http + "search.html#q=keys")
    answered(page, "keys")
    assert not {"facts.js", "notes.js", "spellings.js"} & set(asked)
    page.locator("#narrow summary").click()
    expect(page.locator("select[name=stage] option").nth(1)).to_contain_text("(")
    assert "facts.js" in asked
    assert len(asked) == len(set(asked))
    context.close()


def test_nothing_found_always_leads_on(site: Site, built: Path) -> None:
    """
    Words that no story has are named; choices that leave nothing can be dropped at a press.
    """
    page = opened(site, q="xyzzyq")
    assert "No story for that yet." in status(page)
    assert "‘xyzzyq’" in status(page)
    assert 3 == page.locator("#search-ways a:visible").count()

    page = opened(site, q="keys", theme="drugs", minutes="1")
    assert "No story for that yet." in status(page)
    assert f"{answer(built, 'keys').total} stories without your choices." in status(page)
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page).to_have_url(re.compile("#q=keys$"))
    answered(page, "keys")
    assert results(page)


def test_what_a_library_does_not_know_is_said(site: Site) -> None:
    """
    An address from elsewhere, with a theme that is not here, still works.
    """
    page = opened(site, q="keys", theme="no-such-theme", reading="hard", avoid="no-such-note")

    assert "This library does not know ‘no-such-theme’ or ‘no-such-note’ or ‘hard’" in status(page)
    assert results(page)


def test_the_count_is_told_when_typing_rests(site: Site) -> None:
    """
    A screen reader hears what was found, once.
    """
    page = site.open("search.html")
    told = page.locator("#search-said")
    page.get_by_role("searchbox").press_sequentially("keys", delay=30)
    answered(page, "keys")
    expect(told).to_have_text(status(page).strip())
    expect(told).to_have_attribute("role", "status")


def test_a_link_within_the_page_is_no_question(site: Site) -> None:
    """
    The skip link leaves the answer where it is.
    """
    page = opened(site, q="keys")
    found = results(page)
    page.keyboard.press("Tab")
    page.get_by_role("link", name="Skip to the page").press("Enter")
    page.wait_for_timeout(300)

    assert found == results(page)
    assert page.url.endswith("#q=keys")


def test_what_comes_too_late_is_not_shown(browser: Browser, over_http: str) -> None:
    """
    An answer that is overtaken by a later question never takes its place.
    """
    context = browser.new_context()
    page = context.new_page()
    held: list[Route] = []

    page.goto(over_http + "search.html")
    page.route("**/search/cards-*", lambda route: held.append(route))
    page.get_by_role("searchbox").fill("keys")
    page.get_by_role("searchbox").press("Enter")
    expect(page.locator("#search-status")).to_have_text("Looking …")
    page.get_by_role("searchbox").fill("xyzzyq")
    page.get_by_role("searchbox").press("Enter")
    answered(page, "xyzzyq")
    for route in held:
        route.continue_()
    page.wait_for_timeout(500)

    assert len(held) == 10
    assert [] == results(page)
    assert "No story for that yet." in status(page)
    context.close()


def test_what_is_typed_before_the_script_comes_is_kept_and_not_sent(
    browser: Browser, over_http: str
) -> None:
    """
    On a slow line a reader types first: Enter sends nothing, and the words are searched when they can be.
    """
    context = browser.new_context()
    page = context.new_page()
    held: list[Route] = []
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.route("**/scripts/search.js", lambda route: held.append(route))
    page.goto(over_http + "search.html", wait_until="commit")
    page.get_by_role("searchbox").fill("keys")
    page.get_by_role("searchbox").press("Enter")
    page.wait_for_timeout(300)
    held[0].continue_()
    answered(page, "keys")

    assert results(page)
    assert [] == [url for url in asked if "keys" in url]
    context.close()


def test_everything_that_can_be_pressed_is_big_enough(site: Site) -> None:
    """
    Nothing on the page is smaller than 44 pixels high, on a phone.
    """
    page = opened(site, q="smack recaled", avoid="suicide", theme="drugs")
    page.set_viewport_size(PHONE)
    page.locator("#narrow summary").click()
    page.locator("#avoid summary").click()
    for control in page.locator("#main :is(button, select, summary, fieldset label):visible").all():
        assert 43.9 <= control.evaluate("it => it.getBoundingClientRect().height")
