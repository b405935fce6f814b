"""A site in another language: the example library with all its words in Polish, and its stories as they were told."""

import re
from pathlib import Path

import pytest

from storyarchive import shipped
from storyarchive.content import messages
from storyarchive.content.archive import load, load_frame
from storyarchive.content.fitting import PLACE
from tests.made import PROJECT
from tests.polish import editions
from tests.texts import Texts, leaves

ENGLISH = messages.original()
POLISH = messages.load("pl", (shipped.templates(),)).said
POLISH_VOCABULARY = messages.vocabulary_words(shipped.templates() / "languages" / "pl.yaml")
VOCABULARY = load_frame(PROJECT / "narratives").vocabulary


@pytest.fixture(scope="module")
def polish(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the editions of a Polish site."""
    return editions(tmp_path_factory.mktemp("polish"))


def english_words() -> set[str]:
    """Give what stands between the places of English messages, and English labels, if it is three words or more."""
    texts = list(leaves(ENGLISH))
    texts += leaves(VOCABULARY.choices)
    texts += [theme.definition for theme in VOCABULARY.themes]
    for stage in VOCABULARY.stages:
        texts += [stage.definition, stage.look_for, stage.mentor_use]
    found: set[str] = set()
    for text in texts:
        for part in re.split(r"\]\([^)]*\)|[*`\[\n]|(?<=[.!?:]) ", PLACE.sub("\n", text)):
            words = part.strip(" .,:;-#")
            if len(re.findall(r"[^\W\d_]+", words)) > 2:
                found.add(words)
    return found


def english_labels() -> set[str]:
    """Give English messages and labels, however short, that are no Polish ones as well."""
    english = {*leaves(ENGLISH), *leaves(VOCABULARY.choices)}
    polish = {*leaves(POLISH), *leaves(POLISH_VOCABULARY)}
    return {label for label in english - polish if any(map(str.isalpha, label))}


def test_no_word_of_a_polish_site_is_english(polish: Path) -> None:
    """
    Nothing that the site says, on any page; stories in English say that they are.
    """
    sentences = re.compile("|".join(map(re.escape, sorted(english_words()))))
    labels = {label.casefold() for label in english_labels()}
    pages = sorted(polish.rglob("*.html"))
    left: set[tuple[str, str]] = set()
    for page in pages:
        html = page.read_text("utf-8")
        assert '<html lang="pl">' in html, page
        for text in Texts(html).found:
            parts = {part.strip(" .:").casefold() for part in re.split(": | · ", text)}
            if sentences.search(text) or parts & labels:
                left.add((page.relative_to(polish).as_posix(), text))

    assert 250 < len(pages)
    assert set() == left


def test_what_scripts_say_on_a_polish_site_is_polish(polish: Path) -> None:
    """
    It comes with the scripts and the search page, and with what the search shows of a story.
    """
    sentences = re.compile("|".join(map(re.escape, sorted(english_words()))))
    public = polish / "public"
    scripts = {path.name: path.read_text("utf-8") for path in (public / "scripts").glob("*.js")}
    page = (public / "search.html").read_text("utf-8")
    card = (public / "search" / "cards-00000.js").read_text("utf-8")

    assert [] == [name for name, text in scripts.items() if sentences.search(text)]
    assert any("jeszcze {count} razy" in text for text in scripts.values())
    assert "Dobrze pasuje {count} historia." in page
    assert re.search(r'"meta":"[^"]*· około \d+ minut · ', card)


def test_words_of_english_stories_are_marked_as_english(polish: Path) -> None:
    """
    On a Polish site a voice that reads aloud changes its tongue for them: in lists, and on their own pages.
    """
    listed = Texts((polish / "public" / "stories" / "index.html").read_text("utf-8"))
    narratives = load(PROJECT / "narratives").narratives
    for told in narratives:
        assert told.fields.title
        assert told.fields.summary
        words = {" ".join(text.split()) for text in (told.fields.title, told.fields.summary)}
        assert words <= set(listed.found if told.fields.language == "pl" else listed.foreign)
        assert words.isdisjoint(listed.foreign if told.fields.language == "pl" else listed.found)

    page = (polish / "public" / "stories" / "s-4k7p2.html").read_text("utf-8")
    story = Texts(page)
    dee = next(told for told in narratives if told.id == "s-4k7p2")

    assert '<div class="told" lang="en-GB" dir="ltr">' in page
    assert {dee.fields.title, *dee.fields.prompts, dee.fields.quotes[0].text} <= set(story.foreign)
    assert dee.fields.title not in story.found


def test_the_words_from_a_to_z_are_polish(polish: Path) -> None:
    """
    Themes are found by what Polish readers call them.
    """
    words = (polish / "public" / "words.html").read_text("utf-8")

    assert "<dt>wyjść na prostą</dt>" in words
    assert "<dt>rock bottom</dt>" not in words


def test_letters_with_marks_come_after_those_without(polish: Path) -> None:
    """
    As in a Polish dictionary, whatever the numbers that computers give them.
    """
    words = (polish / "public" / "words.html").read_text("utf-8")
    letters = re.findall(r'<h2 id="letter-\d+">(\w)</h2>', words)

    assert [*"ABCDEFGHIJKLŁMNOPRSŚTUWZŻ"] == letters
