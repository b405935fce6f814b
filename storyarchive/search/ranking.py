"""Ranking orders stories by how well they match: BM25F, over whatever can count words.

Robertson, Zaragoza and Taylor (2004), Simple BM25 extension to multiple weighted fields, CIKM: how often a
word stands in each field is weighted and normalised by the field's length, added up, and only then saturated.
What comes out is rounded to one of `LEVELS`, so that the browser's index can hold it in place of the counts
(Anh and Moffat 2005, Simplified similarity scoring using term ranks, SIGIR, round for the same reason).
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
    "themes": Weight(boost=1.0, b=0.0),
    "body": Weight(boost=1.0, b=0.75),
}

K1 = 1.6
"""How soon a word that comes again adds nothing more."""

LEVELS = 15
"""How finely a word's weight in a story is told."""

EXPANDED = 0.6
"""What another word for the same is worth, beside the word that was typed."""

NARROWER = 0.4
"""And what a word for a part of it is worth."""

NEAR = 0.5
"""What a story must have of the best one's score to be shown with it, if it has not all that was asked."""


class Reader(Protocol):
    """Whatever can count the words of a library's stories."""

    @property
    def stories(self) -> int:
        """Count the stories."""

    def stems(self, form: str) -> tuple[str, ...]:
        """Give the stems of a folded word as it stands in some story, and itself if it is a stem."""

    def levels(self, term: str) -> Mapping[str, int]:
        """Give story id → the level of a term in it, for the stories that hold it."""

    def places(self, stem: str) -> Mapping[str, Sequence[int]]:
        """Give story id → where a stem stands, for the stories that hold it."""

    @property
    def spellings(self) -> tuple[str, ...]:
        """Give the words that a typed word may be a slip of, the commonest first."""


@dataclass(frozen=True, slots=True)
class Way:
    """One term that says what is looked for."""

    term: str
    worth: float
    """1 for what was typed, less for what was guessed."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing that is looked for."""

    word: str
    """Folded, as it was typed."""
    ways: tuple[Way, ...]
    """What it may be said with; none if no story says it."""
    required: bool = True
    """Whether a story must have it to have all that was asked."""
    times: int = 1
    """How often it was typed: what is said twice matters more."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A story with its place in the order."""

    id: str
    score: float
    """To six decimals, so that every machine gives the same order."""
    has_all: bool
    """Whether it has all that was asked."""


@dataclass(frozen=True, slots=True)
class Reason:
    """What one thing that was looked for adds to the score of a story."""

    word: str
    """As it was typed."""
    term: str
    """What it was found by."""
    worth: float
    rarity: float
    level: int
    """Of `LEVELS`."""
    score: float


def averages(lengths: Sequence[Counts]) -> tuple[float, ...]:
    """Give the mean length of each field, to the next step of a scale on which four steps are a doubling.

    One story more or less hardly ever moves a step, so it does not change what is known of all others.
    """
    return averages_of(total(lengths), len(lengths))


def averages_of(total: Counts, stories: int) -> tuple[float, ...]:
    """Give the same, from the lengths of the fields of all stories together."""
    return tuple(
        2 ** (math.floor(4 * math.log2(words / stories) + 0.5) / 4) if words else 0.0
        for words in total
    )


def total(lengths: Sequence[Counts]) -> Counts:
    """Add up the lengths of the fields of stories."""
    return tuple(map(sum, zip(*lengths, strict=True))) or (0,) * len(FIELDS)


def level(times: Counts, lengths: Counts, means: Sequence[float]) -> int:
    """Rate how much a story is about a term, from 1 to `LEVELS`.

    times: how often it stands in each field. lengths: words in each field. means: their `averages`.
    """
    weighted = 0.0
    for field, weight in enumerate(_FIELDS):
        if times[field]:
            # What an editor gave a story stands in no text, and may stand where there is none.
            stretch = (
                1 - weight.b + weight.b * (lengths[field] / means[field] if means[field] else 1)
            )
            weighted += weight.boost * times[field] / stretch
    return max(1, math.floor(LEVELS * weighted / (K1 + weighted) + 0.5))


def rarity(stories: int, having: int) -> float:
    """Say how much a term tells, which is the more the fewer stories have it (Robertson and Spärck Jones)."""
    return math.log(1 + (stories - having + 0.5) / (having + 0.5))


def doubling(number: int) -> int:
    """Give the power of two that is nearest to a number of stories, at least 1, by how many times it is as many.

    What is reckoned with it changes with one story more or less only where it comes to another doubling.
    """
    return int(2 ** math.floor(math.log2(number) + 0.5))


_FIELDS = tuple(WEIGHTS[field] for field in FIELDS)


def look_up(word: str, reader: Reader, endings: Mapping[str, str]) -> tuple[str, ...]:
    """Find the stems that a folded word may stand for.

    A form that no story has is taken for another of the same word if only a common ending is between
    them; the browser has no stemmer, and this finds most of what a stemmer would.

    endings: ending that may be taken off → what the stem has in its place.
    """
    if stems := reader.stems(word):
        return stems
    for stem in without_endings(word, endings):
        if stem in reader.stems(stem):
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


def explain(wanted: Sequence[Wanted], reader: Reader, story: str) -> tuple[Reason, ...]:
    """Say what each thing that was looked for adds to a story's score; those that it has not are left out."""
    reasons = []
    for want in wanted:
        each = []
        for way in want.ways:
            levels = reader.levels(way.term)
            if story in levels:
                rare = rarity(reader.stories, len(levels))
                score = want.times * (way.worth * rare / LEVELS * levels[story])
                each.append(Reason(want.word, way.term, way.worth, rare, levels[story], score))
        if each:
            reasons.append(max(each, key=lambda reason: reason.score))
    return tuple(reasons)


def rank(wanted: Sequence[Wanted], reader: Reader, order: Mapping[str, int]) -> list[Ranked]:
    """Order the stories that have any of what is wanted: first those with all, then by score, then as told.

    A thing that can be said in several ways counts as the best of them.

    order: story id → its place among those of equal score.
    """
    scores: dict[str, float] = {}
    found: dict[str, int] = {}
    for want in wanted:
        best: dict[str, float] = {}
        for way in want.ways:
            levels = reader.levels(way.term)
            worth = way.worth * rarity(reader.stories, len(levels)) / LEVELS
            for story, rated in levels.items():
                if (score := worth * rated) > best.get(story, 0.0):
                    best[story] = score
        for story, score in best.items():
            scores[story] = scores.get(story, 0.0) + want.times * score
            found[story] = found.get(story, 0) + want.required
    needed = sum(want.required for want in wanted)
    ranked = [
        Ranked(story, math.floor(score * 1e6 + 0.5) / 1e6, found[story] == needed)
        for story, score in scores.items()
    ]
    return sorted(ranked, key=lambda story: (not story.has_all, -story.score, order[story.id]))
