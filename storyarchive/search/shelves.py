"""Shelves are the files that the words of the browser's index are cut into.

The directory names each file, so small files make it long and big ones make each word cost more: the two cost the
same where a file is about as long as the square root of all (and some, for what wraps it). Where a word may begin a
file is told by the word, so that a change moves few cuts.
"""

import math
import zlib
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from storyarchive.search import packing


@dataclass(frozen=True, slots=True)
class Shelf:
    """One file of words."""

    first: str
    """The beginning of its first key."""
    keys: tuple[str, ...]


def weight(term: str, having: int, forms: Iterable[str]) -> int:
    """Say about how many bytes a term takes. having: how many stories have it. forms: the words it stands for."""
    return len(term) + 2 * having + sum(map(len, forms)) // 2


def size(weight: int) -> int:
    """Say how heavy a shelf is to be. weight: of all terms together."""
    # In steps of a doubling, so that one more story does not cut everything anew.
    return int(2 ** math.ceil(math.log2(1 + 2.5 * math.sqrt(weight))))


def cut(weights: Mapping[str, int]) -> list[Shelf]:
    """Cut terms into shelves. weights: of all terms."""
    most = size(sum(weights.values()))
    shelves: list[list[str]] = []
    filled = 0
    for term in packing.in_order(weights):
        if not shelves or begins(term, weights[term], filled, most):
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


def begins(term: str, weight: int, filled: int, most: int) -> bool:
    """Tell whether a term begins the next shelf.

    weight: of the term. filled: of what is on the shelf before. most: what `size` said.
    """
    # What begins with a word stays with it.
    if " " in term:
        return False
    may_cut = filled >= most or (filled > most // 2 and zlib.crc32(term.encode()) % 4 == 0)
    return may_cut or (weight > most and filled + weight > most)


def places(firsts: Iterable[str]) -> list[bytes]:
    """Give what words are compared with to find their shelf."""
    return [packing.browser_order(first) for first in firsts]


def find(word: str, places: Sequence[bytes]) -> int:
    """Say which shelf a word would stand on. places: of all shelves, from `places`."""
    return max(0, bisect_right(places, packing.browser_order(word)) - 1)
