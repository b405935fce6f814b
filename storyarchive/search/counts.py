"""Counts are what is known of all words of a library, beside what its browsers' index says of each.

With them the index can be amended when a story changes, with nothing read of the other stories.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from storyarchive.search import analysis, spelling
from storyarchive.search.phrases import Phrasebook

SHOWN = 10
"""Stories shown at once, for which every word must have a passage."""


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
    said = {
        "version": analysis.VERSION,
        "ids": " ".join(counts.ids),
        "lengths": counts.lengths,
        "weight": counts.weight,
        "least": counts.least,
        **_columns(counts.having, counts.best, counts.forms),
    }
    return json.dumps(said, separators=(",", ":"))


def from_json(written: str | bytes) -> Counts:
    """Read counts that `to_json` wrote; raises ValueError, KeyError or TypeError for anything else."""
    said = json.loads(written)
    if said["version"] != analysis.VERSION:
        raise ValueError("the words were counted in another way")
    return _counts(tuple(said["ids"].split()), said, *_mappings(said))


def since(before: Counts, now: Counts) -> str:
    """Write down what has changed of counts, for `changed`; the stories are the same."""
    having, best, forms = (
        {key: new.get(key) for key in old.keys() | new.keys() if old.get(key) != new.get(key)}
        for old, new in zip(_parts(before), _parts(now), strict=True)
    )
    gone = [[key for key, value in each.items() if not value] for each in (having, best, forms)]
    kept = [{key: v for key, v in each.items() if v} for each in (having, best, forms)]
    said = {"lengths": now.lengths, "weight": now.weight, "least": now.least, "gone": gone}
    return json.dumps(said | _columns(*kept), separators=(",", ":"))


def changed(before: Counts, written: str | bytes) -> Counts:
    """Give counts as they are after what `since` wrote down; raises what `from_json` raises."""
    said = json.loads(written)
    parts = [dict(part) for part in _parts(before)]
    others: Sequence[Mapping[Any, Any]] = _mappings(said)
    for part, gone, new in zip(parts, said["gone"], others, strict=True):
        for key in gone:
            part.pop(tuple(key) if isinstance(key, list) else key, None)
        part |= new
    return _counts(before.ids, said, *parts)


def _counts(
    ids: tuple[str, ...],
    said: Mapping[str, Any],
    having: Mapping[str, int],
    best: Mapping[str, tuple[int, ...]],
    forms: Mapping[tuple[str, str], int],
) -> Counts:
    lengths, weight, least = tuple(said["lengths"]), said["weight"], said["least"]
    return Counts(ids, lengths, weight, having, best, forms, least)


def _parts(counts: Counts) -> tuple[Mapping[Any, Any], ...]:
    return counts.having, counts.best, counts.forms


def _columns(
    having: Mapping[str, int],
    best: Mapping[str, tuple[int, ...]],
    forms: Mapping[tuple[str, str], int],
) -> dict[str, object]:
    """Lay what is known of each word in columns, which are read several times faster."""
    return {
        "terms": "\n".join(having),
        "having": list(having.values()),
        "common": "\n".join(best),
        "best": list(chain.from_iterable(best.values())),
        "forms": "\n".join(form for form, _ in forms),
        "stand for": "\n".join(term for _, term in forms),
        "times": list(forms.values()),
    }


def _mappings(
    said: Mapping[str, Any],
) -> tuple[dict[str, int], dict[str, tuple[int, ...]], dict[tuple[str, str], int]]:
    terms, common, forms, mean = (
        said[name].split("\n") if said[name] else []
        for name in ("terms", "common", "forms", "stand for")
    )
    best = said["best"]
    return (
        dict(zip(terms, said["having"], strict=True)),
        {term: tuple(best[at * SHOWN : at * SHOWN + SHOWN]) for at, term in enumerate(common)},
        dict(zip(zip(forms, mean, strict=True), said["times"], strict=True)),
    )
