"""Postings are the counted words of one story, made once for the prompt and the browser."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from storyarchive.content.library import Library, Story
from storyarchive.search import analysis, passages, phrases
from storyarchive.search.analysis import Known, Word
from storyarchive.search.phrases import Found, Phrasebook

FIELDS = ("title", "quotes", "summary", "themes", "body")
"""What is searched of a story, in the order of every count and length."""

GAP = 100
"""Places between two fields, so that no phrase runs from one into the next."""

_NONE = [0] * len(FIELDS)

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

    lengths: Counts
    """Words in each field."""
    terms: Mapping[str, Counts]
    """Term → how often it stands in each field; a stem, or a key of `phrases`."""
    places: Mapping[str, tuple[int, ...]]
    """Stem → where it stands, in words from the first of the title; not of themes, not of filler."""
    forms: tuple[tuple[str, str], ...]
    """(Folded words as they stand in the story, their term)."""


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
        stages=story.stages,
        stage_now=story.stage_now,
        notes=tuple((note.id, note.level != "mention") for note in story.notes),
        book=phrases.of(library),
    )


def digest(texts: Contents) -> str:
    """Name what postings are made from, so that they can be remembered by it."""
    named = json.dumps([analysis.VERSION, texts.book.digest, *texts[:-1]], ensure_ascii=True)
    return hashlib.blake2b(named.encode(), digest_size=16).hexdigest()


@lru_cache(maxsize=12_000)
def count(texts: Contents) -> Postings:
    """Count the words of a story's texts; remembered, so that editions share the work."""
    told, labels = (
        analysis.vocabulary(texts.language),
        analysis.vocabulary(texts.vocabulary_language),
    )
    fields = (
        _Field(texts.title.split(), told),
        _Field(texts.quotes.split(), told),
        _Field(texts.summary.split(), told),
        _Field(texts.themes.split(), labels),
        _Field(passages.plain(texts.body).split(), told),
    )
    counts: dict[str, list[int]] = {}
    forms: dict[tuple[str, str], None] = {}
    for number, field in enumerate(fields):
        known = field.known
        for piece, times in Counter(field.pieces).items():
            for word in known[piece]:
                stem = word[1]
                row = counts.get(stem)
                if row is None:
                    row = counts[stem] = _NONE[:]
                row[number] += times
                forms[word[:2]] = None
    _count_concepts(texts, fields, counts, forms)
    return Postings(
        lengths=tuple(len(field.said) for field in fields),
        terms={term: _shared(tuple(row)) for term, row in counts.items()},
        places=_places(texts, fields),
        forms=tuple(forms),
    )


class _Field:
    """What stands in one field of a story."""

    __slots__ = ("known", "pieces", "said")

    def __init__(self, pieces: list[str], known: Known) -> None:
        self.pieces = pieces
        self.known = known
        # A closed-up compound is another way to say its parts, which are there.
        self.said = [word for piece in pieces for word in known[piece] if not word[2]]


def _count_concepts(
    texts: Contents,
    fields: Sequence[_Field],
    counts: dict[str, list[int]],
    forms: dict[tuple[str, str], None],
) -> None:
    """Count the phrases and concepts that a story has words for, and those that it was given."""
    book = texts.book
    inside: Counter[tuple[str, str, int]] = Counter()
    if analysis.primary(texts.language) == book.language:
        for number, field in enumerate(fields):
            # Themes are the vocabulary's words and not the story's.
            if FIELDS[number] == "themes":
                continue
            found = list(book.find([word[0] for word in field.said]))
            if not found:
                continue
            for term, form in _said(field.said, found, book):
                counts.setdefault(term, _NONE[:])[number] += 1
                forms[form, term] = None
            inside.update((*each, number) for each in _inside_friends(field.said, found, book))
    given = FIELDS.index("themes")
    for id, times in _given(texts):
        for key in book.given.get(id, ()):
            counts.setdefault(key, _NONE[:])[given] += times
    for concept in book.guarding:
        for stem in concept.guarded:
            if stem in counts:
                # Where the word stands in a false friend it does not mean this.
                left = [n - inside[stem, concept.id, f] for f, n in enumerate(counts[stem])]
                if any(left):
                    counts[concept.alone(stem)] = left


def _said(
    words: Sequence[Word], found: Sequence[Found], book: Phrasebook
) -> Iterator[tuple[str, str]]:
    """Give (term, words as they stand) of every phrase and concept in a field."""
    taken = set(_friends(found))
    # Of two phrases that overlap the longer says a thing, and the other does not say it again.
    for start, end, phrase in sorted(found, key=lambda found: found.start - found.end):
        form = " ".join(word.form for word in words[start:end])
        if phrase.never or (len(phrase.words) > 1 and phrase.means):
            yield phrase.key, form
        for id in phrase.counts_for:
            places = {(id, place) for place in range(start, end)}
            if taken.isdisjoint(places):
                taken |= places
                yield book.concepts[id].key, form
                for wider in book.wider.get(id, ()):
                    yield book.concepts[wider].narrower_key, form


def _inside_friends(
    words: Sequence[Word], found: Sequence[Found], book: Phrasebook
) -> Iterator[tuple[str, str]]:
    """Give (stem, concept) for every word that stands in a false friend of the concept."""
    for id, place in set(_friends(found)):
        if words[place].stem in book.concepts[id].guarded:
            yield words[place].stem, id


def _friends(found: Sequence[Found]) -> Iterator[tuple[str, int]]:
    """Give (concept, place) wherever a false friend of the concept stands."""
    for start, end, phrase in found:
        for id in phrase.never:
            for place in range(start, end):
                yield id, place


def _given(texts: Contents) -> Iterator[tuple[str, int]]:
    """Give the concepts that the editor gave the story, and how much it is about each."""
    for stage in sorted(set(texts.stages)):
        yield f"stage:{stage}", 2 if stage == texts.stage_now else 1
    for note, is_described in texts.notes:
        yield f"note:{note}", 2 if is_described else 1


def _places(texts: Contents, fields: Sequence[_Field]) -> Mapping[str, tuple[int, ...]]:
    filler = analysis.filler(texts.language)
    places: dict[str, list[int]] = {}
    first = 0
    for name, field in zip(FIELDS, fields, strict=True):
        if name == "themes":
            continue
        for place, (form, stem, _) in enumerate(field.said, first):
            if form not in filler:
                if stem in places:
                    places[stem].append(place)
                else:
                    places[stem] = [place]
        first += len(field.said) + GAP
    return {stem: tuple(found) for stem, found in places.items()}


@lru_cache(maxsize=4096)
def _shared(counts: Counts) -> Counts:
    """Keep one copy of the counts that most words have."""
    return counts
