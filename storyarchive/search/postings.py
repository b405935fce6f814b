"""Postings are the counted words of a story, and the texts they are counted in."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from storyarchive.content.library import Library, Story
from storyarchive.search import analysis, phrases
from storyarchive.search.phrases import Phrasebook

FIELDS = ("title", "quotes", "summary", "themes", "body")
"""What is searched of a story, in the order of every count and length."""

GAP = 100
"""Places between two fields, so that no phrase runs from one into the next."""

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
    stages: tuple[str, ...]
    stage_now: str
    notes: tuple[tuple[str, bool], ...]
    """Content notes, and whether the story tells of them in detail."""
    book: Phrasebook


@dataclass(frozen=True, slots=True)
class Postings:
    """The counted words of one story."""

    terms: Mapping[str, Counts]
    """Term → how often it stands in each field; a stem, or a key of `phrases`."""
    places: Mapping[str, tuple[int, ...]]
    """Stem → where it stands, in words from the first of the title; not of themes, not of filler."""
    forms: tuple[tuple[str, str], ...]
    """(Folded words as they stand in the story, their term)."""


def contents(story: Story, library: Library, book: Phrasebook | None = None) -> Contents:
    """Gather the texts of a story that are searched. book: of the library, if it is at hand."""
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
        stages=story.stages,
        stage_now=story.stage_now,
        notes=tuple((note.id, note.level != "mention") for note in story.notes),
        book=book or phrases.of(library),
    )


def lengths(story: Story) -> Counts:
    """Give the length of each field, in words between spaces; of the themes, how many there are.

    They are told without counting anything, so that the mean over a library is known before the first is counted.
    """
    return (
        len(story.title.split()),
        sum(len(quote.text.split()) for quote in story.quotes),
        len(story.summary.split()),
        len(story.themes),
        story.reading.words,
    )


def digest(texts: Contents) -> str:
    """Name what postings are made from, so that they can be remembered by it."""
    named = json.dumps([analysis.VERSION, texts.book.digest, *texts[:-1]], ensure_ascii=True)
    return hashlib.blake2b(named.encode(), digest_size=16).hexdigest()
