"""Extracts are the few passages of a story that a reader's phone is given to show where a search matches.

A whole story would cost more than all the rest of a search. But a story is shown for a word only where it is
among the first that the word finds, and those words are known beforehand: so the passages are chosen that
hold most of the words the story would be shown for, and nothing is loaded that no search would show.
"""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import chain, compress

import numpy as np

from storyarchive.content.library import Story
from storyarchive.search import passages, ranking
from storyarchive.search.inverting import Numbers
from storyarchive.search.numbering import Table

LETTERS = 800
"""Letters of all passages of a story, about."""

LONGEST = 190
"""Letters of one passage, about."""

SHORTEST = 60
"""Letters below which a sentence is shown with the next."""

_END = re.compile(r"(?<=[.!?…])[\"'”’)]*\s+")


@dataclass(frozen=True)
class Telling:
    """Which words of a story must be shown."""

    worth: Mapping[str, int]
    """Stem → how much it matters that a story can be shown with it; whole numbers, which add up alike in any order."""
    common: Set[str]
    """The stems that have stories which are not among the first found by it."""
    first_by: Mapping[int, Sequence[str]]
    """The number of a story → the common stems by which it is among the first found."""


def worth(stories: int, having: int) -> int:
    """Say how much it matters that a story can be shown with a word: its rarity, in steps of a doubling.

    So a word that one more story has changes what is shown of others only where it comes to another step.

    stories: how many there are. having: how many of them have the word, at least one.
    """
    step = min(stories, ranking.doubling(having))
    return round(1_000_000 * ranking.rarity(stories, step))


def choose(numbered: Mapping[int, Story], telling: Telling, table: Table) -> list[tuple[str, ...]]:
    """Choose the passages of each story that hold most of what it would be shown for, in the story's order.

    Of all that is left of a story, the passage that adds most is chosen, until there is no room (the greedy
    algorithm of Nemhauser, Wolsey and Fisher 1978, An analysis of approximations for maximizing submodular set
    functions); one round is done for all stories at once. What the title and the summary show needs no passage.

    numbered: number → story. table: of the words met before.
    """
    stories = list(numbered.values())
    passages_of = [split(passages.plain(passages.unnoted(story.text))) for story in stories]
    many = np.array([len(each) for each in passages_of])
    story_of = np.arange(len(stories)).repeat(many)
    passage, stem = _stems(passages_of, stories, table)
    number, shown = _stems([[f"{s.title} {s.summary}"] for s in stories], stories, table)
    stems = len(table.terms)
    inside = story_of[passage] * stems + stem
    worth = np.array([telling.worth.get(each, 0) for each in table.terms], np.int64)
    is_common = np.array([each in telling.common for each in table.terms], np.bool_)
    first_by = [
        place * stems + known
        for place, of in enumerate(numbered)
        for each in telling.first_by[of]
        if (known := table.known(each)) is not None
    ]
    # A story may still be found by other words than those that find it first.
    is_first = ~is_common[stem] | np.isin(inside, np.array(first_by, np.int64))
    adds = np.where(is_first, worth[stem], worth[stem] // 10)
    counts = (adds > 0) & ~np.isin(inside, number * stems + shown)
    return _greedy(passage[counts], inside[counts], adds[counts], passages_of, story_of)


def _greedy(
    passage: Numbers,
    inside: Numbers,
    adds: Numbers,
    passages_of: Sequence[Sequence[str]],
    story_of: Numbers,
) -> list[tuple[str, ...]]:
    """Choose round by round.

    passage, inside, adds: of each word, its passage, its stem and story, and what it adds (words,). story_of: the
    story of each passage.
    """
    letters = np.array([len(each) for each in chain.from_iterable(passages_of)], np.int64)
    stories = len(passages_of)
    place = np.arange(len(story_of))
    _, inside = np.unique(inside, return_inverse=True)
    is_chosen = np.zeros(len(story_of), np.bool_)
    used = np.zeros(stories, np.int64)
    while len(passage):
        total = np.bincount(passage, adds, len(story_of)).astype(np.int64)
        best = np.zeros(stories, np.int64)
        # Of two that add as much, the earlier.
        np.maximum.at(best, story_of, total * len(place) + (len(place) - 1 - place))
        chosen = len(place) - 1 - best[best >= len(place)] % len(place)
        is_chosen[chosen] = True
        used[story_of[chosen]] += letters[chosen]
        was_shown = np.zeros(int(inside.max()) + 1, np.bool_)
        was_shown[inside[is_chosen[passage]]] = True
        left = ~was_shown[inside] & (used[story_of[passage]] < LETTERS)
        passage, inside, adds = passage[left], inside[left], adds[left]
    ends = np.cumsum([len(each) for each in passages_of]).tolist()
    return [
        tuple(compress(each, is_chosen[end - len(each) : end].tolist()))
        for each, end in zip(passages_of, ends, strict=True)
    ]


def _stems(
    texts: Sequence[Sequence[str]], stories: Sequence[Story], table: Table
) -> tuple[Numbers, Numbers]:
    """Give (the number of a text, a stem of it), each once. texts: of each story."""
    rows: list[bytes] = []
    for each, story in zip(texts, stories, strict=True):
        code = table.codes(story.language).__getitem__
        rows += [b"".join(map(code, text.split())) for text in each]
    word = np.frombuffer(b"".join(rows), np.int32)
    text = np.repeat(np.arange(len(rows)), [len(row) // 4 for row in rows])
    stem = np.array(table.columns[0])[word]
    keys = np.sort(text * len(table.terms) + stem)
    return np.divmod(keys[np.diff(keys, prepend=-1) != 0], max(1, len(table.terms)))


def split(text: str) -> Sequence[str]:
    """Split a text into passages: a sentence, two short ones, or a part of a long one, cut at words."""
    found: list[str] = []
    for sentence in _END.split(text):
        if found and (len(found[-1]) < SHORTEST and len(found[-1]) + len(sentence) < LONGEST):
            found[-1] += " " + sentence
            continue
        found += _parts(sentence)
    return found


def _parts(sentence: str) -> Iterator[str]:
    """Cut a sentence that is too long at words, and show where it was cut."""
    start, before = 0, ""
    # Looked at where it stands: copying what is left each time would take for ever where it is very long.
    while len(before) + len(sentence) - start > LONGEST + SHORTEST:
        least, most = (start + letters - len(before) for letters in (SHORTEST, LONGEST))
        cut = sentence.rfind(" ", least, most)
        cut = cut if cut > 0 else most
        yield f"{before}{sentence[start:cut]} …"
        start = cut + (sentence[cut] == " ")
        before = "… "
    if sentence.strip():
        yield before + sentence[start:]
