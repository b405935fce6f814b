"""Columns are the postings of a library by term, as its browsers' index holds them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from storyarchive.content.library import Library, Story
from storyarchive.search import inverting, packing, postings, ranking
from storyarchive.search.counts import SHOWN
from storyarchive.search.inverting import Inverted, Numbers
from storyarchive.search.numbering import Table
from storyarchive.search.phrases import Phrasebook
from storyarchive.search.ranking import LEVELS
from storyarchive.sharing import shared

AT_ONCE = 500
"""Stories whose words are in memory at once, in each process."""


class Column(NamedTuple):
    """The postings of one term."""

    first: int
    """The number of the first story that has it."""
    last: int
    """And of the last."""
    having: int
    """How many stories have it."""
    postings: str
    """Packed, but for the stories skipped before the first."""
    places: str
    """Packed; nothing where no place is kept."""
    best: tuple[int, ...]
    """The stories that are found first by it, `SHOWN` at most, in order; as numbers that rise with that order."""

    @property
    def packed(self) -> str:
        """Give all of the postings, packed."""
        return packing.number(self.first) + self.postings

    @property
    def found_first(self) -> frozenset[int]:
        """Give the numbers of the stories that are found first by it."""
        return frozenset(each % _STORIES for each in self.best)


_STORIES = 1 << 32
"""More than there are stories."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The counted words of a library."""

    of: Mapping[str, Column]
    """Term → its postings."""
    forms: Mapping[tuple[str, str], int]
    """(Form, the term it stands for) → how many stories have it."""


def gather(stories: Sequence[Story], library: Library, book: Phrasebook) -> Columns:
    """Count stories, and gather what was counted by term.

    stories: in the order of their numbers. book: of the library.
    """
    means = ranking.averages(list(map(postings.lengths, stories)))

    def part(numbers: Sequence[int]) -> Columns:
        return _counted(numbers, stories, library, book, means)

    return _joined(shared(part, range(len(stories))))


def _counted(
    numbers: Sequence[int],
    stories: Sequence[Story],
    library: Library,
    book: Phrasebook,
    means: Sequence[float],
) -> Columns:
    """Count the stories with some numbers, which follow one another."""
    table = Table(book)

    def part(first: int) -> Columns:
        some = [stories[number] for number in numbers[first : first + AT_ONCE]]
        texts = [postings.contents(story, library, book) for story in some]
        found = inverting.invert(texts, table)
        lengths = np.array([postings.lengths(story) for story in some])
        levels = rated(found.times, lengths[found.story], means)
        return Columns(dict(_columns(found, levels, numbers[first])), found.forms)

    # One by one, so that no more than one is in memory beside what they come to.
    return _joined(map(part, range(0, len(numbers), AT_ONCE)))


def _columns(found: Inverted, levels: Numbers, first: int) -> Iterator[tuple[str, Column]]:
    """Turn rows into columns. first: the number of the first story."""
    story = found.story + first
    rows = np.arange(len(story))
    cuts = np.flatnonzero(np.diff(found.term, prepend=-1, append=-1))
    begin = cuts[:-1].repeat(np.diff(cuts))
    skipped = np.where(begin == rows, 0, np.diff(story, prepend=0) - 1)
    said = packing.posted(skipped, levels)
    # Every row of `places` knows its term's row that had places before it; of those between, nothing is written.
    row = rows.repeat(found.placed)
    is_first = np.diff(row, prepend=-1) != 0
    apart = row - np.maximum(begin[row], np.concatenate(([0], row[:-1])))
    steps = np.where(is_first, found.places, np.diff(found.places, prepend=0))
    placed = packing.stepped(steps, np.where(is_first, apart, -1))
    cuts_placed = np.concatenate(([0], np.cumsum(found.placed)))[cuts]
    # A column of places goes on to the last story that has the term.
    is_last = np.diff(cuts_placed) > 0
    left = np.zeros(len(cuts) - 1, np.int64)
    left[is_last] = (cuts[1:] - 1)[is_last] - row[cuts_placed[1:][is_last] - 1]
    best = np.sort((found.term * LEVELS + LEVELS - levels) * _STORIES + story) % (LEVELS * _STORIES)
    best_of = best.tolist()
    stories = story.tolist()
    for term, (start, end), (from_, to), pads in zip(
        found.term[cuts[:-1]].tolist(),
        pairwise(cuts.tolist()),
        pairwise(cuts_placed.tolist()),
        left.tolist(),
        strict=True,
    ):
        column = Column(
            first=stories[start],
            last=stories[end - 1],
            having=end - start,
            postings="".join(said[start:end]),
            places="".join(placed[from_:to]) + ";" * pads,
            best=tuple(best_of[start : min(end, start + SHOWN)]),
        )
        yield found.terms[term], column


def rated(times: Numbers, lengths: Numbers, means: Sequence[float]) -> Numbers:
    """Rate how much stories are about terms, as `ranking.level` does each. times, lengths: (rows, fields)."""
    weighted = np.zeros(len(times))
    for field, weight in enumerate(ranking.WEIGHTS.values()):
        stretch = (
            1 - weight.b + weight.b * (lengths[:, field] / means[field] if means[field] else 1)
        )
        weighted += weight.boost * times[:, field] / stretch
    level = np.floor(LEVELS * weighted / (ranking.K1 + weighted) + 0.5)
    return np.maximum(1, level).astype(np.int64)


def _joined(parts: Iterable[Columns]) -> Columns:
    """Put the columns of parts of a library together, which come one after another."""
    columns: dict[str, Column] = {}
    forms: Counter[tuple[str, str]] = Counter()
    for part in parts:
        forms.update(part.forms)
        for term, more in part.of.items():
            column = columns.get(term)
            columns[term] = more if column is None else _after(column, more)
    return Columns(columns, forms)


def _after(column: Column, more: Column) -> Column:
    """Put the postings of later stories after those of earlier ones."""
    places = ""
    if column.places or more.places:
        places = ";".join(each.places or ";" * (each.having - 1) for each in (column, more))
    return Column(
        first=column.first,
        last=more.last,
        having=column.having + more.having,
        postings=column.postings + packing.number(more.first - column.last - 1) + more.postings,
        places=places,
        best=tuple(sorted((*column.best, *more.best))[:SHOWN]),
    )
