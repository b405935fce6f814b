"""Spelling finds what a word that no story has was meant to be: a slip of another word, or its beginning.

The words it knows are the commonest of the library and those of its vocabulary, few enough for a phone to
load when they are needed. `site_templates/scripts/searcher.js` does the same.
"""

from collections.abc import Iterable, Mapping, Sequence

from storyarchive.search.phrases import Phrasebook

WORDS = 3000
"""Words of the library that may be meant, at most."""

SHORTEST = 3
"""Letters that a word which may be meant has at least."""

ENDINGS_TYPED = 3
"""Letters of a word that must be typed before it is completed."""

COMPLETIONS = 5
"""Words that the beginning of one is taken for."""


def words(counts: Mapping[str, int], book: Phrasebook) -> tuple[str, ...]:
    """List the words that may be meant: the commonest of the library, then the vocabulary's others.

    counts: folded word → how many stories have it.
    """

    def may_be_meant(word: str) -> bool:
        return len(word) >= SHORTEST and word.isalpha() and word not in book.hidden

    by_count: dict[int, list[str]] = {}
    for word, stories in counts.items():
        by_count.setdefault(stories, []).append(word)
    common: list[str] = []
    for stories in sorted(by_count, reverse=True):
        if len(common) < WORDS:
            common += sorted(filter(may_be_meant, by_count[stories]))
    common = common[:WORDS]
    others = {word for phrase in book.phrases for word in phrase.words if may_be_meant(word)}
    return (*common, *sorted(others - set(common)))


def slips_allowed(word: str) -> int:
    """Say how many slips are forgiven in a word: one in 5 to 7 letters, two in more."""
    return 0 if len(word) < 5 else 1 if len(word) < 8 else 2


def nearest(word: str, spellings: Iterable[str]) -> str | None:
    """Find the word that was meant: with the fewest slips, then the commonest; none if all have too many."""
    best, fewest = None, slips_allowed(word) + 1
    for other in spellings:
        if abs(len(other) - len(word)) < fewest:
            # A short word that is two slips away is another word, and so is one that begins otherwise.
            allowed = min(fewest - 1, slips_allowed(other), 2 if other[0] == word[0] else 1)
            if allowed > 0 and slips(word, other, allowed) <= allowed:
                best, fewest = other, slips(word, other, allowed)
    return best


def completions(start: str, spellings: Sequence[str]) -> tuple[str, ...]:
    """Find the words that a typed beginning may become, the commonest first."""
    if len(start) < ENDINGS_TYPED:
        return ()
    return tuple(word for word in spellings if word.startswith(start) and word != start)[
        :COMPLETIONS
    ]


def slips(a: str, b: str, most: int) -> int:
    """Count the slips between two words: a letter wrong, missing, too many, or two that changed places.

    Damerau (1964), CACM 7(3), in the restricted form in which no letter is moved twice. Gives a number above
    `most` where there are more than that.
    """
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        row = [i]
        for j, other in enumerate(b, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return last[-1]
