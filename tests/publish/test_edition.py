"""An edition is whole: its links lead somewhere, its lists are true, and nothing comes from outside."""

import json
import re
from dataclasses import replace
from hashlib import sha256
from html import unescape
from pathlib import Path, PurePosixPath
from posixpath import join, normpath
from urllib.parse import urlsplit

import pytest

from storyarchive.content.library import Library, Media
from storyarchive.content.settings import Edition
from storyarchive.files import Tree
from storyarchive.publish import edition
from storyarchive.publish.press import POLICY

from .made import AGREED, PRISON, PUBLIC, TEMPLATES, Tags, library, note, quote, story, text_of


@pytest.fixture
def everything(tmp_path: Path) -> Library:
    """A library with one of everything."""
    sound = tmp_path / "s-33333.mp3"
    sound.write_bytes(b"sound")
    return library(
        story("s-22222", notes=(note("suicide", "described", "near the end"),), title="A <b>'\"&"),
        story("s-33333", format="audio", media=Media(sound.name, sound, 9, True, None, 5)),
        story("s-44444", language="pl", translation_of="s-22222", basis="fictional"),
        story(
            "s-55555",
            text="<!-- note: alcohol -->\nTwo.\n\n[a](https://b.example/)",
            themes=("family",),
        ),
        story("s-66666", quotes=(quote("I stood at the gate."),), agreed=AGREED - {"print"}),
        withdrawn=("s-77777",),
    )


@pytest.fixture
def tree(everything: Library) -> Tree:
    return edition.build(everything, TEMPLATES)


def test_every_link_and_file_leads_somewhere_in_the_edition(tree: Tree) -> None:
    """
    Links are relative, so that a folder can be copied anywhere; none of them is broken.
    """
    html = text_of(tree)
    for address, text in html.items():
        for tag, attributes in Tags(text).found:
            for link in (attributes.get(name) for name in ("href", "src", "action")):
                if link is None or (tag == "a" and link.startswith(("https:", "tel:"))):
                    continue
                to = urlsplit(link)
                target = (
                    normpath(join(PurePosixPath(address).parent, to.path)) if to.path else address
                )
                assert target in tree, (address, link)
                assert not to.scheme
                if to.fragment and target in html:
                    assert f'id="{to.fragment}"' in html[target], (address, link)


def test_nothing_is_fetched_from_outside(tree: Tree) -> None:
    """
    Only links that a reader presses may name another place, and no page holds script or style.
    """
    for address, text in text_of(tree).items():
        for tag, attributes in Tags(text).found:
            assert tag not in {"style", "iframe", "object", "embed", "base"}, address
            assert not any(name.startswith("on") or name == "style" for name in attributes), address
            assert "//" not in attributes.get("src", ""), address
            assert tag != "link" or "//" not in attributes["href"], address
        assert not re.search(r"<script(?![^>]* src=)", text), address
    styles = b"".join(
        content
        for path, content in tree.items()
        if path.endswith(".css") and isinstance(content, bytes)
    )
    assert styles
    assert b"url(" not in styles
    assert b"@import" not in styles


def test_every_page_has_one_small_script_and_few_have_their_own(tree: Tree) -> None:
    """
    The small one keeps what a reader does not want to see, and the way out; the calendar keeps nothing.
    """
    shared = "scripts/page.js"
    scripts = {
        address: [script["src"].removeprefix("../") for script in Tags(text).all("script")]
        for address, text in text_of(tree).items()
    }

    assert [] == scripts.pop("away.html")
    assert [shared, "scripts/choosing.js"] == scripts.pop("choices.html")
    assert [shared, "scripts/ask.js"] == scripts.pop("index.html")
    assert [shared, "scripts/search.js", "search/directory.js"] == scripts.pop("search.html")
    assert {(shared,)} == {tuple(found) for found in scripts.values()}


def test_every_page_has_the_policy_and_the_plain_head(tree: Tree) -> None:
    """
    Each page says its language, forbids all that is not ours, and sends no referrer.
    """
    for address, text in text_of(tree).items():
        tags = Tags(text)
        metas = tags.all("meta")
        assert tags.all("html") == [{"lang": "en-GB"}], address
        assert {"http-equiv": "Content-Security-Policy", "content": POLICY} in metas, address
        assert {"name": "referrer", "content": "no-referrer"} in metas, address
        assert any(meta.get("name") == "viewport" for meta in metas), address
        assert text.index("Content-Security-Policy") < text.index("<link"), address
        assert "og:" not in text, address


