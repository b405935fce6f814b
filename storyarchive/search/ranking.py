"""Ranking orders stories by how well they match: BM25F, over whatever can count words.

Robertson, Zaragoza and Taylor (2004), Simple BM25 extension to multiple weighted fields, CIKM: how often a
word stands in each field is weighted and normalised by the field's length, added up, and only then saturated.
`site_templates/scripts/searcher.js` does the same sums in the same order, so both give the same order.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from storyarchive.search.postings import FIELDS, Counts


@dataclass(frozen=True, slots=True)
class Weight:
    """How much a field says about a story."""

    boost: float
    """What a word in this field is worth, beside one in the body."""
    b: float
    """How much a longer field waters its words down, from 0 to 1."""


WEIGHTS = {
    "title": Weight(boost=4.0, b=0.3),
    "quotes": Weight(boost=2.0, b=0.3),
    "summary": Weight(boost=3.0, b=0.4),
    # How many words a theme has is the vocabulary's doing, not the story's.
    "themes": Weight(boost=2.0, b=0.0),
    "body": Weight(boost=1.0, b=0.75),
}

K1 = 1.2
"""How soon a word that comes again adds nothing more."""

_FIELDS = tuple(WEIGHTS[field] for field in FIELDS)


class Reader(Protocol):
    """Whatever can count the words of a library's stories."""

    @property
    def stories(self) -> int:
        """Count the stories."""

    @property
    def averages(self) -> tuple[float, ...]:
        """Give the mean length of each field."""

    def lengths(self, story: str) -> Counts:
        """Give the length of each field of a story."""

    def stems(self, form: str) -> tuple[str, ...]:
        """Give the stems of a folded word as it stands in some story, and itself if it is a stem."""

    def counts(self, stem: str) -> Mapping[str, Counts]:
        """Give story id → how often a stem stands in each field, for the stories that hold it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One word that is looked for."""

    word: str
    """Folded, as it was typed."""
    stems: tuple[str, ...]
    """The stems it may stand for, counted together as one word; none if no story has it."""
    required: bool = True
    """Whether a story must have it to have all the words."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A story with its place in the order."""

    id: str
    score: float
    """To six decimals, so that every machine gives the same order."""
    has_all: bool
    """Whether it has all the words."""


def look_up(word: str, reader: Reader, endings: Mapping[str, str]) -> tuple[str, ...]:
    """Find the stems that a folded word may stand for.

    A form that no story has is taken for another of the same word if only a common ending is between
    them; the browser has no stemmer, and this finds most of what a stemmer would.

    endings: ending that may be taken off → what the stem has in its place.
    """
    if stems := reader.stems(word):
        return stems
    for stem in without_endings(word, endings):
        if reader.counts(stem):
            return (stem,)
    return ()


def without_endings(word: str, endings: Mapping[str, str]) -> Iterator[str]:
    """Give the stems that a word may have, the likeliest first."""
    for ending, instead in endings.items():
        if not word.endswith(ending):
            continue
        bare = word[: len(word) - len(ending)]
        # Of a short word too little would be left to know it by: 'caring' is not about a car.
        shortest = 3 if ending == "s" else 4
        if len(bare) >= shortest:
            yield bare + instead
        if len(bare) > shortest and bare[-1] == bare[-2]:
            yield bare[:-1]


def rank(wanted: Sequence[Wanted], reader: Reader) -> list[Ranked]:
    """Order the stories that have any of the words: first those with all of them, then by score, then by id."""
    scores: dict[str, float] = {}
    found: dict[str, int] = {}
    for want in wanted:
        counts = _together([reader.counts(stem) for stem in want.stems])
        rarity = math.log(1 + (reader.stories - len(counts) + 0.5) / (len(counts) + 0.5))
        for story, times in counts.items():
            weighted = _weighted(times, reader.lengths(story), reader.averages)
            scores[story] = scores.get(story, 0.0) + rarity * (weighted / (K1 + weighted))
            found[story] = found.get(story, 0) + want.required
    needed = sum(want.required for want in wanted)
    ranked = [
        Ranked(story, math.floor(score * 1e6 + 0.5) / 1e6, found[story] == needed)
        for story, score in scores.items()
    ]
    return sorted(ranked, key=lambda story: (not story.has_all, -story.score, story.id))


def _together(each: Sequence[Mapping[str, Counts]]) -> Mapping[str, Counts]:
    if len(each) == 1:
        return each[0]
    together: dict[str, Counts] = {}
    for counts in each:
        for story, times in counts.items():
            before = together.get(story)
            together[story] = (
                times
                if before is None
                else tuple(a + b for a, b in zip(before, times, strict=True))
            )
    return together


def _weighted(times: Counts, lengths: Counts, averages: Sequence[float]) -> float:
    weighted = 0.0
    for field, weight in enumerate(_FIELDS):
        if times[field]:
            stretch = 1 - weight.b + weight.b * (lengths[field] / averages[field])
            weighted += weight.boost * times[field] / stretch
    return weighted
