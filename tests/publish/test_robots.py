"""What programs of the web are asked to do is said in the forms that they read."""

import json
from dataclasses import replace
from pathlib import Path
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest

from storyarchive.content.library import Library, Media
from storyarchive.content.settings import Edition
from storyarchive.publish import edition, sitemap
from storyarchive.publish.press import Press

from .made import AGREED, PRISON, PUBLIC, SETTINGS, TEMPLATES, Tags, library, note, story, text_of

WEB = replace(SETTINGS, base_url="https://a.example/lib")
EVERYTHING = AGREED | {"ai-training"}


def made(library: Library) -> dict[str, bytes]:
    return {p: c for p, c in edition.build(library, TEMPLATES).items() if isinstance(c, bytes)}


def rules(content: bytes) -> RobotFileParser:
    parser = RobotFileParser()
    parser.parse(content.decode().splitlines())
    return parser


@pytest.mark.parametrize("reserved", [True, False])
def test_crawlers_that_train_ai_are_asked_to_keep_out(reserved: bool) -> None:
    """
    Unless everybody agreed; all others may come, or they would never read a `noindex`.
    """
    stories = [story("s-22222", agreed=EVERYTHING)]
    if reserved:
        stories.append(story("s-33333"))
    opened = replace(library(*stories, settings=WEB), reserved=reserved)
    content = made(opened)["robots.txt"]

    for crawler in ("GPTBot", "ClaudeBot", "CCBot", "Google-Extended", "Kangaroo Bot"):
        may = rules(content).can_fetch(crawler, "https://a.example/lib/stories/s-22222.html")
        assert may != reserved, crawler
    for other in ("Googlebot", "bingbot", "Mozilla/5.0"):
        assert rules(content).can_fetch(other, "https://a.example/lib/stories/s-22222.html")
    # In a folder of a bigger site, the rest of it is not ours to close.
    assert rules(content).can_fetch("GPTBot", "https://a.example/elsewhere")
    assert ["https://a.example/lib/sitemap.xml"] == rules(content).site_maps()


def test_what_cannot_say_noindex_is_closed_to_search_engines(tmp_path: Path) -> None:
    """
    The words of a story are in its transcript and in the search index too; its page, which says it, stays open.
    """
    voices = {}
    for id in ("s-22222", "s-33333"):
        for suffix in (".mp3", ".txt"):
            (tmp_path / f"{id}{suffix}").write_bytes(b"words")
        sound, words = tmp_path / f"{id}.mp3", tmp_path / f"{id}.txt"
        voices[id] = Media(sound.name, sound, 9, True, None, 5, words)
    agreed = story("s-22222", media=voices["s-22222"], format="audio")
    refused = story(
        "s-33333", media=voices["s-33333"], format="audio", agreed=AGREED - {"search-engines"}
    )
    open_to = rules(made(library(agreed, refused, settings=WEB))["robots.txt"])

    may = {
        path: open_to.can_fetch("Googlebot", f"https://a.example/lib/{path}")
        for path in (
            *("media/s-22222.mp3", "media/s-22222.txt", "stories/s-33333.html"),
            *("media/s-33333.mp3", "media/s-33333.txt", "search/cards-00000.js"),
        )
    }
    assert [True, True, True, False, False, False] == list(may.values()), may


def test_an_edition_whose_address_nobody_knows_closes_its_host() -> None:
    """
    Without `base_url` the library is taken to be all there is at its host; no sitemap is named.
    """
    tree = made(library(story()))

    assert not rules(tree["robots.txt"]).can_fetch("GPTBot", "https://b.example/index.html")
    assert rules(tree["robots.txt"]).site_maps() is None
    assert [{"location": "/", "tdm-reservation": 1}] == json.loads(tree[".well-known/tdmrep.json"])
    assert not [path for path in tree if path.startswith(("sitemap", "feed"))]


def test_robots_txt_holds_nothing_but_what_rfc_9309_and_sitemaps_know() -> None:
    """
    A line that a program does not know can make it doubt the whole file.
    """
    lines = made(library(story(), settings=WEB))["robots.txt"].decode().splitlines()

    assert {"User-agent", "Disallow", "Sitemap"} == {
        line.partition(":")[0] for line in lines if line and not line.startswith("#")
    }


