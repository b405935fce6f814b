from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyarchive.content.vocabulary import Synonyms
from storyarchive.search import spelling
from tests.search.made import book

WORDS = st.text(alphabet="abcd", max_size=7)


def plainly(a: str, b: str) -> int:
    """Count slips by trying all that may have happened at the end of the words."""
    if not a or not b:
        return len(a) + len(b)
    ways = [
        plainly(a[:-1], b) + 1,
        plainly(a, b[:-1]) + 1,
        plainly(a[:-1], b[:-1]) + (a[-1] != b[-1]),
    ]
    if len(a) > 1 and len(b) > 1 and a[-2:] == b[-1] + b[-2]:
        ways.append(plainly(a[:-2], b[:-2]) + 1)
    return min(ways)


@given(WORDS.filter(lambda w: len(w) < 6), WORDS.filter(lambda w: len(w) < 6), st.integers(0, 5))
def test_slips_are_counted_right_as_far_as_they_are_wanted(a: str, b: str, most: int) -> None:
    """
    Up to the most that matter they are exact; beyond, they are more.
    """
    assert min(most + 1, plainly(a, b)) == min(most + 1, spelling.slips(a, b, most))


@given(WORDS, WORDS, st.integers(0, 7))
def test_slips_are_the_same_there_and_back(a: str, b: str, most: int) -> None:
    """
    It makes no difference which word was meant.
    """
    there, back = (spelling.slips(x, y, most) for x, y in ((a, b), (b, a)))

    assert min(there, most + 1) == min(back, most + 1)
    assert (a == b) == (there == 0)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("relpase", 1),  # two letters changed places
        ("relapze", 1),
        ("rellapse", 1),
        ("relaps", 1),
        ("elapse", 1),
        ("rleapes", 2),
    ],
)
def test_a_slip_is_a_letter_wrong_missing_too_many_or_two_that_changed_places(
    typed: str, meant: int
) -> None:
    """
    Each of these is one slip.
    """
    assert meant == spelling.slips(typed, "relapse", 3)


@pytest.mark.parametrize(
    ("word", "allowed"),
    [("", 0), ("jail", 0), ("drugs", 1), ("relapse", 1), ("recalled", 2), ("resettlement", 2)],
)
def test_longer_words_may_have_more_slips(word: str, allowed: int) -> None:
    """
    None in up to four letters, one in five to seven, two in more.
    """
    assert allowed == spelling.slips_allowed(word)


@pytest.mark.parametrize(
    ("typed", "known", "meant"),
    [
        ("herion", ["heroin"], "heroin"),
        ("jial", ["jail"], None),  # too short
        ("drugs", ["drug"], None),  # what may be meant is too short
        ("hreoni", ["heroin"], None),  # two slips in six letters
        ("resettelmnet", ["resettlement"], "resettlement"),
        ("recovry", ["recovered"], None),  # three slips
        ("methadne", ["methodone", "methadone"], "methadone"),  # the fewest slips
        ("reheated", ["repeated", "reheard"], "repeated"),
    ],
)
def test_the_nearest_word_is_meant_if_it_is_near_enough(
    typed: str, known: list[str], meant: str | None
) -> None:
    """
    As many slips as both words allow, and of all that are near the one with the fewest.
    """
    assert meant == spelling.nearest(typed, known)


def test_a_word_that_begins_otherwise_may_have_one_slip_only() -> None:
    """
    People seldom mistype the first letter, and other words begin so.
    """
    assert spelling.nearest("desistance", ["resistance"]) == "resistance"
    assert spelling.nearest("desistence", ["resistance"]) is None
    assert spelling.nearest("resistence", ["resistance"]) == "resistance"
    assert spelling.nearest("risistence", ["resistance"]) == "resistance"


def test_of_equals_the_commonest_is_meant() -> None:
    """
    The words come with the commonest first.
    """
    assert "trusted" == spelling.nearest("tristed", ["trusted", "twisted"])
    assert "twisted" == spelling.nearest("tristed", ["twisted", "trusted"])


@given(WORDS, st.lists(WORDS.filter(bool)))
def test_what_is_meant_is_known_and_near(typed: str, known: list[str]) -> None:
    """
    No word is made up, and none that both words do not allow.
    """
    meant = spelling.nearest(typed, known)
    allowed = spelling.slips_allowed(typed)
    near = [word for word in known if 0 < spelling.slips_allowed(word) and plainly(typed, word) < 2]

    if meant is None:
        assert not (allowed and near)
    else:
        assert meant in known
        assert plainly(typed, meant) <= min(allowed, spelling.slips_allowed(meant))


def test_a_beginning_becomes_the_commonest_words() -> None:
    """
    From three letters on, five at most, and never itself.
    """
    known = ["relapse", "rel", "recall", "release", "relate", "relay", "relic", "rely", "reliant"]

    assert ("relapse", "release", "relate", "relay", "relic") == spelling.completions("rel", known)
    assert () == spelling.completions("re", known)
    assert () == spelling.completions("zebra", known)


def known(counts: dict[str, int], *groups: Synonyms) -> tuple[str, ...]:
    vocabulary = {word for phrase in book().phrases for word in phrase.words}
    return tuple(word for word in spelling.words(counts, book(*groups)) if word not in vocabulary)


def test_the_words_that_may_be_meant_are_the_commonest_and_then_those_of_the_vocabulary() -> None:
    """
    Equals by their letters; what is short or not a word cannot be meant.
    """
    counts = {"gate": 2, "key": 5, "bus": 2, "me": 9, "12step": 7, "jail": 1}
    group = Synonyms("prison", "prison", both=("jail", "big house", "HM"))

    assert ("key", "bus", "gate", "jail", "big", "house", "prison") == known(counts, group)


def test_few_enough_words_may_be_meant_for_a_phone(monkeypatch: pytest.MonkeyPatch) -> None:
    """
    The commonest of the library, and all of the vocabulary.
    """
    monkeypatch.setattr(spelling, "WORDS", 2)

    assert ("key", "bus", "prison") == known(
        {"gate": 2, "key": 5, "bus": 3}, Synonyms("p", "prison")
    )


@pytest.mark.parametrize("written", [str.lower, lambda word: f"{word}s"], ids=["itself", "plural"])
def test_a_word_that_hurts_is_never_meant(written: Callable[[str], str]) -> None:
    """
    Not even where a story has it, in whatever form; a guess would show it.
    """
    group = Synonyms("addiction", "addiction", one_way=("addict",), hide=("addict",))

    assert ("addiction",) == known({written("addict"): 9}, group)
