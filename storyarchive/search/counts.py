"""Counts are what is known of all words of a library, beside what its browsers' index says of each.

With them the index can be amended when a story changes, with nothing read of the other stories.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from storyarchive.search import analysis, spelling
from storyarchive.search.phrases import Phrasebook


@dataclass(frozen=True)
class Counts:
    """What is known of all words of a library."""

    ids: tuple[str, ...]
    """Of the stories, in the order of their numbers."""
    lengths: tuple[int, ...]
    """Of each field, in all stories together."""
    weight: int
    """Of all terms together, as `shelves.weight` gives it for one."""
    having: Mapping[str, int]
    """Term → how many stories have it."""
    best: Mapping[str, tuple[int, ...]]
    """Term that more stories have than are shown at once → the numbers of those that are found first by it."""
    forms: Mapping[tuple[str, str], int]
    """(Folded word as it stands in a story, the term it stands for) → how many stories have it."""
    least: int
    """How many stories have the rarest word that a mistyped one may be meant for; 0 where all words may be."""


def may_be_shown(term: str, filler: frozenset[str]) -> bool:
    """Tell whether a story is shown with passages that hold a term. filler: of the library's language."""
    return " " not in term and term not in filler


def spellings(forms: Mapping[tuple[str, str], int], book: Phrasebook) -> tuple[str, ...]:
    """List the words that a mistyped word may be meant for. forms: as in `Counts`."""
    return spelling.words(_having(forms), book)


def least(forms: Mapping[tuple[str, str], int], spellings: Sequence[str]) -> int:
    """Count the stories that have the rarest of a library's own words in a list of spellings."""
    having = _having(forms)
    is_full = len(spellings) > spelling.WORDS and spellings[spelling.WORDS - 1] in having
    return having[spellings[spelling.WORDS - 1]] if is_full else 0


def as_file(spellings: Iterable[str]) -> Mapping[str, str]:
    """Give what the index holds of a list of spellings."""
    return {"words": " ".join(spellings)}


def _having(forms: Mapping[tuple[str, str], int]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for (form, term), having in forms.items():
        if " " not in term:
            counts[form] += having
    return counts


def to_json(counts: Counts) -> str:
    """Write counts down, so that `from_json` gives the same."""
    said: Sequence[object] = (
        analysis.VERSION,
        " ".join(counts.ids),
        counts.lengths,
        counts.weight,
        counts.having,
        counts.best,
        [list(counts.forms), list(counts.forms.values())],
        counts.least,
    )
    return json.dumps(said, separators=(",", ":"))


def from_json(written: str | bytes) -> Counts:
    """Read counts that `to_json` wrote; raises ValueError or TypeError for anything else."""
    version, ids, lengths, weight, having, best, (pairs, times), least = json.loads(written)
    if version != analysis.VERSION:
        raise ValueError("the words were counted in another way")
    return Counts(
        ids=tuple(ids.split()),
        lengths=tuple(lengths),
        weight=weight,
        having=having,
        best={term: tuple(numbers) for term, numbers in best.items()},
        forms=dict(zip(map(tuple, pairs), times, strict=True)),
        least=least,
    )
