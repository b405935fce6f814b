"""Packing writes the counted words of a library as lines of text that scripts can read and servers can compress.

A line of a term is its key, the forms it stands for, and its postings, parted by tabs. Numbers are in base 32;
levels are letters, so that a number ends where the next level begins. `docs/search.md` says what was weighed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from storyarchive.search.ranking import LEVELS

_DIGITS = "0123456789abcdefghijklmnopqrstuv"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ!#$%&"[:LEVELS]
"""The letter of each level, from 1."""


@dataclass(slots=True)
class Column:
    """The postings of one term, while they are gathered."""

    stories: list[int] = field(default_factory=list)
    """Numbers, rising."""
    levels: list[int] = field(default_factory=list)


@lru_cache(maxsize=8192)
def number(value: int) -> str:
    """Write a number in base 32, and nothing for 0."""
    digits = ""
    while value:
        value, digit = divmod(value, 32)
        digits = _DIGITS[digit] + digits
    return digits


def postings(column: Column) -> str:
    """Write postings: of each, how many stories are skipped since the one before, and the letter of its level."""
    before = -1
    written: list[str] = []
    for story, level in zip(column.stories, column.levels, strict=True):
        skipped = story - before - 1
        if skipped:
            written.append(number(skipped))
        written.append(LETTERS[level - 1])
        before = story
    return "".join(written)


def places(each: Iterable[Sequence[int]]) -> str:
    """Write where a stem stands in each of its stories: steps from one place to the next, the first from before all."""
    return ";".join(_steps(places) for places in each)


def _steps(places: Sequence[int]) -> str:
    before = -1  # A step of 0 would be written as nothing.
    written = []
    for place in places:
        written.append(number(place - before))
        before = place
    return ",".join(written)


def forms(key: str, said: Iterable[str]) -> str:
    """Write the words a term stands for: what follows the key, or `=` and the whole."""
    return ",".join(
        form[len(key) :] if form.startswith(key) else f"={form}" for form in said if form != key
    )


def lists(each: Iterable[Iterable[int]]) -> str:
    """Write some numbers of each story."""
    return ";".join(",".join(map(str, numbers)) for numbers in each)


def in_order(words: Iterable[str]) -> list[str]:
    """Sort words as scripts compare them, by the halves of letters beyond the first 65,536."""
    return sorted(words, key=browser_order)


def browser_order(word: str) -> bytes:
    """Give what scripts compare words by."""
    return word.encode("utf-16-be", "surrogatepass")


def shortened(word: str, before: str) -> str:
    """Cut a word to the beginning that still comes after another word, which is before it."""
    for length in range(1, len(word) + 1):
        if browser_order(word[:length]) > browser_order(before):
            return word[:length]
    return word
