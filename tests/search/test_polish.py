"""What is said around a question in Polish, where words change their ends."""

from dataclasses import replace

import pytest

from storyarchive import shipped
from storyarchive.content.archive import load_frame
from storyarchive.content.translating import translated
from storyarchive.search import phrases, question
from storyarchive.search.plan import Understood
from tests.made import PROJECT
from tests.search.made import Memory, library, story

TOLD = "Byłem w więzieniu. Piłem i brałem narkotyki. Praca pomogła mi przestać pić."
VOCABULARY = translated(load_frame(PROJECT / "narratives").vocabulary, "pl", (shipped.templates(),))
LIBRARY = replace(
    library(story("s-22222", TOLD, language="pl", themes=("being-trusted",)), language="pl"),
    vocabulary=VOCABULARY,
)
BOOK, READER = phrases.of(LIBRARY), Memory(LIBRARY)


def ask(text: str) -> Understood:
    return question.understand(text, BOOK, READER, {}).understood


@pytest.mark.parametrize(
    "text",
    [
        "samobójstwo", "o samobójstwie", "myśli samobójcze", "chcę się zabić", "chce umrzeć",
        "nie chcę żyć", "nie chce mi się żyć", "samookaleczenia", "tnę się", "on się okalecza",
    ],
)  # fmt: skip
def test_help_comes_before_what_is_found(text: str) -> None:
    """
    For whoever says in any of these ways that they may be in danger.
    """
    assert ask(text).needs_help


@pytest.mark.parametrize("text", ["praca", "chcę przestać pić", "ciąć deski", "żyć inaczej"])
def test_other_questions_bring_no_help(text: str) -> None:
    """
    'Ciąć' and 'żyć' alone say nothing of the kind.
    """
    assert not ask(text).needs_help


@pytest.mark.parametrize(
    ("text", "notes"),
    [
        ("praca, nic o przemocy", ("violence",)),
        ("praca, nic o narkotykach ani o alkoholu", ("drug-use", "alcohol")),
        ("bez wzmianki o przemocy w rodzinie", ("domestic-abuse",)),
        ("nie pokazuj śmierci", ("bereavement",)),
        ("życie bez narkotyków", ()),
        ("bez pracy", ()),
    ],
)
def test_what_is_not_wanted_is_left_out(text: str, notes: tuple[str, ...]) -> None:
    """
    In the forms that it has after these words. A life 'bez narkotyków' is what somebody looks for.
    """
    assert notes == ask(text).avoiding


@pytest.mark.parametrize(
    ("text", "reading", "minutes"),
    [
        ("coś krótkiego o pracy", None, 4),
        ("praca, do pięciu minut", None, 5),
        ("praca, mniej niż 10 minut", None, 10),
        ("łatwe do czytania", "easy", None),
        ("do pracy", None, None),
    ],
)
def test_how_long_and_how_easy_is_understood(
    text: str, reading: str | None, minutes: int | None
) -> None:
    """
    'Do' is also said of a way and an aim.
    """
    said = ask(text)

    assert (reading, minutes) == (said.reading, said.minutes)


def test_a_sentence_is_looked_for_by_what_it_says() -> None:
    """
    Words between the others are dropped, and another form of a word is read as one that a story has.
    """
    said = ask("Chciałbym, żeby on przestał pić, bo nie ma już pracy.")

    assert ("przestac", "pic", "praca") == said.words
    assert {"chcialbym", "zeby", "on", "bo", "nie", "ma", "juz"} == set(said.dropped)


@pytest.mark.parametrize(
    "text", ["zaufanie", "zaufania", "odpowiedzialność", "zapracować na zaufanie"]
)
def test_a_theme_is_found_by_what_polish_readers_call_it(text: str) -> None:
    """
    None of these words is in the story; all are words for what it is about.
    """
    said = ask(text)

    assert () == said.nowhere
    assert said.words
