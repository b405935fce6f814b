"""An organisation's own look comes after the style, whatever the style is, and its logo beside the name."""

from dataclasses import replace
from pathlib import Path

import pytest

from storyarchive import shipped
from storyarchive.content.library import Library
from storyarchive.content.settings import Look
from storyarchive.publish import edition, look, urls
from storyarchive.publish.render import templates
from tests.logo import png
from tests.publish.made import TEMPLATES, Tags, library, story, text_of
from tests.publish.tokens import rules

OWN = Look("#5b1a7a", "#ff6b6b")


def with_look(own: Look) -> Library:
    made = library(story())
    return replace(made, settings=replace(made.settings, look=own))


def test_without_a_look_the_style_stays_as_it_is() -> None:
    """
    Most archives have none.
    """
    tree = edition.build(library(story()), TEMPLATES)

    assert TEMPLATES.static[urls.STYLE] == tree[urls.STYLE]


def test_a_look_is_no_file_more() -> None:
    """
    A reader who pays for data asks for as many files as before.
    """
    plain, own = (edition.build(with_look(each), TEMPLATES) for each in (Look(), OWN))

    assert plain.keys() == own.keys()
    assert len(look.css(OWN)) < 700


def test_a_look_comes_after_a_style_of_the_organisations_own(tmp_path: Path) -> None:
    """
    Whoever has another style as well as a look sees both.
    """
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "site.css").write_text("body { margin: 0 }")

    tree = edition.build(with_look(OWN), templates(tmp_path, shipped.templates()))

    assert b"body { margin: 0 }\n" + look.css(OWN).encode() == tree[urls.STYLE]


def test_nothing_of_a_look_goes_to_paper() -> None:
    """
    A print is ink only, whatever the colours of the site.
    """
    assert {"screen"} == {
        condition.split(" ")[0] for rule in rules(look.css(OWN)) for condition in rule.where
    }


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("_logo.png", "styles/logo.png"),
        ("_our.mark.webp", "styles/logo.webp"),
        ("_a.jpeg", "styles/logo.jpg"),
    ],
)
def test_the_logo_is_on_every_page_and_says_nothing(
    tmp_path: Path, name: str, address: str
) -> None:
    """
    The name stands beside it, so that it needs no words; its file is called as we call it.
    """
    (tmp_path / name).write_bytes(png())
    tree = edition.build(with_look(Look(logo=tmp_path / name)), TEMPLATES)
    pages = text_of(tree)

    assert tmp_path / name == tree[address]
    for page in ("index.html", "stories/s-22222.html"):
        (shown,) = [said for tag, said in Tags(pages[page]).found if tag == "img"]
        assert ("../" if "/" in page else "") + address == shown["src"]
        assert ("", "32", "32") == (shown["alt"], shown["width"], shown["height"])
    assert TEMPLATES.static[urls.STYLE] == tree[urls.STYLE]
