from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from storyarchive.search import packing
from storyarchive.search.ranking import LEVELS
from tests.search import unpacking

RISING = st.sets(st.integers(0, 40_000)).map(sorted)
WORDS = st.text(st.characters(exclude_categories=["Z", "C"]), min_size=1)


def posted(stories: Sequence[int], levels: Sequence[int]) -> str:
    before = [-1, *stories]
    skipped = [story - last - 1 for story, last in zip(stories, before, strict=False)]
    return "".join(packing.posted(np.array(skipped, np.int64), np.array(levels, np.int64)))


def stepped(each: Sequence[Sequence[int]]) -> str:
    steps, apart, before = [], [], 0
    for number, places in enumerate(each):
        for place, last in zip(places, [-1, *places], strict=False):
            steps.append(place - last)
            apart.append(-1 if last >= 0 else number - before)
            before = number
    return "".join(packing.stepped(np.array(steps, np.int64), np.array(apart, np.int64)))


@pytest.mark.parametrize(
    ("value", "written"),
    [(0, ""), (1, "1"), (31, "v"), (32, "10"), (8191, "7vv"), (8192, "800"), (32**4, "10000")],
)
def test_numbers_are_in_base_32_and_nothing_stands_for_none(value: int, written: str) -> None:
    """
    Most numbers in postings are 0.
    """
    assert written == packing.number(value)


@given(st.integers(0, 2**40))
def test_a_number_can_be_read_again(value: int) -> None:
    """
    As any script reads it.
    """
    assert value == int(packing.number(value) or "0", 32)


def test_each_level_has_a_letter_that_no_number_has() -> None:
    """
    So that a number ends where the next level begins, in capitals or in small letters alike.
    """
    assert LEVELS == len(set(packing.LETTERS))
    assert packing.LETTERS.isupper()


@pytest.mark.parametrize(
    ("stories", "levels", "written"),
    [
        ([], [], ""),
        ([0], [1], "A"),
        ([1], [15], "1O"),
        ([0, 1, 2], [3, 2, 1], "CBA"),
        ([0, 33, 1000], [1, 2, 3], "A10Bu6C"),
    ],
)
def test_postings_are_skips_and_levels(stories: list[int], levels: list[int], written: str) -> None:
    """
    How many stories are skipped since the one before, and the letter of the level.
    """
    assert written == posted(stories, levels)


@given(RISING, st.data())
def test_postings_can_be_read_again(stories: list[int], data: st.DataObject) -> None:
    """
    Whatever the stories and their levels.
    """
    count = len(stories)
    levels = data.draw(st.lists(st.integers(1, LEVELS), min_size=count, max_size=count))
    written = posted(stories, levels)

    assert dict(zip(stories, levels, strict=True)) == unpacking.postings(written)
    assert "\t" not in written


@pytest.mark.parametrize(
    ("each", "written"),
    [
        ([], ""),
        ([[0]], "1"),
        ([[0, 1, 33]], "1,1,10"),
        ([[], [5], [], [0, 2]], ";6;;1,2"),
    ],
)
def test_places_are_steps(each: list[list[int]], written: str) -> None:
    """
    From one place to the next, and to the first from before all, for a step of 0 would be written as nothing.
    """
    assert written == stepped(each)


@given(st.lists(RISING, max_size=3), RISING.filter(bool))
def test_places_can_be_read_again(each: list[list[int]], last: list[int]) -> None:
    """
    The first word of a title, which is place 0, as well as any other; the column ends with the last that has any.
    """
    assert [*each, last] == unpacking.places(stepped([*each, last]))


@pytest.mark.parametrize(
    ("key", "said", "written"),
    [
        ("relaps", ["relapse", "relapsed"], "e,ed"),
        ("die", ["die", "died", "dying"], "d,=dying"),
        ("key", ["key"], ""),
        ("heroin =heroin", ["heroin", "smack"], "=heroin,=smack"),
    ],
)
def test_forms_are_what_follows_the_key(key: str, said: list[str], written: str) -> None:
    """
    Or the whole; the key itself is always one, and is not written.
    """
    assert written == packing.forms(key, said)


@given(WORDS, st.lists(WORDS | st.just("")))
def test_forms_can_be_read_again(key: str, said: list[str]) -> None:
    """
    Of any words without the marks that part them.
    """
    key, said = (
        key.replace(",", "").replace("=", ""),
        [form.replace(",", "").replace("=", "") for form in said],
    )
    said = [form if at % 2 else key + form for at, form in enumerate(said)]
    said = [form for form in said if form]

    assert [form for form in said if form != key] == unpacking.forms(key, packing.forms(key, said))


@given(st.lists(st.lists(st.integers(0, 999)), min_size=1))
def test_lists_can_be_read_again(each: list[list[int]]) -> None:
    """
    Some numbers of each story, or none.
    """
    assert each == unpacking.lists(packing.lists(each))


def test_words_are_ordered_as_scripts_compare_them() -> None:
    """
    By halves of letters: those beyond the first 65,536 come before the last of the others.
    """
    words = ["zebra", "ﬁ", "𐐀", "", "a", "ab", "\uffff", "ж"]

    assert ["", "a", "ab", "zebra", "ж", "𐐀", "ﬁ", "\uffff"] == packing.in_order(words)


@pytest.mark.parametrize(
    ("word", "before", "short"),
    [
        ("relapse", "recall", "rel"),
        ("keys", "key", "keys"),
        ("keyring", "key", "keyr"),
        ("zebra", "apple", "z"),
        ("b", "a", "b"),
        ("key ", "key", "key "),
        ("𐐀b", "z", "𐐀"),
    ],
)
def test_a_word_is_cut_to_what_tells_it_from_the_one_before(
    word: str, before: str, short: str
) -> None:
    """
    The shortest beginning that still comes after it.
    """
    assert short == packing.shortened(word, before)


@given(st.sets(WORDS, min_size=2, max_size=2))
def test_a_cut_word_stands_between_the_two(pair: set[str]) -> None:
    """
    After the word before, and not after the word that it is cut from.
    """
    before, word = packing.in_order(pair)
    short = packing.shortened(word, before)

    assert word.startswith(short)
    assert [before, short] == packing.in_order([short, before])
    assert before != short
    assert packing.in_order([word, short])[0] == short
