"""Every output has only the stories that say yes to what it asks."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from storyarchive.content.archive import load
from storyarchive.content.fields import SCOPES
from storyarchive.content.library import Library, open_library
from storyarchive.files import Tree
from storyarchive.publish import edition
from storyarchive.publish.edition import PARTS, PUBLISHERS
from storyarchive.publish.press import Press
from tests import leaks
from tests.made import BODY, ON, archive, narrative

from .made import AGREED, TEMPLATES, library, story

STORY, TRANSLATION = "s-22222", "s-33333"
BODY_AND_MORE = f"{BODY}\n\n" + "I walked home along the water and thought of it again. " * 12
QUOTE = {"text": "She said the chair was still mine.", "ok_out_of_context": "yes"}


def opened(place: Path, *agreed: str) -> Library:
    """Open the public library of a story with a voice, a quote and a translation, and these scopes."""
    consent = leaks.scopes("public-web", *agreed)
    media = {"file": f"{STORY}.mp3", "transcript": "body", "voice_changed": "yes", "minutes": 3}
    told: dict[str, Any] = {"consent": consent, "quotes": [QUOTE], "format": "audio"}
    files: dict[str, str | bytes] = {
        f"{STORY}.md": narrative(STORY, BODY_AND_MORE, media=media, **told),
        f"{STORY}.mp3": b"a voice",
        f"{TRANSLATION}.md": narrative(
            TRANSLATION, language="pl", translation_of=STORY, consent=leaks.scopes(*SCOPES)
        ),
    }
    return open_library(load(archive(place, files, {"base_url": leaks.ADDRESS})), "public", ON)


def made_by(name: str, library: Library) -> Tree:
    """Give the files of one publisher."""
    (publisher,) = [each for each in PUBLISHERS if each.name == name]
    tree = edition.build(library, TEMPLATES)
    assert publisher.when.holds(library)
    return {path: content for path, content in tree.items() if leaks.maker(path) is publisher}


def page(tree: Tree, id: str = STORY) -> str:
    content = tree[f"stories/{id}.html"]
    assert isinstance(content, bytes)
    return content.decode()


SEEN: dict[str, Callable[[Tree], bool]] = {
    "found by search engines": lambda tree: "noindex" not in page(tree),
    "printed sheet": lambda tree: "not-on-paper" not in page(tree),
    "pull quotes": lambda tree: 'class="pull"' in page(tree),
    "player": lambda tree: "<audio" in page(tree),
    "translations": lambda tree: f"stories/{TRANSLATION}.html" in tree,
    "open to AI training": lambda tree: '"tdm-reservation"' not in page(tree),
}
"""Part of a page → whether it is there."""


def test_every_part_is_tried() -> None:
    """
    A part that asks for a scope is looked for below.
    """
    assert SEEN.keys() == {part.name for part in PARTS}


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_a_part_of_a_page_is_there_only_with_the_yes(tmp_path: Path, part: edition.Part) -> None:
    """
    With a yes to everything it is there; with a yes to everything but what it asks, it is not.
    """
    but = [scope for scope in SCOPES if scope not in part.asks]
    agreed, refused = (
        made_by(part.of, opened(tmp_path / name, *scopes))
        for name, scopes in (("agreed", SCOPES), ("refused", but))
    )

    assert SEEN[part.name](agreed)
    assert not SEEN[part.name](refused)


@pytest.mark.parametrize(
    "publisher", [each for each in PUBLISHERS if each.asks], ids=lambda each: each.name
)
def test_an_output_has_only_the_stories_with_the_yes(
    tmp_path: Path, publisher: edition.Publisher
) -> None:
    """
    With a yes to everything a story is in it; with a yes to everything but what it asks, no word of it is, nor its id.
    """
    but = [scope for scope in SCOPES if scope not in publisher.asks]
    agreed, refused = (
        made_by(publisher.name, opened(tmp_path / name, *scopes))
        for name, scopes in (("agreed", SCOPES), ("refused", but))
    )

    assert STORY in said(agreed)
    assert STORY not in said(refused)
    assert f"The story {STORY}" not in said(refused)


def said(tree: Tree) -> str:
    return "\n".join(
        path + (content.decode() if isinstance(content, bytes) else content.read_text())
        for path, content in tree.items()
    )


@pytest.mark.parametrize("id", ["public", "mentor", "offline"])
def test_every_file_has_one_publisher(tmp_path: Path, id: str) -> None:
    """
    The addresses in the table are those of the files, so that the table, and its page in the guide, leave nothing out.
    """
    opened(tmp_path)
    library = open_library(load(tmp_path / "narratives"), id, ON)
    made: Tree = {}
    for publisher in PUBLISHERS:
        if publisher.when.holds(library):
            asked = Press(library.asking(*publisher.asks), TEMPLATES)
            found = publisher.build(asked, made)
            assert {publisher} == set(map(leaks.maker, found)) or not found
            made |= found

    assert edition.build(library, TEMPLATES) == made


def test_what_is_asked_are_scopes_that_there_are() -> None:
    """
    A mistyped scope would be a no for ever.
    """
    asked = {scope for each in PUBLISHERS for scope in each.asks}
    asked |= {scope for each in PARTS for scope in each.asks}

    assert asked <= set(SCOPES)
    assert {part.of for part in PARTS} <= {publisher.name for publisher in PUBLISHERS}


def test_no_page_says_what_was_agreed() -> None:
    """
    Which scopes a narrator chose is theirs and the archive's: one who agreed to more, of what nothing here asks, looks
    the same.
    """
    more = AGREED | {"research"}

    assert edition.build(library(story(agreed=AGREED)), TEMPLATES) == edition.build(
        library(story(agreed=more)), TEMPLATES
    )
    told = said(edition.build(library(story()), TEMPLATES))
    assert [] == [scope for scope in SCOPES if f'"{scope}"' in told]


def test_asking_for_more_leaves_out_the_others_and_the_links_to_them() -> None:
    """
    A library of those who also agreed to something names nobody else; asking nothing is the library itself.
    """
    all_three = library(
        story("s-22222", related=("s-33333", "s-44444"), translations=("s-44444",)),
        story("s-33333"),
        story("s-44444", agreed=AGREED - {"syndication"}),
    )

    asked = all_three.asking("syndication", "print")

    assert ["s-22222", "s-33333"] == [each.id for each in asked.stories]
    assert (("s-33333",), ()) == (asked.stories[0].related, asked.stories[0].translations)
    assert "s-44444" not in repr(asked.stories)
    assert all_three is all_three.asking()
    assert () == all_three.asking("research").stories
