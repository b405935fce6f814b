"""The library in a second engine, a stock Firefox, over http and from disk."""

import io
import os
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from pypdf import PdfReader

from tests.browser import firefox
from tests.browser.bidi import Firefox, Tab, Visit
from tests.pages import KINDS, Kind
from tests.search import cases

STORY = "stories/s-4k7p2.html"
EXIT = "https://www.bbc.co.uk/weather"
"""Where the example archive leads to."""
ANSWERED = """'answered' in document.body.dataset
    && document.body.dataset.answered === document.getElementById("q").value"""
RESULTS = """[...document.querySelectorAll("#search-results > li h3 a")]
    .map(link => link.pathname.match(/(s-[^.]+)[.]html$/)[1])"""

TO_READ = "[...document.querySelectorAll('.told p')].filter(it => it.checkVisibility()).length"


@dataclass(frozen=True)
class Reader:
    """Somebody with a tab, who has never been here."""

    address: str
    """Where the site begins, with a slash at its end."""
    visit: Visit

    @cached_property
    def tab(self) -> Tab:
        return self.visit.tab()

    def open(self, path: str) -> Tab:
        if "#" in path:
            # Where only what stands behind the # is another, a browser would open nothing.
            self.tab.open("about:blank")
        self.tab.open(self.address + path)
        return self.tab

    def elsewhere(self) -> list[str]:
        """List the requests that left the site."""
        here = (self.address, "data:")
        return [url for url in self.visit.requests() if not url.startswith(here)]


@pytest.fixture(scope="module")
def program() -> Path:
    found = firefox.find()
    if found is None and os.environ.get("STORYARCHIVE_NEEDS_FIREFOX"):
        pytest.fail(firefox.MISSING)
    if found is None:
        pytest.skip(firefox.MISSING)
    return found


@pytest.fixture(scope="module")
def usual(program: Path) -> Iterator[Firefox]:
    with firefox.started(program, {}) as browser:
        yield browser


@pytest.fixture(scope="module")
def scriptless(program: Path) -> Iterator[Firefox]:
    with firefox.started(program, {"javascript.enabled": False}) as browser:
        yield browser


@pytest.fixture(
    scope="module",
    params=[{"dom.storage.enabled": False}, {"network.cookie.cookieBehavior": 2}],
    ids=["no storage", "storage refused"],
)
def forgetful(program: Path, request: pytest.FixtureRequest) -> Iterator[Firefox]:
    """Give a browser in which `localStorage` is null, and one in which touching it is an error."""
    with firefox.started(program, request.param) as browser:
        yield browser


@pytest.fixture(params=["http", "file"])
def place(request: pytest.FixtureRequest, built: Path, over_http: str) -> str:
    """Give the address of the public edition, over http and from disk in turn."""
    return over_http if request.param == "http" else (built / "public").as_uri() + "/"


@pytest.fixture
def arrive(place: str) -> Iterator[Callable[[Firefox], Reader]]:
    """Give a way to begin in a browser; at the end no page may have complained or called elsewhere."""
    arrived: list[Reader] = []

    def arrive(browser: Firefox) -> Reader:
        arrived.append(Reader(place, browser.visit()))
        return arrived[-1]

    yield arrive
    for reader in arrived:
        complaints, elsewhere = reader.visit.complaints(), reader.elsewhere()
        reader.visit.end()
        assert [] == complaints
        assert [] == elsewhere


@pytest.fixture
def reader(arrive: Callable[[Firefox], Reader], usual: Firefox) -> Reader:
    return arrive(usual)


def test_every_kind_of_page_opens_and_fits_a_small_phone(reader: Reader) -> None:
    """
    Nothing is missing, nothing complains, nothing is asked of others, and nobody has to move the page sideways.
    """
    reader.tab.resize(320, 640)

    assert {} == {kind.name: said for kind in KINDS if (said := wrong_with(reader, kind))}


def wrong_with(reader: Reader, kind: Kind) -> list[str]:
    """Open a kind of page, and list what is wrong with it."""
    visit = reader.visit.from_now()
    page = reader.open(kind.address)
    if kind.template == "search.html":
        page.wait(ANSWERED)
    seen = page.run(
        """({
            "has no heading": !document.querySelector("h1").innerText.trim(),
            "is of another width": innerWidth !== 320,
            "is too wide": document.documentElement.scrollWidth > document.documentElement.clientWidth,
        })"""
    )
    return [*(said for said, is_so in seen.items() if is_so), *visit.complaints()]


WISHED = [case for case in cases.cases() if case["themes"] or case["stages"] or case["avoid"]]
SPREAD = WISHED + cases.cases()[::30]


