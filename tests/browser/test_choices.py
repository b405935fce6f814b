"""What a reader does not want to see: chosen once, kept or handed over by a link, and left out of every list."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.choosing import (
    ALL,
    KEPT,
    KEY,
    PLAIN,
    SUICIDE,
    choose,
    everyone,
    follow,
    kept,
    left_out,
    listed,
    mentioning,
    seen_in,
)
from tests.browser.conftest import Seen, Site
from tests.browser.searching import answered, results, status

REFUSALS = {
    "no storage": "for (const kind of ['localStorage', 'sessionStorage'])"
    " Object.defineProperty(window, kind, {get() { throw new DOMException('refused'); }})",
    "null": "for (const kind of ['localStorage', 'sessionStorage'])"
    " Object.defineProperty(window, kind, {value: null})",
    "full": "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); }",
}


@pytest.mark.parametrize(
    "path",
    [
        ALL,
        "themes/alcohol.html",
        "themes/setbacks--early-days.html",
        "stages/early-days.html",
        "people/s-8d5kt.html",
        "stories/s-v3g9y.html",
        "index.html",
    ],
)
def test_what_was_chosen_is_left_out_of_every_list(site: Site, path: str) -> None:
    """
    Themes, stages, people, the first page and what to read next: no list shows it, and each says how many are gone.
    """
    before = [seen_in(each) for each in site.open(path).locator("[data-list]").all()]
    choose(site, "Heavy drinking", "Drug use", "Someone dies")
    unwanted = mentioning("alcohol") | mentioning("drug-use") | mentioning("bereavement")
    page = site.open(path)
    lists = page.locator("[data-list]").all()

    assert len(lists) == len(before) > 0
    for each, all_ in zip(lists, before, strict=True):
        gone = all_ & unwanted
        line = each.locator("[data-hidden]")
        assert all_ - unwanted == seen_in(each)
        assert bool(gone) == line.is_visible()
        if gone:
            are = "story" if len(gone) == 1 else "stories"
            assert f"{len(gone)} {are} hidden by your choices. Change" == line.inner_text()


def test_change_leads_to_what_was_chosen(site: Site) -> None:
    """
    From a list that says what it leaves out, one press leads to the boxes, and another shows it all again.
    """
    choose(site, "Suicide")
    page = site.open(ALL)
    follow(page, "Change")
    box = page.get_by_label("Suicide", exact=True)
    expect(box).to_be_checked()
    box.uncheck()
    page.go_back()

    expect(page.locator(f"li[data-story={SUICIDE}]")).to_be_visible()
    assert everyone() == listed(page)
    assert "" == left_out(page)


def test_only_what_is_told_in_detail_can_be_left_out(site: Site) -> None:
    """
    A reader may choose to meet a mention, and nothing more; how much is kept with the choice.
    """
    page = choose(site, "Heavy drinking")
    page.get_by_label("Leave out only what is told in detail").check()
    in_detail, mention = mentioning("alcohol", "described"), mentioning("alcohol", "mention")
    assert in_detail
    assert mention

    assert everyone() - in_detail == listed(site.open(ALL))
    again = site.open("choices.html")
    assert again.get_by_label("Leave out only what is told in detail").is_checked()
    again.get_by_label("Leave out any mention").check()
    assert everyone() - in_detail - mention == listed(site.open(ALL))


def test_nothing_is_kept_until_something_is_chosen_nor_after_it_is_taken_back(site: Site) -> None:
    """
    A browser that is looked through shows no trace of who only read.
    """
    for path in (
        "index.html",
        ALL,
        f"stories/{SUICIDE}.html",
        "search.html#q=keys",
        "choices.html",
    ):
        page = site.open(path)
        assert [None, None] == page.evaluate(KEPT)

    page.get_by_label("Suicide", exact=True).check()
    assert {"version": 1, "avoid": ["suicide"], "hidden": []} == json.loads(page.evaluate(KEPT)[0])
    expect(page.locator("[data-said]")).to_have_text("Your choices are kept.")
    page.get_by_label("Suicide", exact=True).uncheck()
    assert [None, None] == page.evaluate(KEPT)
    assert [] == site.context.cookies()


DAMAGED = [
    "", "{", "null", "7", "[]", '"suicide"', '{"version": 2, "avoid": ["suicide"]}', '{"avoid": ["suicide"]}',
    '{"version": 1}', '{"version": 1, "avoid": 7, "hidden": {}}',
    '{"version": 1, "avoid": [null, {}, "a b", "\\ud83d", "__proto__"], "hidden": [["s-m2v8j", 1]]}',
]  # fmt: skip


def test_what_is_kept_may_be_damaged(site: Site) -> None:
    """
    Strange words in the storage leave nothing out and break nothing, and the next choice is kept in their place.
    """
    page = site.open(ALL)
    for damage in DAMAGED:
        page.evaluate(f"said => localStorage.setItem('{KEY}', said)", damage)
        page.reload()
        assert everyone() == listed(page), damage
    assert site.open(f"stories/{SUICIDE}.html").locator("article").is_visible()

    page = choose(site, "Suicide")
    assert "suicide" in json.loads(page.evaluate(KEPT)[0])["avoid"]
    assert everyone() - {SUICIDE} == listed(site.open(ALL))


@pytest.mark.parametrize("refusal", REFUSALS.values(), ids=REFUSALS)
def test_where_a_browser_keeps_nothing_choices_go_along_with_the_links(
    site: Site, refusal: str
) -> None:
    """
    They last while the reader goes from page to page, the page of choices says so, and nothing breaks.
    """
    site.context.add_init_script(refusal)
    page = choose(site, "Suicide")
    assert "This browser does not let us remember." in page.locator("[data-said]").inner_text()
    assert not page.locator("[data-kept]").is_visible()

    follow(page, "Stories")
    assert everyone() - {SUICIDE} == listed(page)
    follow(page, "Don’t show me")
    follow(page, "Search")
    answered(page, "")
    assert SUICIDE not in results(page)
    assert "1 story hidden by your choices." in status(page)
    page.goto(f"{site.address}choices.html#avoid=violence")
    page.get_by_label("Suicide", exact=True).check()
    follow(page, "Stories")
    assert everyone() - {SUICIDE} - mentioning("violence") == listed(page)
    page.goto(f"{site.address}index.html#avoid=suicide")
    page.get_by_role("searchbox").fill("prison")
    page.get_by_role("searchbox").press("Enter")
    answered(page, "prison")
    assert "1 story hidden by your choices." in status(page)


def test_other_tabs_follow(site: Site) -> None:
    """
    What is chosen in one tab is left out in all; a tab never writes over the choice of another.
    """
    stories = site.open(ALL)
    first = choose(site, "Suicide")
    expect(stories.locator(f"li[data-story={SUICIDE}]")).to_be_hidden()
    assert "1 story hidden by your choices. Change" == left_out(stories)
    choose(site, "Violence")
    expect(first.get_by_label("Violence", exact=True)).to_be_checked()
    first.get_by_label("Overdose", exact=True).check()

    said = json.loads(first.evaluate(KEPT)[0])
    assert ["suicide", "violence", "overdose"] == said["avoid"]

    site.context.add_init_script(
        "addEventListener('storage', told => told.stopImmediatePropagation())"
    )
    late = site.open("choices.html")
    first.get_by_label("Swearing", exact=True).check()
    late.wait_for_function(f"localStorage.getItem('{KEY}').includes('strong-language')")
    late.get_by_label("Suicide", exact=True).uncheck()
    said = json.loads(late.evaluate(KEPT)[0])
    assert ["violence", "overdose", "strong-language"] == said["avoid"]


def test_without_script_every_list_shows_its_notes(browser: Browser, built: Path) -> None:
    """
    Nothing is left out and nothing asks first; each story says what it mentions, and the page of choices says why.
    """
    context = browser.new_context(java_script_enabled=False)
    site = Site((built / "public").as_uri() + "/", context, Seen())
    page = site.open(ALL)
    assert len(everyone()) == page.locator("li[data-story]:visible").count()
    assert page.locator(f"li[data-story={SUICIDE}] .mentions").is_visible()
    page = site.open(f"stories/{SUICIDE}.html")
    assert page.locator("article").is_visible()
    assert page.get_by_role("heading", name="This story mentions").is_visible()
    assert not page.get_by_role("button", name=re.compile("Print|Hide")).count()
    page = site.open("choices.html")
    assert page.locator("noscript").count()
    assert not page.get_by_role("checkbox").count()
    context.close()


@pytest.mark.parametrize(
    ("path", "mark"), [(ALL, "#"), ("index.html", "?"), (f"stories/{PLAIN}.html", "#")]
)
def test_a_link_may_say_what_to_leave_out(site: Site, path: str, mark: str) -> None:
    """
    For the visit, on top of the reader's own choices, which it does not change; and the address shows no trace of it.
    """
    kept(site, avoid=["violence"])
    page = site.open(f"{path}{mark}avoid=suicide,alcohol:described")
    assert page.url == site.address + path
    follow(page, "Stories")
    unwanted = mentioning("violence") | mentioning("suicide") | mentioning("alcohol", "described")
    assert everyone() - unwanted == listed(page)
    page.reload()
    assert everyone() - unwanted == listed(page)

    follow(page, "Change")
    note = page.locator("[data-visit]")
    expect(note).to_contain_text("leaves out: Suicide, Heavy drinking (told in detail).")
    assert ["violence"] == json.loads(page.evaluate(KEPT)[0])["avoid"]
    assert not page.get_by_label("Suicide", exact=True).is_checked()
    page.get_by_role("button", name="Show all").click()
    expect(note).to_be_hidden()
    expect(page.locator("[data-said]")).to_have_text("What the link left out is shown again.")
    assert page.evaluate(KEPT)[1] is None
    follow(page, "Stories")
    assert everyone() - mentioning("violence") == listed(page)


def test_a_visit_goes_along_to_a_new_tab_and_to_a_part_of_a_page(site: Site) -> None:
    """
    A link that is opened beside the page takes the choices with it, and leads where it leads.
    """
    page = site.open("index.html#avoid=suicide")
    with site.context.expect_page() as beside:
        page.get_by_role("link", name="Stories", exact=True).click(modifiers=["ControlOrMeta"])
    beside.value.wait_for_load_state()
    assert everyone() - {SUICIDE} == listed(beside.value)
    page = site.open("about.html#avoid=suicide")
    follow(page, "Themes")

    expect(page.locator("#themes")).to_be_in_viewport()
    expect(page).to_have_url(f"{site.address}index.html#themes")


def test_a_link_that_takes_the_place_of_another_counts(site: Site) -> None:
    """
    Whoever puts what was handed over behind the address that is open sees it at once.
    """
    page = site.open(ALL)
    page.evaluate("location.hash = 'avoid=suicide'")
    expect(page.locator(f"li[data-story={SUICIDE}]")).to_be_hidden()
    assert page.url == site.address + ALL


def test_choices_can_be_handed_over(site: Site, browser: Browser) -> None:
    """
    Whoever opens the address that the page of choices shows sees the library without what was chosen.
    """
    page = choose(site, "Suicide", "Drug use")
    address = page.locator("[data-address]").inner_text()
    assert f"{site.address}index.html#avoid=suicide,drug-use" == address

    other = Site(site.address, browser.new_context(), Seen())
    page = other.open(address.removeprefix(site.address))
    follow(page, "Stories")
    assert everyone() - {SUICIDE} - mentioning("drug-use") == listed(page)
    assert page.evaluate(KEPT)[0] is None
    other.context.close()


def test_all_is_forgotten_in_one_press(site: Site) -> None:
    """
    The choices, what was hidden, and what a link left out; other things that the browser keeps stay.
    """
    kept(site, avoid=["suicide"], hidden=[PLAIN])
    page = site.open("choices.html#avoid=alcohol")
    page.evaluate("localStorage.setItem('other', '1')")
    page.get_by_label("Leave out only what is told in detail").check()
    page.get_by_role("button", name="Forget my choices").click()

    assert [None, None] == page.evaluate(KEPT)
    assert "1" == page.evaluate("localStorage.getItem('other')")
    expect(page.locator("[data-said]")).to_have_text(
        "Your choices are forgotten. All stories are shown."
    )
    assert not page.get_by_label("Suicide", exact=True).is_checked()
    assert page.get_by_label("Leave out any mention").is_checked()
    assert page.locator("[data-visit], [data-hand-over]").first.is_hidden()
    follow(page, "Stories")
    assert everyone() == listed(page)


def test_what_this_library_has_no_box_for_can_be_taken_back(site: Site) -> None:
    """
    A note that was given up, or chosen in another library, gets a box of its own.
    """
    kept(site, avoid=["of-old", "suicide"])
    page = site.open("choices.html")
    box = page.get_by_label("of-old")
    assert box.is_checked()
    box.uncheck()
    assert ["suicide"] == json.loads(page.evaluate(KEPT)[0])["avoid"]


def test_a_copy_says_when_it_is_too_old(browser: Browser, built: Path) -> None:
    """
    From the day after the last on which it is good, in the reader's own time.
    """
    until = json.loads((built / "offline" / "manifest.json").read_text())["valid_until"]
    for zone in ("Pacific/Auckland", "America/Los_Angeles"):
        context = browser.new_context(timezone_id=zone)
        page = context.new_page()
        page.goto((built / "offline" / "index.html").as_uri())
        midnight = page.evaluate("until => new Date(until + 'T00:00').getTime()", until)
        for hours, is_old in ((23.9, False), (25.1, True)):
            page.clock.set_fixed_time(midnight / 1000 + hours * 3600)
            page.reload()
            assert is_old == page.get_by_text("This copy is old.").is_visible()
        context.close()
