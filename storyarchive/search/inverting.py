"""Inverting turns the texts of stories into postings: which story has which term, how often in each field, and where.

Many stories are inverted at once. Their words are numbered and laid in one long row, and what is asked of a word is
asked of the whole row (NumPy): so a word costs a fraction of what it costs one by one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from storyarchive.search import passages
from storyarchive.search.mentions import Mentions
from storyarchive.search.numbering import COMPOUND, FILLER, GUARDED, HEAD, Table
from storyarchive.search.postings import FIELDS, GAP, Contents, Postings

MOST = 8192
"""Stories that can be inverted at once."""

Numbers = NDArray[np.signedinteger[Any]]

_PLACE_BITS, _FIELD_BITS = 25, 3
"""Of a key: a story may have more than thirty million words, and there may be four million terms."""

_THEMES = FIELDS.index("themes")


@dataclass(frozen=True)
class Inverted:
    """The postings of some stories, which are numbered from 0; a row is one term in one story, by term and story."""

    terms: Sequence[str]
    """By number; a stem, or a key of `phrases`."""
    term: Numbers
    """Of each row (rows,)."""
    story: Numbers
    """Of each row (rows,)."""
    times: Numbers
    """How often the term stands in each of `FIELDS` (rows, fields)."""
    places: Numbers
    """Where stems stand, by row, in words from the first of the title, which is 1; not of themes, not of filler."""
    placed: Numbers
    """Of each row, how many of `places` are its own (rows,)."""
    forms: Mapping[tuple[str, str], int]
    """(Folded words as they stand in a story, their term) → how many stories have them."""


def invert(each: Sequence[Contents], table: Table) -> Inverted:
    """Count the words of some stories, `MOST` at most. table: of the words met before."""
    word, cell, cells = _laid_out(each, table)
    stem, pair, marks = (np.array(column) for column in table.columns)
    story, field = np.divmod(cell, len(FIELDS))
    marked = marks[word]
    # A closed-up compound is another way to say its parts, which are there.
    is_said = marked & COMPOUND == 0
    said, said_in = word[is_said], cell[is_said]
    length = np.bincount(said_in, minlength=cells)
    begin = np.cumsum(length) - length

    mentions = Mentions(table)
    for number, texts in enumerate(each):
        mentions.give(number, texts)
    # Themes are the vocabulary's words and not the story's.
    heads = np.flatnonzero((marked[is_said] & HEAD != 0) & (said_in % len(FIELDS) != _THEMES))
    for at, places in _by_cell(said_in[heads], heads):
        words = said[begin[at] : begin[at] + length[at]].tolist()
        mentions.find(at, words, (places - begin[at]).tolist())
    guarded = marked & GUARDED != 0
    mentions.guard(stem[word[guarded]].tolist(), cell[guarded].tolist())

    place = np.zeros(len(word), np.int64)
    place[is_said] = np.arange(len(said)) + (_offset(length, cells) - begin)[said_in] + 1
    place[(marked & FILLER != 0) | (field == _THEMES)] = 0
    given, given_in = np.array(mentions.terms, np.int64), np.array(mentions.cells, np.int64)
    keys = np.concatenate(
        (
            _key(stem[word], story, field) | place,
            _key(given, *np.divmod(given_in, len(FIELDS))),
        )
    )
    keys.sort()
    forms = _having(pair[word].astype(np.int64) * MOST + story, table.pairs)
    return _inverted(keys, table.terms, forms | mentions.forms)


def count(texts: Contents, table: Table | None = None) -> Postings:
    """Count the words of one story. table: of the words met before, where there are many stories."""
    found = invert([texts], table or Table(texts.book))
    terms = [found.terms[number] for number in found.term.tolist()]
    ends = np.cumsum(found.placed).tolist()
    places = (found.places - 1).tolist()
    return Postings(
        terms=dict(zip(terms, map(tuple, found.times.tolist()), strict=True)),
        places={
            term: tuple(places[start:end])
            for term, start, end in zip(terms, [0, *ends], ends, strict=False)
            if start < end
        },
        forms=tuple(sorted(found.forms)),
    )


def _laid_out(each: Sequence[Contents], table: Table) -> tuple[Numbers, Numbers, int]:
    """Lay the words of all fields of all stories in one row: the word, and which field of which story it is in."""
    rows: list[bytes] = []
    for texts in each:
        told, labels = table.codes(texts.language), table.codes(texts.vocabulary_language)
        for pieces, codes in (
            (texts.title.split(), told),
            (texts.quotes.split(), told),
            (texts.summary.split(), told),
            (texts.themes.split(), labels),
            (passages.pieces(texts.body), told),
        ):
            rows.append(b"".join(map(codes.__getitem__, pieces)))
    word = np.frombuffer(b"".join(rows), np.int32)
    cell = np.repeat(np.arange(len(rows), dtype=np.int32), [len(row) // 4 for row in rows])
    return word, cell, len(rows)


def _offset(length: Numbers, cells: int) -> Numbers:
    """Say for each field of each story at which place it begins. length: words of each (cells,)."""
    lengths = length.reshape(cells // len(FIELDS), len(FIELDS)) + GAP
    lengths[:, _THEMES] = 0
    offset: Numbers = (np.cumsum(lengths, axis=1) - lengths).reshape(cells)
    return offset


def _by_cell(cell: Numbers, of: Numbers) -> Iterator[tuple[int, Numbers]]:
    """Part numbers by the field of a story that they are of, which rises."""
    cuts = np.flatnonzero(np.diff(cell)) + 1
    firsts = cell[np.concatenate(([0], cuts))] if len(cell) else cell
    return zip(firsts.tolist(), np.split(of, cuts) if len(cell) else (), strict=True)


def _key(term: Numbers, story: Numbers, field: Numbers) -> Numbers:
    # A key needs more bits than what it is made of.
    return ((term.astype(np.int64) * MOST + story << _FIELD_BITS) | field) << _PLACE_BITS


def _inverted(
    keys: Numbers, terms: Sequence[str], forms: Mapping[tuple[str, str], int]
) -> Inverted:
    """Take sorted keys apart."""
    row_key = keys >> _PLACE_BITS + _FIELD_BITS
    is_new = np.diff(row_key, prepend=-1) != 0
    row = np.cumsum(is_new) - 1
    rows = int(row[-1]) + 1 if len(row) else 0
    field = keys >> _PLACE_BITS & (1 << _FIELD_BITS) - 1
    place = keys & (1 << _PLACE_BITS) - 1
    times = np.bincount(row * len(FIELDS) + field, minlength=rows * len(FIELDS))
    term, story = np.divmod(row_key[is_new], MOST)
    return Inverted(
        terms=terms,
        term=term,
        story=story,
        times=times.reshape(rows, len(FIELDS)),
        places=place[place > 0],
        placed=np.bincount(row[place > 0], minlength=rows),
        forms=forms,
    )


def _having(pair: Numbers, pairs: Sequence[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Count the stories that have each pair. pair: times `MOST`, with the story."""
    pair.sort()
    having = np.bincount(pair[np.diff(pair, prepend=-1) != 0] // MOST)
    return {pairs[at]: int(having[at]) for at in np.flatnonzero(having).tolist()}