def test_a_search_finds_what_it_finds_in_chromium_and_at_the_prompt(reader: Reader) -> None:
    """
    The stories of `search.json`, in their order: every case with a choice in it, and a spread of the others.
    """
    found = {case["q"]: found_by(reader, case) for case in SPREAD}

    assert 15 < len(SPREAD)
    assert {case["q"]: case["ids"] for case in SPREAD} == found


def found_by(reader: Reader, case: dict[str, Any]) -> list[str]:
    """Open the address of a case, ask for more until there is no more, and list the stories."""
    named = {"themes": "theme", "stages": "stage"}
    asked = {named.get(name, name): case[name] for name in ("q", *cases.WISHES) if name in case}
    page = reader.open("search.html#" + urlencode(asked, doseq=True))
    page.wait(ANSWERED)
    while not page.run("document.getElementById('search-more').hidden"):
        shown = len(page.run(RESULTS))
        page.click("#search-more")
        page.wait(f"{RESULTS}.length > {shown}")
    results: list[str] = page.run(RESULTS)
    # What the address of a search leaves out is left out for the whole visit.
    page.run("sessionStorage.clear()")
    return results


def test_typing_in_the_first_box_leads_to_stories_and_back(reader: Reader) -> None:
    """
    By keys alone; and what is typed is sent to nobody.
    """
    page = reader.open("index.html")
    page.click("#q")
    page.press(*"given the keys", "Enter")
    page.wait(f"location.pathname.endsWith('search.html') && {ANSWERED}")
    assert "given the keys" == page.run("document.getElementById('q').value")
    found = page.run(RESULTS)
    assert "s-4k7p2" in found

    page.click("#q")
    page.press("Escape", *"prison food", "Enter")
    page.wait(f"{ANSWERED} && location.hash === '#q=prison+food'")
    assert found != page.run(RESULTS)
    page.click("#search-results a")
    page.wait("document.querySelector('article.story')")
    page.back()
    page.wait(f"{ANSWERED} && location.hash === '#q=prison+food'")
    page.back()
    page.wait(f"{ANSWERED} && location.hash === '#q=given+the+keys'")
    assert found == page.run(RESULTS)
    page.back()
    page.wait("document.body.matches('.home')")

    asked = [url.partition("#")[0] for url in reader.visit.requests()]
    assert len(asked) > 10 or reader.address.startswith("file:")
    assert [] == [url for url in asked if {"given", "food"} & set(re.split(r"\W", url))]


def test_everything_but_search_works_without_scripts(
    arrive: Callable[[Firefox], Reader], scriptless: Firefox
) -> None:
    """
    From the first page to a theme, a story and help, by links; the search says what else there is.
    """
    reader = arrive(scriptless)
    page = reader.open("index.html")
    page.click("main a[href*='themes/']")
    page.wait("location.pathname.includes('/themes/')")
    page.click("main a[href*='stories/s-']")
    page.wait("document.querySelector('article.story')")
    assert 5 < page.run(TO_READ)
    page.click("nav.ways a[href$='help.html']")
    page.wait("location.pathname.endsWith('/help.html')")

    assert EXIT == page.run("document.querySelector('a.exit').href")

    reader.open("search.html")
    assert "scripts" in page.run("document.querySelector('main').innerText")
    unusable = "[...document.querySelectorAll('input, button')].every(it => !it.checkVisibility())"
    assert page.run(unusable)


def test_pages_work_where_nothing_may_be_kept(
    arrive: Callable[[Firefox], Reader], forgetful: Firefox
) -> None:
    """
    In a browser that keeps nothing for a page, or refuses to, stories are shown and found; choices go along with links.
    """
    reader = arrive(forgetful)
    page = reader.open(STORY)
    assert not page.run("(() => { try { return localStorage } catch { return null } })()")
    assert 5 < page.run(TO_READ)
    reader.open("index.html")
    page.click("#q")
    page.press(*"keys", "Enter")
    page.wait(f"location.pathname.endsWith('search.html') && {ANSWERED}")

    assert "s-4k7p2" in page.run(RESULTS)

    reader.open("choices.html")
    page.click("[name=avoid][value=violence]")
    page.click("nav.ways a[href*='stories/']")
    page.wait("location.pathname.includes('/stories/')")
    assert stories() - of_violence() == set(page.run(LISTED))


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "'\"><svg/onload=alert(1)>",
    "javascript:alert(1)",
    "{{7*7}}${7*7}",
    "__proto__ constructor toString",
    "\u202eevil",
    "a" * 10_000,
]