def test_titles_are_dull(tree: Tree) -> None:
    """
    The tab shows the site's name first and never a content note.
    """
    html = text_of(tree)
    titles = {
        address: unescape(re.findall(r"<title>(.*?)</title>", text)[0])
        for address, text in html.items()
    }

    assert titles.pop("away.html") == "Calendar"
    assert titles["stories/s-22222.html"] == "Test library: A <b>'\"&"
    assert all(title.startswith("Test library: ") for title in titles.values())
    assert not any("uicide" in title for title in titles.values())


def test_the_same_library_gives_the_same_bytes(everything: Library, tree: Tree) -> None:
    """
    Two builds are one.
    """
    assert edition.build(everything, TEMPLATES) == tree


def test_the_manifest_is_true(everything: Library, tree: Tree) -> None:
    """
    It names every other file with its checksum, every story and every withdrawn id.
    """
    content = tree["manifest.json"]
    assert isinstance(content, bytes)
    manifest = json.loads(content)

    assert manifest["files"] == {
        path: sha256(made if isinstance(made, bytes) else made.read_bytes()).hexdigest()
        for path, made in tree.items()
        if path != "manifest.json"
    }
    assert {
        name: manifest[name] for name in ("version", "edition", "valid_until", "withdrawn")
    } == {
        "version": 1,
        "edition": "public",
        "valid_until": "2027-05-23",
        "withdrawn": ["s-77777"],
    }
    assert manifest["stories"] == [each.id for each in everything.stories]
    assert b"\r" not in content
    assert list(tree)[-1] == "manifest.json"


def test_the_list_of_files_can_be_checked_by_sha256sum(tree: Tree) -> None:
    """
    Security staff get a plain list of all files, in the form that common tools check.
    """
    content = tree["files.txt"]
    assert isinstance(content, bytes)
    listed = {line[66:]: line[:64] for line in content.decode().splitlines()}

    assert set(listed) == set(tree) - {"files.txt", "manifest.json"}
    home = tree["index.html"]
    assert isinstance(home, bytes)
    assert listed["index.html"] == sha256(home).hexdigest()


def test_the_plain_page_counts_every_file(tree: Tree) -> None:
    """
    What a security officer is told is so.
    """
    page = text_of(tree)["what-is-this.html"]

    assert f"<p>{len(tree)} files:</p>" in page
    assert f"<td>.mp3</td><td>{sum(path.endswith('.mp3') for path in tree)}</td>" in page
    assert "23 May 2027" in page


def test_a_recording_is_copied_not_read(tree: Tree) -> None:
    """
    Sound stays a file until it is written.
    """
    assert isinstance(tree["media/s-33333.mp3"], Path)


@pytest.mark.parametrize("kept", [PUBLIC, PRISON])
def test_names_are_plain(everything: Library, kept: Edition) -> None:
    """
    Every name is ASCII, at most 60 characters, in folders one deep; a copy has no hidden files.
    """
    made = edition.build(replace(everything, edition=kept), TEMPLATES)
    hidden = {path for path in made if path.startswith(".")}

    assert hidden == ({".well-known/tdmrep.json"} if kept is PUBLIC else set())
    for path in made.keys() - hidden:
        assert re.fullmatch(r"(?:[a-z]+/)?[A-Za-z0-9_-][A-Za-z0-9._-]{0,59}", path), path


def test_pages_are_small(tree: Tree) -> None:
    """
    A reader on prepaid data pays little.
    """
    style = tree["styles/site.css"]
    assert isinstance(style, bytes)
    assert len(style) < 24_000
    for address, text in text_of(tree).items():
        assert len(text.encode()) < 30_000, address


@pytest.mark.parametrize("kept", [PUBLIC, PRISON])
def test_no_link_leaves_an_edition_that_keeps_links_in(everything: Library, kept: Edition) -> None:
    """
    Where links may not leave, addresses are words.
    """
    changed = replace(everything, edition=kept)
    html = text_of(edition.build(changed, TEMPLATES))
    out = [
        attributes["href"]
        for text in html.values()
        for attributes in Tags(text).all("a")
        if ":" in attributes.get("href", "")
    ]

    assert bool(out) == (kept is PUBLIC)
    assert "a (https://b.example/)" in html["stories/s-55555.html"] or kept is PUBLIC
