"""Strings that would run or load something, in every text and every question: in a browser nothing comes of them."""

import json
import os
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, BrowserContext, Page, Request

from storyarchive import serve
from storyarchive.building import build
from storyarchive.cli import main
from storyarchive.content.archive import load
from storyarchive.content.library import open_library
from tests import injected
from tests.browser.searching import refuse
from tests.injected import TEXTS, Written
from tests.injections import INJECTIONS, SEVERE
from tests.made import ON

IS_LONG = bool(os.environ.get("STORYARCHIVE_LONG"))
FRAMES = 60
"""Pages that are opened at once, each in a frame."""

PAPERS = ("form.html", "receipt.html")

SHAPE = """([texts, within]) => texts.map(text => {
    const page = new DOMParser().parseFromString(text, "text/html");
    // What a story's own text may be is said by the tests of Markdown; here only that it is nothing else.
    const told = [...page.querySelectorAll(within)];
    const odd = told.flatMap(each => [...each.querySelectorAll("*")])
        .filter(each => !/^(P|H[2-4]|BLOCKQUOTE|UL|OL|LI|EM|STRONG|HR|BR|A)$/.test(each.tagName)
            || [...each.attributes].some(({name}) => !/^(href|rel|start|title)$/.test(name)))
        .map(each => each.outerHTML.slice(0, 200));
    for (const each of told) each.replaceChildren();
    const shape = [...page.querySelectorAll("*")].map(each => {
        const names = [...each.attributes].map(({name}) => name).sort();
        // The form says in its style which words it has.
        const runs = each.matches("script,style") ? each.textContent.replace(/"f-[0-9a-f]{8}"/, "") : "";
        return `${each.tagName} ${names} ${runs}`;
    });
    return [shape, odd, page.querySelectorAll("*").length];
})"""
"""Elements of a page in order, each with the names of its attributes."""

SUSPECT = """() => [...document.querySelectorAll("*")].filter(each =>
    [...each.attributes].some(({name}) => /^on|^srcdoc$|^ping$|^style$/i.test(name))
    || /^(iframe|object|embed|base|frame|frameset|portal|applet|math|marquee|style)$/i.test(each.tagName)
    || (each.matches("script") && (each.textContent || !each.src.startsWith(location.origin)))
    || (each.matches("meta[http-equiv]") && each.httpEquiv !== "Content-Security-Policy")
    || (each.matches("a[href],area[href]") && !/^(https?|mailto|tel|sms):$/.test(each.protocol)
        && each.protocol !== location.protocol)
).map(each => each.outerHTML.slice(0, 200))"""
"""Elements that could run or load something and are not ours."""

FRAMED = """paths => Promise.all(paths.map(path => new Promise(done => {
    const frame = document.createElement("iframe");
    frame.onload = done;
    frame.src = "/" + path;
    document.body.append(frame);
})))"""
"""Opens pages, each in a frame of one page."""

ASKED = """async addresses => {
    const wrong = [];
    for (const address of addresses) {
        delete document.body.dataset.answered;
        location.hash = address;
        while (!("answered" in document.body.dataset)) await new Promise(done => setTimeout(done));
        const found = (SUSPECT)();
        if (found.length) wrong.push([address, found]);
    }
    return wrong;
}"""
"""Asks one question after the other, and gives those whose answer holds what it must not."""


@dataclass
class Noted:
    """What pages did that they must not."""

    ran: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Both:
    """The library with injections and its harmless twin, built."""

    hostile: Written
    built: Path
    twin: Path


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Both:
    place = tmp_path_factory.mktemp("injected")
    judged = injected.judge(place / "judged")
    hostile = injected.write(place / "hostile", judged)
    twin = injected.write(place / "twin", judged, injected.harmless)
    for written in (hostile, twin):
        output = written.directory.parent / "build"
        build(written.directory, output, ON, ["public"])
        _papers(written, output / "public")
    return Both(hostile, hostile.directory.parent / "build", twin.directory.parent / "build")


def _papers(written: Written, place: Path) -> None:
    """Put the papers beside the pages, so that they are opened like them."""
    given = ["--archive", str(written.directory), "--on", str(ON)]
    for command in (
        ["form", "--output", str(place / "form.html")],
        ["receipt", written.ids[0], "--html", str(place / "receipt.html")],
    ):
        done = CliRunner().invoke(main, [*given, *command])
        assert 0 == done.exit_code, done.output


