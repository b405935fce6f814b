"""Extracts are the few passages of a story that a reader's phone is given to show where a search matches.

A whole story would cost more than all the rest of a search. But a story is shown for a word only where it is
among the first that the word finds, and those words are known beforehand: so the passages are chosen that
hold most of the words the story would be shown for, and nothing is loaded that no search would show.
"""

import math
import re
from collections.abc import Collection, Mapping, Sequence

from storyarchive.content.library import Story
from storyarchive.search import analysis, passages

LETTERS = 800
"""Letters of all passages of a story, about."""

LONGEST = 190
"""Letters of one passage, about."""

SHORTEST = 60
"""Letters below which a sentence is shown with the next."""

_END = re.compile(r"(?<=[.!?…])[\"'”’)]*\s+")


def choose(story: Story, telling: Mapping[str, float], known: Collection[str]) -> tuple[str, ...]:
    """Choose the passages of a story that hold most of what it would be shown for, in the story's order.

    telling: stem → how much it matters that it can be shown. known: stems that its title and summary show.
    """
    text = passages.plain(passages.unnoted(story.text))
    each = split(text)
    missing = {stem: worth for stem, worth in telling.items() if stem not in known}
    stems = [
        {word.stem for word in analysis.analyse(passage, story.language) if word.stem in missing}
        for passage in each
    ]
    chosen: list[int] = []
    letters = 0
    left = set(range(len(each)))
    while left and letters < LETTERS:
        worth = {at: math.fsum(missing[stem] for stem in stems[at]) for at in left if stems[at]}
        if not worth:
            break
        best = max(worth, key=lambda at: (worth[at], -at))
        chosen.append(best)
        left.remove(best)
        letters += len(each[best])
        found = stems[best]
        for at in left:
            stems[at] = stems[at] - found
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
