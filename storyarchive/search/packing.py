"""Packing writes the counted words of a library as lines of text that scripts can read and servers can compress.

A line of a term is its key, the forms it stands for, and its postings, parted by tabs. Numbers are in base 32;
levels are letters, so that a number ends where the next level begins. `docs/search.md` says what was weighed.
"""

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING

from storyarchive.search.ranking import LEVELS

if TYPE_CHECKING:
    from storyarchive.search.inverting import Numbers

_DIGITS = "0123456789abcdefghijklmnopqrstuv"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ!#$%&"[:LEVELS]
"""The letter of each level, from 1."""


class _Numbers(dict[int, str]):
    """Numbers as they are written: in base 32, and nothing for 0; worked out when first met."""

    def __missing__(self, value: int) -> str:
        digits, rest = "", value
        while rest:
            rest, digit = divmod(rest, 32)
            digits = _DIGITS[digit] + digits
        return _kept(self, value, digits)


_MOST_KNOWN = 200_000
_NUMBERS = _Numbers()


def number(value: int) -> str:
    """Write a number in base 32, and nothing for 0."""
    return _NUMBERS[value]


class _Posted(dict[int, str]):
    """Postings as they are written: the stories skipped, times `LEVELS`, with the level from 0."""

    def __missing__(self, code: int) -> str:
        skipped, level = divmod(code, LEVELS)
        return _kept(self, code, _NUMBERS[skipped] + LETTERS[level])


class _Stepped(dict[int, str]):
    """Places as they are written: the step to a place, times `_APART`, with how it is parted from the one before."""

    def __missing__(self, code: int) -> str:
        step, apart = divmod(code, _APART)
        return _kept(self, code, ("," if apart == 0 else ";" * (apart - 1)) + _NUMBERS[step])


_APART = 1 << 24
_POSTED, _STEPPED = _Posted(), _Stepped()


def _kept(known: dict[int, str], value: int, written: str) -> str:
    if len(known) < _MOST_KNOWN:
        known[value] = written
    return written


def posted(skipped: "Numbers", levels: "Numbers") -> list[str]:
    """Write postings, each: how many stories are skipped since the one before, and the letter of its level."""
    return list(map(_POSTED.__getitem__, (skipped * LEVELS + levels - 1).tolist()))


def stepped(steps: "Numbers", apart: "Numbers") -> list[str]:
    """Write where stems stand, each: the step from the place before it, the first in a story from before all.

    apart: how many stories lie between a place and the one before it; -1 where it is of the same story.
    """
    return list(map(_STEPPED.__getitem__, (steps * _APART + apart + 1).tolist()))


def postings(levels: Mapping[int, int]) -> str:
    """Write all postings of a term. levels: number of a story → its level, in the order of the numbers."""
    before = -1
    said = []
    for story, level in levels.items():
        said.append(_NUMBERS[story - before - 1] + LETTERS[level - 1])
        before = story
    return "".join(said)


def levels(postings: str) -> dict[int, int]:
    """Read all postings of a term: number of a story → its level."""
    found = {}
    story = -1
    for skipped, letter in _POSTING.findall(postings):
        story += int(skipped or "0", 32) + 1
        found[story] = _LEVEL[letter]
    return found


_POSTING = re.compile(f"([{_DIGITS}]*)([{LETTERS}])")
_LEVEL = {letter: level for level, letter in enumerate(LETTERS, 1)}


def having(postings: str) -> int:
    """Count the stories in the postings of a term."""
    return sum(map(postings.count, LETTERS))


def places(of: Iterable[int]) -> str:
    """Write where a stem stands in one story. of: in words from the first, which is 1."""
    steps = pairwise((0, *of))
    return ",".join(_NUMBERS[place - before] for before, place in steps)


def forms(key: str, said: Iterable[str]) -> str:
    """Write the words a term stands for: what follows the key, or `=` and the whole."""
    return ",".join(
        form[len(key) :] if form.startswith(key) else f"={form}" for form in said if form != key
    )


def forms_of(key: str, written: str) -> list[str]:
    """Read the words a term stands for besides itself."""
    said = written.split(",") if written else []
    return [form[1:] if form.startswith("=") else key + form for form in said]


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