def test_hostile_questions_run_nothing(reader: Reader) -> None:
    """
    Typed or in the address, odd words get an answer and are only ever words.
    """
    for question in HOSTILE:
        page = reader.open("search.html")
        page.call("words => { document.getElementById('q').value = words }", question)
        page.click("#q")
        page.press("Enter")
        page.wait(ANSWERED)
        assert 0 == page.run(FOREIGN), question
        reader.open("search.html#" + urlencode({"q": question, "theme": question, "off": question}))
        page.wait(ANSWERED)
        assert 0 == page.run(FOREIGN), question

    assert [] == reader.visit.alerts()


FOREIGN = "document.querySelectorAll('main script, main img, main b, main svg').length"


def test_a_story_prints_as_a_handout(reader: Reader) -> None:
    """
    The whole story and how to check that it is still shared, without what is only for a screen.
    """
    page = reader.open(STORY)
    told = page.run("[...document.querySelectorAll('h1, .told p')].map(part => part.textContent)")
    sheets = PdfReader(io.BytesIO(page.printed())).pages
    words = plain(" ".join(sheet.extract_text() for sheet in sheets))

    assert 5 < len(told)
    # How each begins: a sheet may end in the middle of one.
    beginnings = [" ".join(plain(part).split()[:8]) for part in told]
    assert [] == [start for start in beginnings if start not in words]
    assert "Paper cannot be called back." in words
    for unwanted in ("Exit this page", "Skip to the page", "What this story is about"):
        assert unwanted not in words


def plain(words: str) -> str:
    """Give words without line breaks, and without the ligatures that print has."""
    return " ".join(unicodedata.normalize("NFKC", words).split())


@pytest.mark.parametrize("way", ["keys", "click"])
def test_exit_blanks_the_page_and_leaves_no_way_back(usual: Firefox, place: str, way: str) -> None:
    """
    At once, however slow the page is that it leads to. That one is not told from where, and Back from it passes over.
    """
    reader = Reader(place, usual.visit())
    page = reader.open("index.html")
    reader.open(STORY)
    page.hold(EXIT)
    if way == "keys":
        page.press("Shift", "Shift", "Shift")
    else:
        page.click("a.exit")
    page.wait("!document.body.checkVisibility()")
    assert "keys" not in page.run("document.title")

    asked = reader.visit.answer(EXIT, "The weather")
    assert "referer" not in {header["name"].lower() for header in asked["headers"]}
    page.wait("document.body.textContent === 'The weather'")
    page.back()
    page.wait("document.body.matches('.home')")
    reader.visit.end()


LISTED = """[...document.querySelectorAll("[data-list] [data-story]")]
    .filter(it => it.checkVisibility()).map(it => it.dataset.story)"""


@cache
def stories() -> set[str]:
    return {story.id for story in cases.library().stories}


@cache
def of_violence() -> set[str]:
    noted = {story.id: [note.id for note in story.notes] for story in cases.library().stories}
    return {id for id, notes in noted.items() if "violence" in notes}


def listed(reader: Reader) -> set[str]:
    return set(reader.open("stories/index.html").run(LISTED))


def test_what_a_reader_chose_not_to_see_is_left_out_until_forgotten(reader: Reader) -> None:
    """
    On pages of every folder, in searches, and before a story itself.
    """
    assert stories() == listed(reader)
    page = reader.open("choices.html")
    page.click("[name=avoid][value=violence]")
    assert stories() - of_violence() == listed(reader)
    reader.open("search.html#q=prison")
    page.wait(ANSWERED)
    assert not of_violence() & set(page.run(RESULTS))

    reader.open(f"stories/{min(of_violence())}.html")
    assert 0 == page.run(TO_READ)
    page.click("[data-show]")
    assert 5 < page.run(TO_READ)

    reader.open("choices.html")
    page.click("[data-forget]")
    assert stories() == listed(reader)


def test_what_a_link_leaves_out_is_left_out_in_every_folder(reader: Reader) -> None:
    """
    From page to page for this visit, and no longer: nothing of it is kept.
    """
    with_theme = {story.id for story in cases.library().stories if "prison-life" in story.themes}
    assert with_theme & of_violence()

    page = reader.open(f"{STORY}#avoid=violence")
    page.click("a.name")
    page.wait("document.body.matches('.home')")
    page.click("main a[href*='themes/prison-life']")
    page.wait("location.pathname.includes('/themes/')")
    assert with_theme - of_violence() == set(page.run(LISTED))
    assert 0 == page.run("localStorage.length")


def test_a_story_is_hidden_at_a_press_and_brought_back_at_another(reader: Reader) -> None:
    """
    It is asked about before it is shown again.
    """
    page = reader.open(STORY)
    page.click("[data-hide]")
    assert stories() - {"s-4k7p2"} == listed(reader)
    reader.open(STORY)
    assert 0 == page.run(TO_READ)
    page.click("[data-show]")
    page.click("[data-hide-said] button")
    assert stories() == listed(reader)