@pytest.fixture(scope="module")
def address(both: Both) -> Iterator[str]:
    web = serve.server(both.built, 0)
    thread = threading.Thread(target=web.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield f"http://localhost:{web.server_address[1]}/"
    web.shutdown()
    thread.join()
    web.server_close()


@pytest.fixture
def unguarded(browser: Browser) -> Iterator[BrowserContext]:
    """Give a browser that does not mind the policy of pages, so that only what they hold counts."""
    context = browser.new_context(bypass_csp=True)
    yield context
    context.close()


def noting(context: BrowserContext, address: str) -> Noted:
    """Note what runs in a browser, and what it asks for elsewhere."""
    found = Noted()

    def ask(request: Request) -> None:
        if not request.url.startswith((address, "about:", "data:image/svg")):
            found.asked.append(request.url)

    def stop(request: Request) -> None:
        # What the policy stopped was never sent, nor a drawing that a browser takes from its own site only.
        if request.failure in {"csp", "origin"}:
            found.asked.remove(request.url)

    context.on("request", ask)
    context.on("requestfailed", stop)
    context.on("dialog", refuse(found.ran))
    context.on("weberror", lambda error: found.ran.append(str(error.error)))
    return found


def pages(built: Path) -> list[Path]:
    return sorted((built / "public").rglob("*.html"))


def test_hundreds_of_injections_are_tried(both: Both) -> None:
    """
    Most can be written in every field; what a check refuses there reaches no page.
    """
    assert len(INJECTIONS) > 300
    assert len(both.hostile.ids) > 200
    assert {
        "anywhere, for their control characters": 23,
        "the text of a story": 153,
        "the other fields of a story": 5,
        "links": 411,
        "own messages": 32,
        "the pseudonym": 47,
        "the title": 1,
        "the summary": 0,
    } == both.hostile.refused


def test_a_page_has_the_elements_that_it_has_with_harmless_words(
    browser: Browser, both: Both
) -> None:
    """
    As Chromium reads it, no text adds an element or an attribute, or takes one away; stories hold their few.
    """
    page = browser.new_page()
    hostile, twin = (pages(built) for built in (both.built, both.twin))
    assert [path.name for path in hostile] == [path.name for path in twin]
    wrong, odd, elements = [], [], 0
    for start in range(0, len(hostile), FRAMES):
        each = [
            page.evaluate(
                SHAPE, [[path.read_text("utf-8") for path in some[start : start + FRAMES]], ".told"]
            )
            for some in (hostile, twin)
        ]
        # The list of words is that of the words that there are.
        for path, (shape, strange, count), (expected, _, _) in zip(
            hostile[start:], *each, strict=False
        ):
            wrong += [
                (path.name, *found)
                for found in zip_longest(shape, expected)
                if found[0] != found[1] and path.name != "words.html"
            ][:1]
            odd += strange
            elements += count
    page.close()

    assert [] == wrong[:9]
    assert [] == odd[:3]
    assert elements > 10_000


def test_no_page_runs_anything_or_asks_elsewhere(
    unguarded: BrowserContext, both: Both, address: str
) -> None:
    """
    Every page is opened as a reader opens it, folded parts too, in a browser that minds no policy.
    """
    noted = noting(unguarded, address)
    files = [path.relative_to(both.built).as_posix() for path in pages(both.built)]
    # Each story alone is like the others, and all of them stand in the lists.
    few = [
        path
        for number, path in enumerate(files)
        if IS_LONG or number % 4 == 0 or "stories/s-" not in path
    ]
    page = unguarded.new_page()
    opened = 0
    for start in range(0, len(few), FRAMES):
        page.goto(f"{address}public/away.html")
        page.evaluate(FRAMED, few[start : start + FRAMES])
        for frame in page.frames[1:]:
            found = frame.evaluate(SUSPECT)
            assert [] == ([] if frame.url.endswith(PAPERS) else found), frame.url
            frame.evaluate(
                "for (const each of document.querySelectorAll('details')) each.open = true"
            )
            opened += 1
    page.close()

    assert len(few) == opened
    assert Noted() == noted


def test_no_question_runs_anything_or_asks_elsewhere(
    unguarded: BrowserContext, address: str
) -> None:
    """
    Each is asked in the address, as words and as filters, and some are typed; it is shown as the words that it is.
    """
    noted = noting(unguarded, address)
    page = unguarded.new_page()
    page.goto(f"{address}public/search.html")
    addresses = []
    for text in TEXTS if IS_LONG else (*SEVERE, *TEXTS[::4]):
        said = quote(text, safe="")
        addresses.append(f"q={said}&theme={said}&avoid={said}&off={said}&{said}={said}")
    assert [] == page.evaluate(ASKED.replace("SUSPECT", SUSPECT), addresses)
    for text in SEVERE[:20]:
        box = page.get_by_role("searchbox")
        page.evaluate("delete document.body.dataset.answered")
        box.evaluate("(box, words) => { box.value = words }", text)
        box.press("Enter")
        answered(page)
        assert [] == page.evaluate(SUSPECT), text
    for text in SEVERE[20:30]:
        page.goto(f"{address}public/search.html?q={quote(text)}&theme={quote(text)}")
        answered(page)
        assert [] == page.evaluate(SUSPECT), text
    page.close()

    assert Noted() == noted


def answered(page: Page) -> None:
    """Wait until there is an answer."""
    page.wait_for_function("() => 'answered' in document.body.dataset")


LEAVING = re.compile("refresh|javascript:|base|form")
"""What a policy lets pass: a page that is left for another address, and what somebody asks for by pressing it."""


def test_the_policy_alone_lets_nothing_run_or_load(
    browser: Browser, unguarded: BrowserContext, both: Both, address: str
) -> None:
    """
    Were something not escaped, the policy of the page would still keep it from running; without it, much would run.
    """
    place = both.built / "raw"
    place.mkdir()
    kept = (both.built / "public" / "away.html").read_text("utf-8")
    for number, text in enumerate(text for text in SEVERE if not LEAVING.search(text)):
        (place / f"{number}.html").write_text(kept.replace("<main", f"{text}<main", 1), "utf-8")
    paths = [f"raw/{path.name}" for path in place.glob("*.html")]
    guarded = browser.new_context()
    found = []
    for context in (guarded, unguarded):
        noted = noting(context, address)
        page = context.new_page()
        page.goto(f"{address}robots.txt")
        page.evaluate(FRAMED, paths)
        page.close()
        found.append(noted)
    guarded.close()

    with_policy, without = found
    assert [] == with_policy.ran
    assert [] == with_policy.asked
    assert len(without.ran) > 20
    assert without.asked


def test_the_feed_and_the_sitemap_hold_the_texts_as_they_are(both: Both) -> None:
    """
    Both are well-formed, and whoever reads them reads every title as it was written.
    """
    public = both.built / "public"
    library = open_library(load(both.hostile.directory), "public", ON)
    name = "{http://www.w3.org/2005/Atom}"
    feed = ElementTree.parse(public / "feed.xml").getroot()
    said = {
        (entry.findtext(f"{name}title"), entry.findtext(f"{name}author/{name}name"))
        for entry in feed.iter(f"{name}entry")
    }
    written = {(in_xml(story.title), in_xml(story.pseudonym)) for story in library.stories}

    assert 100 == len(said)
    assert set() == said - written
    assert library.settings.title == feed.findtext(f"{name}title")
    places = [
        place.text or ""
        for place in ElementTree.parse(public / "sitemap.xml").iter()
        if place.tag.endswith("loc")
    ]
    assert {f"{library.web_address}/stories/{id}.html" for id in both.hostile.ids} <= set(places)


def in_xml(text: str) -> str:
    """Give a text with a sign for each character that XML has not."""
    return re.sub("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text)


def test_scripts_hold_data_and_nothing_else(both: Both) -> None:
    """
    Each search file is one call with one value of JSON, in which nothing could end a script.
    """
    files = sorted((both.built / "public" / "search").glob("*.js"))

    assert files
    for path in files:
        text = path.read_text("utf-8")
        call = re.fullmatch(
            r'storyarchive\.receive\("[a-z0-9-]+","[0-9a-f]{8}",(\{.*\})\);\n', text
        )
        assert call, path.name
        assert json.loads(call[1])["format"]
        assert not re.search("<|\u2028|\u2029", text)


def test_names_and_lists_of_files_are_those_of_the_twin(both: Both) -> None:
    """
    No text makes a file, names one, or adds a line to what crawlers and guards read.
    """
    hostile, twin = (
        {path.relative_to(built).as_posix() for path in built.rglob("*") if path.is_file()}
        for built in (both.built, both.twin)
    )

    assert {
        path for path in hostile ^ twin if not re.match("cache/|public/search/|raw/", path)
    } == set()
    robots, other = ((built / "public/robots.txt").read_text() for built in (both.built, both.twin))
    assert other == robots
    manifest, same = (
        json.loads((built / "public/manifest.json").read_bytes())
        for built in (both.built, both.twin)
    )
    assert same.keys() == manifest.keys()
    assert same["stories"] == manifest["stories"]
