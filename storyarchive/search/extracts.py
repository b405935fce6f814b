"""Extracts are the few passages of a story that a reader's phone is given to show where a search matches.

A whole story would cost more than all the rest of a search. But a story is shown for a word only where it is
among the first that the word finds, and those words are known beforehand: so the passages are chosen that
hold most of the words the story would be shown for, and nothing is loaded that no search would show.
"""

import re
from collections.abc import Callable, Mapping, Sequence, Set
from heapq import heapify, heappop, heapreplace
from itertools import chain
from operator import itemgetter

from storyarchive.content.library import Story
from storyarchive.search import analysis, passages

LETTERS = 800
"""Letters of all passages of a story, about."""

LONGEST = 190
"""Letters of one passage, about."""

SHORTEST = 60
"""Letters below which a sentence is shown with the next."""

_STEM = itemgetter(1)
_END = re.compile(r"(?<=[.!?…])[\"'”’)]*\s+")


def choose(
    story: Story, telling: Callable[[Set[str]], Mapping[str, int]], known: Set[str]
) -> tuple[str, ...]:
    """Choose the passages of a story that hold most of what it would be shown for, in the story's order.

    telling: says of some stems how much it matters of each that it can be shown; leaves out those that need not be.
    known: stems that the story's title and summary show.
    """
    each = split(passages.plain(passages.unnoted(story.text)))
    words = analysis.vocabulary(story.language)
    stems = [
        set(map(_STEM, chain.from_iterable(map(words.__getitem__, passage.split()))))
        for passage in each
    ]
    worth = telling(set().union(*stems) - known)
    stems = [found & worth.keys() for found in stems]
    # The more is shown, the less the others add: what a passage was worth before is the most that it can be now,
    # and one that is still worth as much as it was is the best (Minoux 1978, Accelerated greedy algorithms).
    left = [(-sum(map(worth.__getitem__, found)), at) for at, found in enumerate(stems) if found]
    heapify(left)
    chosen: list[int] = []
    shown: set[str] = set()
    letters = 0
    while left and letters < LETTERS:
        was, at = left[0]
        now = -sum(map(worth.__getitem__, stems[at] - shown))
        if now != was:
            heapreplace(left, (now, at)) if now else heappop(left)
            continue
        heappop(left)
        chosen.append(at)
        letters += len(each[at])
        shown |= stems[at]
    return tuple(each[at] for at in sorted(chosen))


def split(text: str) -> Sequence[str]:
    """Split a text into passages: a sentence, two short ones, or a part of a long one, cut at words."""
    found: list[str] = []
    for sentence in _END.split(text):
        if found and (len(found[-1]) < SHORTEST and len(found[-1]) + len(sentence) < LONGEST):
            found[-1] += " " + sentence
            continue
        while len(sentence) > LONGEST + SHORTEST:
            cut = sentence.rfind(" ", SHORTEST, LONGEST)
            cut = cut if cut > 0 else LONGEST
            found.append(sentence[:cut] + " …")
            sentence = "… " + sentence[cut:].lstrip()
        if sentence.strip():
            found.append(sentence)
    return found
