"""Postings are the counted words of one story, made once for the prompt and the browser."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from storyarchive.content.library import Library, Story
from storyarchive.search import analysis, passages

FIELDS = ("title", "quotes", "summary", "themes", "body")
"""What is searched of a story, in the order of every count and length."""

Counts = tuple[int, ...]
"""A number for each of `FIELDS`."""


class Contents(NamedTuple):
    """The texts of a story that are searched; two stories with the same texts have the same postings."""

    language: str
    vocabulary_language: str
    title: str
    quotes: str
    summary: str
    themes: str
    """Labels of the story's themes and the other words people type for them."""
    body: str


@dataclass(frozen=True, slots=True)
class Postings:
    """The counted words of one story."""

    digest: str
    """Of the texts they were made from and the version of the analysis."""
    lengths: Counts
    """Words in each field."""
    terms: Mapping[str, Counts]
    """Stem → how often it stands in each field."""
    forms: tuple[tuple[str, str], ...]
    """(Folded word, its stem) wherever the two differ."""


def contents(story: Story, library: Library) -> Contents:
    """Gather the texts of a story that are searched."""
    # Themes are given the most important first, and the first two are said again to weigh more.
    order = (*story.themes, *story.themes[:2], *story.themes[:1])
    themes = [library.vocabulary.theme[id] for id in order]
    return Contents(
        language=story.language,
        vocabulary_language=library.settings.language,
        title=story.title,
        quotes="\n".join(quote.text for quote in story.quotes),
        summary=story.summary,
        themes="\n".join(words for theme in themes for words in (theme.label, *theme.alt)),
        body=story.text,
    )


def digest(texts: Contents) -> str:
    """Name what postings are made from, so that they can be remembered by it."""
    named = json.dumps([analysis.VERSION, *texts], ensure_ascii=True)
    return hashlib.blake2b(named.encode(), digest_size=16).hexdigest()


@lru_cache(maxsize=12_000)
def count(texts: Contents) -> Postings:
    """Count the words of a story's texts; remembered, so that editions share the work."""
    fields = (
        analysis.analyse(texts.title, texts.language),
        analysis.analyse(texts.quotes, texts.language),
        analysis.analyse(texts.summary, texts.language),
        analysis.analyse(texts.themes, texts.vocabulary_language),
        analysis.analyse(passages.plain(texts.body), texts.language),
    )
    counts: dict[str, list[int]] = {}
    forms: set[tuple[str, str]] = set()
    for field, words in enumerate(fields):
        for word, times in Counter(words).items():
            counts.setdefault(word.stem, [0] * len(FIELDS))[field] += times
            if word.form != word.stem:
                forms.add((word.form, word.stem))
    return Postings(
        digest=digest(texts),
        # A closed-up compound is another way to say its parts, which have been counted.
        lengths=tuple(sum(not word.is_compound for word in words) for words in fields),
        terms={stem: _shared(tuple(counts[stem])) for stem in sorted(counts)},
        forms=tuple(sorted(forms)),
    )


@lru_cache(maxsize=4096)
def _shared(counts: Counts) -> Counts:
    """Keep one copy of the counts that most words have."""
    return counts
