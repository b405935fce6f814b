"""The feed is Atom that other sites can follow, and says as much of a story as its card."""

from dataclasses import replace
from datetime import date
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest

from storyarchive.content.library import Story, Withdrawn
from storyarchive.content.settings import Edition, Settings
from storyarchive.publish import edition, feed
from storyarchive.publish.press import Press

from .made import AGREED, PRISON, PUBLIC, SETTINGS, TEMPLATES, Tags, library, note, pages, story

WEB = replace(SETTINGS, base_url="https://a.example/lib?x=1&y=2", tagline="A <line>")
ATOM = "{http://www.w3.org/2005/Atom}"
GONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"


def read(*stories: Story, withdrawn: tuple[str, ...] = ()) -> Element:
    made = library(*stories, settings=WEB, withdrawn=withdrawn)
    content = feed.build(Press(made, TEMPLATES))["feed.xml"]
    assert isinstance(content, bytes)
    return ElementTree.fromstring(content)


def text(parent: Element, name: str) -> str:
    (found,) = parent.findall(f"{ATOM}{name}")
    return found.text or ""


def test_a_feed_has_what_atom_needs() -> None:
    """
    RFC 4287: a feed and each entry have one id, title and time, an author, and a link; ids differ, and times are in the
    form of RFC 3339.
    """
    atom = read(story("s-22222"), story("s-33333"), withdrawn=("s-77777",))
    entries = atom.findall(f"{ATOM}entry")

    assert f"{ATOM}feed" == atom.tag
    assert 2 == len(entries)
    for each in (atom, *entries):
        assert text(each, "title")
        assert "T00:00:00Z" == text(each, "updated")[10:]
        date.fromisoformat(text(each, "updated")[:10])
        assert [True] == [bool(text(author, "name")) for author in each.findall(f"{ATOM}author")]
        (alternate,) = [a for a in each.findall(f"{ATOM}link") if a.get("rel") == "alternate"]
        assert str(alternate.get("href")).startswith(f"{WEB.base_url}/")
    ids = [text(each, "id") for each in (atom, *entries)]
    assert [
        f"{WEB.base_url}/feed.xml",
        "urn:storyarchive:s-22222",
        "urn:storyarchive:s-33333",
    ] == ids


def test_an_entry_says_what_a_card_says() -> None:
    """
    Title, name, summary, what it mentions and that it is invented; not a word of the story itself.
    """
    told = story(
        title="A <b> & 'c'\x0b",
        basis="fictional",
        language="pl",
        notes=(note("drug-use"), note("suicide", "described")),
    )
    atom = read(told)
    (entry,) = atom.findall(f"{ATOM}entry")

    assert "A <b> & 'c' (an invented example)" == text(entry, "title")
    summary = "Dee tells of a gate. Mentions: drug use, suicide (told in detail)."
    assert f"An invented example. {summary}" == text(entry, "summary")
    assert "pl" == entry.get("{http://www.w3.org/XML/1998/namespace}lang")
    terms = [
        (str(each.get("scheme"))[17:], each.get("term"))
        for each in entry.findall(f"{ATOM}category")
    ]
    assert [
        ("theme", "belonging"),
        ("theme", "drugs"),
        ("content-note", "drug-use"),
        ("content-note", "suicide"),
    ] == terms
    assert "canal" not in ElementTree.tostring(atom, "unicode")


@pytest.mark.parametrize(
    ("agreed_in", "told_in", "updated"),
    [
        ("2026-04", "2020s", "2026-04-01T00:00:00Z"),
        (None, "1890s", "1890-01-01T00:00:00Z"),
        (None, "long ago", "1970-01-01T00:00:00Z"),
    ],
)
def test_no_day_is_shown_that_a_page_does_not_show(
    agreed_in: str | None, told_in: str, updated: str
) -> None:
    """
    A page says the month of consent and the decade of the telling; the feed says no more.
    """
    atom = read(story(agreed_in=agreed_in, told_in=told_in))
    (entry,) = atom.findall(f"{ATOM}entry")

    assert updated == text(entry, "updated")
    assert updated == text(atom, "updated")


def test_what_was_withdrawn_is_deleted() -> None:
    """
    RFC 6721: `at:deleted-entry` says which entry and when, for every withdrawn story, and nothing else of it.
    """
    atom = read(story(agreed_in="2026-04"), withdrawn=("s-77777", "s-88888"))
    gone = atom.findall(GONE)

    assert [
        {"ref": "urn:storyarchive:s-77777", "when": "2026-11-01T00:00:00Z"},
        {"ref": "urn:storyarchive:s-88888", "when": "2026-11-01T00:00:00Z"},
    ] == [each.attrib for each in gone]
    assert [(0, None)] * 2 == [(len(each), each.text) for each in gone]
    assert "2026-11-01T00:00:00Z" == text(atom, "updated")


def test_a_feed_that_has_told_of_nothing_is_whole() -> None:
    """
    Atom wants a time even where nothing has happened.
    """
    atom = read()

    assert "2026-11-23T00:00:00Z" == text(atom, "updated")
    assert [] == atom.findall(f"{ATOM}entry")


def test_a_feed_has_the_newest_hundred(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    A feed does not grow with the library.
    """
    monkeypatch.setattr(feed, "MOST", 2)
    months = {
        "s-22222": "2026-02",
        "s-33333": "2026-05",
        "s-44444": "2026-04",
        "s-55555": "2026-04",
    }
    atom = read(*(story(id, agreed_in=month) for id, month in months.items()))

    assert ["s-33333", "s-44444"] == [text(e, "id")[-7:] for e in atom.findall(f"{ATOM}entry")]


@pytest.mark.parametrize(
    ("kept", "settings", "is_there"),
    [(PUBLIC, WEB, True), (PUBLIC, SETTINGS, False), (PRISON, WEB, False)],
)
def test_the_first_page_names_the_feed_where_there_is_one(
    kept: Edition, settings: Settings, is_there: bool
) -> None:
    """
    On the web, at an address that is known.
    """
    made = library(story(), edition=kept, settings=settings)
    tree = edition.build(made, TEMPLATES)
    links = Tags(pages(story(), edition=kept, settings=settings)["index.html"]).all("link")

    assert is_there == ("feed.xml" in tree)
    assert is_there == any(
        each
        == {
            "rel": "alternate",
            "type": "application/atom+xml",
            "href": "feed.xml",
            "title": "Test library",
        }
        for each in links
    )


def test_a_feed_of_nobody_but_withdrawn_stories_stays() -> None:
    """
    Sites that passed on the last story learn that it is gone.
    """
    made = library(story(agreed=AGREED - {"syndication"}), settings=WEB)
    made = replace(made, withdrawn=(Withdrawn("s-77777", date(2026, 11, 1)),))
    content = edition.build(made, TEMPLATES)["feed.xml"]
    assert isinstance(content, bytes)

    assert b"deleted-entry" in content
    assert b"s-22222" not in content
