"""The search page when things go wrong: broken files, odd and hostile words and addresses."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Seen, Site
from tests.browser.searching import refuse, results, status

DAMAGE: dict[str, Callable[[str], str] | None] = {
    "missing": None,
    "cut short": lambda text: text[: len(text) // 2],
    "empty": lambda text: "",
    "of another format": lambda text: re.sub(r'"format":\d+', '"format":999', text),
    "of another version": lambda text: re.sub(r'","[0-9a-f]{8}",', '","00000000",', text),
    "of other data": lambda text: re.sub(r"\{.*\}", '{"format":2}', text, flags=re.DOTALL),
}


NEEDED = {
    "directory": "#q=keys",
    "terms": "#q=keys",
    "cards": "#q=keys",
    "facts": "#q=keys&stage=early-days",
    "notes": "#q=keys&avoid=suicide",
    "places": "#q=%22the+keys%22",
    "spellings": "#q=chidlren",
}
"""Search file → a question that needs it."""


@pytest.mark.parametrize(
    ("name", "damage"),
    [
        # What a directory says of the version is right by definition.
        *(("directory", damage) for damage in DAMAGE if damage != "of another version"),
        *((name, damage) for name in ("terms", "cards") for damage in DAMAGE),
        *((name, "missing") for name in ("facts", "notes", "places", "spellings")),
    ],
)
def test_a_broken_index_says_so_and_leads_on(
    browser: Browser, built: Path, tmp_path: Path, name: str, damage: str
) -> None:
    """
    A search file that is missing, damaged or of another version gives one sentence, and other ways to look.
    """
    public = tmp_path / "public"
    shutil.copytree(built / "public", public)
    change = DAMAGE[damage]
    for file in (public / "search").glob(f"{name}*.js"):
        if change is None:
            file.unlink()
        else:
            file.write_text(change(file.read_text("utf-8")), encoding="utf-8")
    context = browser.new_context()
    page = Site(public.as_uri() + "/", context, Seen()).open("search.html" + NEEDED[name])

    expect(page.locator("#search-status")).to_have_text(
        "The search files could not be read here. Reload the page, or look another way."
    )
    assert [] == results(page)
    assert ["theme", "where the person is now", "words from A to Z"] == [
        link.inner_text() for link in page.locator("#search-ways a:visible").all()
    ]
    page.locator("#search-ways a").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Words, A to Z")
    context.close()


HOSTILE = [
    " ", "a", "ß", "the of and", "?!…", "-", "--", '"', '""', '" "', "- -", '-"', "🙂🙂", "👩🏽‍🚀", "مرحبا world",
    "\u202eevil", "AND * [ title: OR NOT", '"unbalanced', "title:keys^4 ~ {a TO b}", "%00 %F0%28", "a" * 10_000,
    "word " * 2_000, "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "'\"><svg/onload=alert(1)>",
    "javascript:alert(1)", "{{7*7}}${7*7}", "__proto__ constructor toString", "é́́", "\ud83d", "key\u200bs", "1/0",
]  # fmt: skip


@pytest.mark.parametrize("question", HOSTILE)
def test_any_question_gets_a_sensible_page(site: Site, question: str) -> None:
    """
    Odd and hostile words, typed or in the address, get an answer with a way on, and run nothing.
    """
    page = site.open("search.html")
    ran: list[str] = []
    page.on("dialog", refuse(ran))
    box = page.get_by_role("searchbox")
    box.evaluate("(box, words) => { box.value = words }", question)
    box.press("Enter")
    expect(page.locator("body[data-answered]")).to_have_count(1)
    sensible(page)
    if question != "\ud83d":
        page.goto("about:blank")
        page.goto(site.address + "search.html#q=" + quote(question))
        expect(page.locator("body[data-answered]")).to_have_count(1)
        sensible(page)

    assert [] == ran


@pytest.mark.parametrize(
    "address",
    [
        "#", "#q", "#q=", "#=&=&&", "#main", "#%", "#q=%E0%A4%A", "#theme=<script>alert(1)</script>", "#off=all",
        "#q=keys&theme=&stage=,,,&avoid=:", "#q=keys&minutes=-1", "#q=keys&minutes=1e9", "#q=keys&minutes=NaN",
        "#q=keys&role=<b>&reading=__proto__&avoid=constructor", "#q=keys&off=<img src=x onerror=alert(1)>",
        "#q=a&q=b", "?q=<script>alert(1)</script>&theme=nothing", "?theme=setbacks#q=keys",
        "#q=<script>alert(1)</script>", "?avoid=constructor", "?q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E",
        "#q=" + "prison " * 20_000, "#q=" + "a" * 200_000, "#avoid=" + "suicide," * 5_000,
        "#" + "theme=setbacks&" * 500, "#q=keys&off=" + ",".join(f"also:{n}" for n in range(2000)),
    ],
)  # fmt: skip
def test_any_address_gets_a_sensible_page(site: Site, address: str) -> None:
    """
    Whatever somebody puts behind the question mark or the # gives a page, and runs nothing.
    """
    ran: list[str] = []
    page = site.open("search.html")
    page.on("dialog", refuse(ran))
    page.goto("about:blank")
    page.goto(site.address + "search.html" + address)
    expect(page.locator("body[data-answered]")).to_have_count(1)
    sensible(page)

    assert [] == ran
    assert "?" not in page.url


def sensible(page: Page) -> None:
    """Check that there is something to read and somewhere to go, and nothing that was only typed."""
    said = status(page)
    assert len(said) < 400
    assert page.locator("#search-results > li a, #search-ways a").first.is_visible() or not said
    assert 0 == page.locator("main script, main img, main b, main svg").count()
    page.set_viewport_size({"width": 320, "height": 640})
    assert 320 >= page.evaluate("document.documentElement.scrollWidth")
