"""Shelves are the parts that the words of the browser's index are cut into: two files each, one of where they stand.

The directory names each file, so small files make it long and big ones make each word cost more: the two cost the
same where a file is about as long as the square root of all (and some, for what wraps it). Where a word may begin a
file is told by the word, so that a change moves few cuts.
"""

import math
import zlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from storyarchive.search import packing, ranking
from storyarchive.search.scripts import handed, path, script


@dataclass(frozen=True, slots=True)
class Shelf:
    """One part of the words."""

    first: str
    """The beginning of its first term."""
    terms: tuple[str, ...]


@dataclass
class Words:
    """What stands on one shelf."""

    postings: dict[str, str]
    """Term → its postings, packed."""
    forms: dict[str, str]
    """Term → the words it stands for, packed."""
    places: dict[str, str]
    """Term → its places, packed; of terms that have any."""
    elsewhere: set[str]
    """Words that would stand here, each with its term, which stands on another shelf."""
    phrases: Mapping[str, Any]
    """The phrases that begin with words that would stand here, and what they may mean."""

    def in_order(self) -> list[str]:
        """List the terms as they stand."""
        return packing.in_order(self.postings)


def written(number: int, words: Words, layout: str) -> dict[str, bytes]:
    """Write the two files of a shelf, by path."""
    order = words.in_order()
    lines = (f"{term}\t{words.forms[term]}\t{words.postings[term]}\n" for term in order)
    placed = (f"{term}\t{words.places[term]}\n" for term in order if term in words.places)
    terms = {
        "terms": "".join(lines),
        "elsewhere": "".join(f"{pair}\n" for pair in sorted(words.elsewhere)),
        **words.phrases,
    }
    named = {f"terms-{number:04}": terms, f"places-{number:04}": {"places": "".join(placed)}}
    return {path(name): script(name, layout, data) for name, data in named.items()}


def read(number: int, file: Callable[[str], bytes]) -> Words:
    """Read the two files of a shelf; raises ValueError where they are none. file: gives one by its path."""
    _, terms = handed(file(path(f"terms-{number:04}")))
    _, placed = handed(file(path(f"places-{number:04}")))
    try:
        lines = [line.split("\t") for line in _lines(terms.pop("terms"))]
        return Words(
            postings={term: postings for term, _, postings in lines},
            forms={term: forms for term, forms, _ in lines},
            places=dict(line.split("\t") for line in _lines(placed["places"])),
            elsewhere=set(_lines(terms.pop("elsewhere"))),
            phrases=terms,
        )
    except (KeyError, AttributeError) as error:
        raise ValueError("this is no shelf of words") from error


def _lines(text: str) -> list[str]:
    # Not as Python splits lines, for a word may hold a letter that it takes for an end.
    return text.split("\n")[:-1]


def weight(term: str, having: int, forms: Iterable[str]) -> int:
    """Say about how many bytes a term takes. having: how many stories have it. forms: the words it stands for."""
    return len(term) + 2 * ranking.doubling(having) + sum(map(len, forms)) // 2


def size(weight: int) -> int:
    """Say how heavy a shelf is to be. weight: of all terms together."""
    # In steps of a doubling, so that one more story does not cut everything anew.
    return int(2 ** math.ceil(math.log2(1 + 2.5 * math.sqrt(weight))))


def cut(having: Mapping[str, int], weights: Mapping[str, int]) -> list[Shelf]:
    """Cut terms into shelves. having: how many stories have each of all terms. weights: of them."""
    most = size(sum(weights.values()))
    shelves: list[list[str]] = []
    filled = 0
    for term in packing.in_order(weights):
        if not shelves or begins(term, having[term], weights[term], filled, most):
            shelves.append([])
            filled = 0
        shelves[-1].append(term)
        filled += weights[term]
    last = ""
    found: list[Shelf] = []
    for keys in shelves:
        found.append(Shelf(packing.shortened(keys[0], last) if found else "", tuple(keys)))
        last = keys[-1]
    return found


def begins(term: str, having: int, weight: int, filled: int, most: int) -> bool:
    """Tell whether a term begins the next shelf.

    having: how many stories have the term. weight: of it. filled: of what is on the shelf before. most: what `size`
    said.
    """
    # What begins with a word stays with it.
    if " " in term:
        return False
    # A word that few stories have comes and goes, and must not move what others have begun.
    may_begin = having >= _OFTEN and zlib.crc32(term.encode()) % 4 == 0
    return (may_begin and filled > most // 4) or filled >= 2 * most or weight > most


_OFTEN = 6
"""Stories that have a word which may begin a shelf."""


def places(firsts: Iterable[str]) -> list[bytes]:
    """Give what words are compared with to find their shelf."""
    return [packing.browser_order(first) for first in firsts]


def find(word: str, places: Sequence[bytes]) -> int:
    """Say which shelf a word would stand on. places: of all shelves, from `places`."""
    return max(0, bisect_right(places, packing.browser_order(word)) - 1)
