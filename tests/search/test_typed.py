import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyarchive.search import analysis
from storyarchive.search.typed import MOST_LETTERS, SENTENCE, read

TALK = ('"rock', 'bottom"', "the", "-smack", "-", "re-entry", "no", ",", "\u2014")


def words(*said: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(each.split()) for each in said)


@pytest.mark.parametrize(
    ("text", "clauses", "exactly", "without"),
    [
        ("Keys, gates; a bus.", ["keys", "gates", "a bus"], [], []),
        ("3.5 (four) – five: six\nseven", ["3", "5", "four", "five", "six", "seven"], [], []),
        ('"the keys" gate', ["gate"], ["the keys"], []),
        ("“the keys” «gate»", [], ["the keys", "gate"], []),
        ('gate "the keys', ["gate the keys"], [], []),  # a quotation that does not end is none
        ('"a" b "c', ["b c"], ["a"], []),
        ('"" keys', ["keys"], [], []),
        ("-keys gate", ["gate"], [], ["keys"]),
        ("keys -self-harm", ["keys"], [], ["self harm"]),
        ('keys -"the gate" bus', ["keys", "bus"], [], ["the gate"]),
        ('well-"the gate"', ["well"], ["the gate"], []),
        ("(-keys)", [], [], ["keys"]),
        ("keys - gate", ["keys gate"], [], []),
        ("re-entry", ["re entry"], [], []),
        ("- -- -", [], [], []),
        ("", [], [], []),
    ],
)
def test_a_question_is_taken_apart(
    text: str, clauses: list[str], exactly: list[str], without: list[str]
) -> None:
    """
    Clauses end at marks of punctuation; quotation marks and a minus command.
    """
    typed = read(text)

    assert (words(*clauses), words(*exactly), words(*without)) == (
        typed.clauses,
        typed.exactly,
        typed.without,
    )


def test_in_a_text_marks_of_quotation_quote() -> None:
    """
    Nobody who tells a story of a sentence or two commands.
    """
    said = " ".join(["word"] * (SENTENCE - 2))

    assert words("the keys") == read(f'{said} "the keys"').exactly
    assert () == read(f'{said} more "the keys"').exactly
    assert words(f"{said} more the keys") == read(f'{said} more "the keys"').clauses


@pytest.mark.parametrize(
    ("text", "is_open"),
    [
        ("key", True),
        ("key ", False),
        ("key.", False),
        ('"key"', False),
        ("keés", True),
        ("", False),
    ],
)
def test_the_last_word_may_go_on_until_something_follows_it(text: str, is_open: bool) -> None:
    """
    A space or a mark of punctuation is enough.
    """
    assert is_open == read(text).is_open


def test_no_more_is_read_than_anybody_asks() -> None:
    """
    Of a very long text the beginning.
    """
    assert read("k" * MOST_LETTERS) == read("k" * (MOST_LETTERS + 1))
    assert 2 * len(read("k " * MOST_LETTERS).clauses[0]) == MOST_LETTERS


@given(st.text() | st.lists(st.sampled_from(TALK)).map(" ".join))
def test_any_text_can_be_read(text: str) -> None:
    """
    What is read of it is folded words, and none twice among compounds and commands.
    """
    typed = read(text)
    groups = (*typed.clauses, *typed.exactly, *typed.without, typed.compounds)

    assert all(word == analysis.fold(word) != "" for group in groups for word in group)
    assert all((*typed.clauses, *typed.exactly, *typed.without))
    for once in (typed.compounds, typed.exactly, typed.without):
        assert len(once) == len(set(once))
