"""Mentions are the phrases and concepts that stories have words for, and those that their editors gave them."""

from collections import Counter
from collections.abc import Iterator, Sequence

from storyarchive.search.numbering import Table
from storyarchive.search.phrases import Found, Phrasebook
from storyarchive.search.postings import FIELDS, Contents

_GIVEN = FIELDS.index("themes")


class Mentions:
    """The mentions in some stories, gathered; a field of a story is known by a number, its cell."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self.terms: list[int] = []
        """The term of each mention."""
        self.cells: list[int] = []
        """And where it is."""
        self.forms: Counter[tuple[str, str]] = Counter()
        """(Words as they stand in a story, their term) → how many stories have them."""
        self._met: set[tuple[int, str, str]] = set()
        self._inside: Counter[tuple[int, str, int]] = Counter()
        """(Stem, the concept it does not mean there, cell) → how often."""

    def give(self, story: int, texts: Contents) -> None:
        """Count what an editor gave a story, and how much it is about each. story: its number."""
        for stage in sorted(set(texts.stages)):
            self._give(f"stage:{stage}", story, 2 if stage == texts.stage_now else 1)
        for note, is_described in texts.notes:
            self._give(f"note:{note}", story, 2 if is_described else 1)

    def _give(self, id: str, story: int, times: int) -> None:
        for key in self._table.book.given.get(id, ()):
            self._add(key, story * len(FIELDS) + _GIVEN, times)

    def _add(self, term: str, cell: int, times: int = 1) -> None:
        self.terms += [self._table.term(term)] * times
        self.cells += [cell] * times

    def find(self, cell: int, words: Sequence[int], heads: Sequence[int]) -> None:
        """Count the phrases in a field of a story.

        words: the numbers of its words. heads: the places among them of those that phrases are looked up by.
        """
        table, story = self._table, cell // len(FIELDS)
        forms = [table.forms[word] for word in words]
        found = list(table.book.find(forms, heads))
        for term, form in _said(forms, found, table.book):
            self._add(term, cell)
            if (story, form, term) not in self._met:
                self._met.add((story, form, term))
                self.forms[form, term] += 1
        stems = table.columns[0]
        for id, place in set(_friends(found)):
            self._inside[stems[words[place]], id, cell] += 1

    def guard(self, stems: Sequence[int], cells: Sequence[int]) -> None:
        """Count guarded stems where they mean their concept; it is done last. stems: each time that one is there."""
        for (stem, cell), times in Counter(zip(stems, cells, strict=True)).items():
            for concept in self._table.guards(stem):
                # Where the word stands in a false friend it does not mean this.
                left = times - self._inside[stem, concept.id, cell]
                self._add(concept.alone(self._table.terms[stem]), cell, left)


def _said(
    forms: Sequence[str], found: Sequence[Found], book: Phrasebook
) -> Iterator[tuple[str, str]]:
    """Give (term, words as they stand) of every phrase and concept in a field."""
    taken = set(_friends(found))
    # Of two phrases that overlap the longer says a thing, and the other does not say it again.
    for start, end, phrase in sorted(found, key=lambda found: found.start - found.end):
        form = " ".join(forms[start:end])
        if phrase.never or (len(phrase.words) > 1 and phrase.means):
            yield phrase.key, form
        for id in phrase.counts_for:
            places = {(id, place) for place in range(start, end)}
            if taken.isdisjoint(places):
                taken |= places
                yield book.concepts[id].key, form
                for wider in book.wider.get(id, ()):
                    yield book.concepts[wider].narrower_key, form


def _friends(found: Sequence[Found]) -> Iterator[tuple[str, int]]:
    """Give (concept, place) wherever a false friend of the concept stands."""
    for start, end, phrase in found:
        for id in phrase.never:
            for place in range(start, end):
                yield id, place