@pytest.mark.parametrize("kept", [PUBLIC, PRISON])
@pytest.mark.parametrize("reserved", [True, False])
def test_every_page_reserves_mining_unless_all_agreed(kept: Edition, reserved: bool) -> None:
    """
    One no speaks for the whole edition, on the web and in a copy; the file for it is for the web.
    """
    opened = library(story(), settings=WEB, edition=kept, withdrawn=("s-77777",))
    tree = made(replace(opened, reserved=reserved))

    for address, html in text_of(dict(tree)).items():
        metas = [(m["name"], m["content"]) for m in Tags(html).all("meta") if "name" in m]
        assert reserved == (("tdm-reservation", "1") in metas), address
        robots = [word for name, words in metas if name == "robots" for word in words.split(", ")]
        assert reserved == ({"noai", "noimageai"} <= set(robots)), address
    is_there = ".well-known/tdmrep.json" in tree
    assert is_there == (reserved and kept is PUBLIC)
    if is_there:
        rule = {"location": "/lib/", "tdm-reservation": 1}
        assert [rule] == json.loads(tree[".well-known/tdmrep.json"])


def addresses(tree: dict[str, bytes], name: str = "sitemap.xml") -> list[str]:
    root = ElementTree.fromstring(tree[name])
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    assert root.tag in {f"{space}urlset", f"{space}sitemapindex"}
    return [str(loc.text) for loc in root.iter(f"{space}loc")]


def test_the_sitemap_lists_the_pages_that_search_engines_may_hold() -> None:
    """
    Each of them once, by its whole address; none that says `noindex`, and all that do not but the one about the files.
    """
    tree = made(
        library(
            story("s-22222"),
            story("s-33333", agreed=AGREED - {"search-engines"}, themes=("family",)),
            story(
                "s-44444", text="<meta name='robots' content='noindex'>", notes=(note("alcohol"),)
            ),
            settings=WEB,
            withdrawn=("s-77777",),
        )
    )
    free = {path for path, html in text_of(dict(tree)).items() if "noindex, " not in html}
    free.remove("what-is-this.html")

    listed = addresses(tree)

    assert {f"https://a.example/lib/{path}" for path in free} == set(listed)
    assert len(listed) == len(set(listed))
    stories = [each for each in listed if "/stories/" in each]
    assert ["s-22222.html", "s-44444.html"] == [each.rpartition("/")[2] for each in stories]
    for path in ("404.html", "away.html", "themes/family.html", "stories/index.html"):
        assert f"https://a.example/lib/{path}" not in listed


def test_every_part_of_a_list_is_in_the_sitemap() -> None:
    """
    A list of more than forty stories goes on in a second page.
    """
    listed = addresses(made(library(*(story(f"s-{n:05}") for n in range(41)), settings=WEB)))

    assert "https://a.example/lib/stories/index.p2.html" in listed
    assert "https://a.example/lib/themes/drugs.p2.html" in listed
    assert 41 == sum("/stories/s-" in each for each in listed)


def test_a_story_without_the_yes_is_not_listed_whatever_its_page_says() -> None:
    """
    An organisation's own templates may forget `noindex`.
    """
    opened = library(story("s-22222"), story("s-33333", agreed=frozenset()), settings=WEB)
    forgetful = {f"stories/{id}.html": b"<html>" for id in ("s-22222", "s-33333")}

    listed = sitemap.build(Press(opened.asking("search-engines"), TEMPLATES), dict(forgetful))

    content = listed["sitemap.xml"]
    assert isinstance(content, bytes)
    assert ["https://a.example/lib/stories/s-22222.html"] == addresses({"sitemap.xml": content})


def test_a_long_sitemap_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    One file lists at most 50,000 pages; more are in several, and the first file lists these.
    """
    whole = addresses(made(library(story(), settings=WEB)))
    monkeypatch.setattr(sitemap, "MOST", 10)
    tree = made(library(story(), settings=WEB))
    parts = addresses(tree)

    assert ["https://a.example/lib/sitemap-1.xml", "https://a.example/lib/sitemap-2.xml"] == parts[
        :2
    ]
    names = [each.rpartition("/")[2] for each in parts]
    assert whole == [each for name in names for each in addresses(tree, name)]
    assert {len(addresses(tree, name)) for name in names[:-1]} == {10}
