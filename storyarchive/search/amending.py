"""Amending changes a browsers' index where a changed story stands in it, and reads nothing of the other stories.

What comes of it is, byte for byte, what `export` would make of the whole library. Where a change reaches further than
a few files, such as to the numbers of the stories, nothing is amended, and the index has to be made anew.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import NamedTuple

from storyarchive.content.library import Library, Story
from storyarchive.content.messages import Messages
from storyarchive.errors import TooFar
from storyarchive.search import (
    analysis,
    counts,
    extracts,
    facts,
    inverting,
    packing,
    phrases,
    postings,
    ranking,
    shelves,
    shown,
)
from storyarchive.search.counts import SHOWN, Counts
from storyarchive.search.extracts import Telling
from storyarchive.search.numbering import Table
from storyarchive.search.phrases import Phrasebook
from storyarchive.search.scripts import handed, path, script
from storyarchive.search.shelves import Words

MOST_CARDS = 60
"""Stories of which something else may be shown, at most; where there are more, it is as well to begin anew."""

Change = tuple[Story, Story]
"""A story as it was, and as it is."""

Form = tuple[str, str]
"""A folded word as it stands in some story, and the term it stands for."""


@dataclass(frozen=True)
class Amended:
    """What changes make of an index, but for its cards."""

    files: Mapping[str, bytes]
    """Path → bytes, of the files that differ."""
    counts: Counts
    showing: tuple[int, ...]
    """The numbers of the stories whose cards may differ."""
    layout: str


def amend(
    changes: Sequence[Change], library: Library, before: Counts, read: Callable[[str], bytes]
) -> Amended:
    """Amend an index, but for its cards, which `cards` writes.

    changes: in no more than their words. library: with the vocabulary and settings of the whole one. before: what
    was known of all words. read: gives a file of the index by its path.

    Raises TooFar, and ValueError where a file is none of an index.
    """
    if any(facts.of(was) != facts.of(now) for was, now in changes):
        raise TooFar
    lengths = _lengths(before.lengths, changes)
    means = ranking.averages_of(lengths, len(before.ids))
    if means != ranking.averages_of(before.lengths, len(before.ids)):
        raise TooFar
    numbers = {id: number for number, id in enumerate(before.ids)}
    rows: defaultdict[str, dict[int, _Row | None]] = defaultdict(dict)
    forms: Counter[Form] = Counter()
    table = Table(phrases.of(library))
    for was, now in changes:
        old, new = (_Words.of(story, library, means, table) for story in (was, now))
        for term in old.rows.keys() | new.rows.keys():
            if old.rows.get(term) != new.rows.get(term):
                rows[term][numbers[now.id]] = new.rows.get(term)
        forms.update(dict.fromkeys(new.forms - old.forms, 1))
        forms.subtract(dict.fromkeys(old.forms - new.forms, 1))
    index = _Index(before, table.book, read)
    index.change(rows, {form: by for form, by in forms.items() if by})
    showing = index.showing | {numbers[now.id] for _, now in changes}
    if len(showing) > MOST_CARDS:
        raise TooFar
    return Amended(index.files(), index.counts(lengths), tuple(sorted(showing)), index.layout)


def cards(
    amended: Amended, stories: Sequence[Story], library: Library, say: Messages
) -> dict[str, bytes]:
    """Write the cards of the stories whose cards may differ, by path.

    stories: of the numbers that `amended` names. library: as for `amend`. say: the site's words.
    """
    table, known = Table(phrases.of(library)), amended.counts
    filler = analysis.filler(library.settings.language)
    worth: dict[str, int] = {}
    first_by: dict[int, list[str]] = {}
    for number, story in zip(amended.showing, stories, strict=True):
        terms = inverting.count(postings.contents(story, library, table.book), table).terms
        telling = [term for term in terms if counts.may_be_shown(term, filler)]
        worth |= {term: extracts.worth(len(known.ids), known.having[term]) for term in telling}
        first_by[number] = [term for term in telling if number in known.best.get(term, ())]
    common = {term for term in worth if known.having[term] > SHOWN}
    numbered = dict(zip(amended.showing, stories, strict=True))
    told = Telling(worth, common, first_by)
    return shown.cards(numbered, library, say, told, table, amended.layout)


def _lengths(before: Sequence[int], changes: Iterable[Change]) -> tuple[int, ...]:
    lengths = tuple(before)
    for was, now in changes:
        fields = zip(lengths, postings.lengths(was), postings.lengths(now), strict=True)
        lengths = tuple(all - old + new for all, old, new in fields)
    return lengths


class _Row(NamedTuple):
    """A term in a story."""

    level: int
    places: str
    """Packed."""


class _Words(NamedTuple):
    """The words of a story."""

    rows: Mapping[str, _Row]
    forms: frozenset[Form]

    @staticmethod
    def of(story: Story, library: Library, means: Sequence[float], table: Table) -> "_Words":
        counted = inverting.count(postings.contents(story, library, table.book), table)
        lengths = postings.lengths(story)
        return _Words(
            rows={
                term: _Row(
                    ranking.level(times, lengths, means),
                    packing.places(place + 1 for place in counted.places.get(term, ())),
                )
                for term, times in counted.terms.items()
            },
            forms=frozenset(counted.forms),
        )


class _Index:
    """An index while it is changed."""

    def __init__(self, before: Counts, book: Phrasebook, read: Callable[[str], bytes]) -> None:
        self._before, self._book, self._read = before, book, read
        self._filler = analysis.filler(book.language)
        self.layout, directory = handed(read(path("directory")))
        self._firsts: list[str] = directory["firsts"].split(" ")
        self._begin = shelves.places(self._firsts)
        self._shelves: dict[int, Words] = {}
        self._cut_anew: set[int] = set()
        """Shelves of which a term came, went, or takes more or fewer bytes."""
        self._having, self._best = dict(before.having), dict(before.best)
        self._forms: dict[Form, int] = dict(before.forms)
        self._least, self._weight = before.least, before.weight
        self._spellings: bytes | None = None
        self.showing: set[int] = set()
        """The numbers of stories that may have to be shown with other words."""

    def change(
        self, rows: Mapping[str, Mapping[int, _Row | None]], forms: Mapping[Form, int]
    ) -> None:
        """Change what stands in the index.

        rows: term → the number of a story → what the story has of it now. forms: how many more stories have each.
        """
        self._count(forms)
        of: defaultdict[str, list[str]] = defaultdict(list)
        for form, term in forms:
            is_there = (form, term) in self._forms
            if is_there == ((form, term) in self._before.forms):
                continue
            of[term].append(form)
            shelf = self._find(form)
            if " " not in term and shelf != self._find(term):
                pairs = self._shelf(shelf).elsewhere
                (pairs.add if is_there else pairs.discard)(f"{form} {term}")
        for term in sorted({*rows, *of}):
            self._change(term, rows.get(term, {}), of[term])

    def _count(self, forms: Mapping[Form, int]) -> None:
        said = {form for form, _ in forms}
        most = self._most(said)
        for pair, more in forms.items():
            self._forms[pair] = self._forms.get(pair, 0) + more
            if not self._forms[pair]:
                del self._forms[pair]
        # A word that few stories have is not what a mistyped one is taken for.
        if said and max(most, self._most(said)) >= self._least:
            words = counts.spellings(self._forms, self._book)
            self._least = counts.least(self._forms, words)
            self._spellings = script("spellings", self.layout, counts.as_file(words))

    def _most(self, said: Set[str]) -> int:
        """Give how many stories have the commonest of some forms."""
        having = Counter[str]()
        for pair in [pair for pair in self._forms if pair[0] in said]:
            having[pair[0]] += self._forms[pair]
        return max(having.values(), default=0)

    def _change(
        self, term: str, rows: Mapping[int, _Row | None], came_or_went: Iterable[str]
    ) -> None:
        """Change what stands in the index of a term. came_or_went: its forms."""
        shelf = self._shelf(self._find(term))
        before = self._weight_of(term, shelf, self._before.forms)
        levels = packing.levels(shelf.postings.pop(term, ""))
        forms = {*packing.forms_of(term, shelf.forms.pop(term, "")), term, *came_or_went}
        placed = shelf.places.pop(term, ";" * (len(levels) - 1)).split(";")
        places = dict(zip(levels, placed, strict=False))
        now = dict(levels)
        for number, row in rows.items():
            if row is None:
                del now[number], places[number]
            else:
                now[number], places[number] = row
        now = {number: now[number] for number in sorted(now)}
        self._show(term, levels, now)
        self._having.pop(term, None)
        if now:
            self._having[term] = len(now)
            shelf.postings[term] = packing.postings(now)
            said = [form for form in forms if (form, term) in self._forms]
            shelf.forms[term] = packing.forms(term, packing.in_order(said))
            if any(places.values()):
                shelf.places[term] = ";".join(places[number] for number in now)
        after = self._weight_of(term, shelf, self._forms)
        self._weight += after - before
        if after != before:
            self._cut_anew.add(self._find(term))

    def _show(self, term: str, was: Mapping[int, int], now: Mapping[int, int]) -> None:
        """Note the stories that may have to be shown with other words. was, now: number of a story → its level."""
        if not counts.may_be_shown(term, self._filler):
            return
        if self._telling(len(was)) != self._telling(len(now)):
            self.showing |= was.keys() | now.keys()
        best = set(self._best.pop(term, ()))
        if len(now) > SHOWN:
            found = sorted(now, key=lambda number: (-now[number], number))[:SHOWN]
            self._best[term] = tuple(sorted(found))
            self.showing |= best ^ set(found)

    def _telling(self, having: int) -> tuple[int, bool]:
        """Say what it tells that a story is shown with a term. having: how many stories have it."""
        return extracts.worth(len(self._before.ids), having) if having else 0, having > SHOWN

    def counts(self, lengths: tuple[int, ...]) -> Counts:
        """Give what is known of all words now. lengths: of the fields, of all stories together."""
        return Counts(
            ids=self._before.ids,
            lengths=lengths,
            weight=self._weight,
            having=self._having,
            best=self._best,
            forms=self._forms,
            least=self._least,
        )

    def files(self) -> dict[str, bytes]:
        """Give the files that differ; raises TooFar where words would stand on other shelves."""
        if shelves.size(self._weight) != shelves.size(self._before.weight):
            raise TooFar
        for number in sorted(self._cut_anew):
            self._see_that_it_is_cut_alike(number)
        files = {} if self._spellings is None else {path("spellings"): self._spellings}
        for number, shelf in sorted(self._shelves.items()):
            files |= shelves.written(number, shelf, self.layout)
        return {path: file for path, file in files.items() if file != self._read(path)}

    def _see_that_it_is_cut_alike(self, number: int) -> None:
        """See that no word moves from this shelf to another or from another to this."""
        shelf, most = self._shelf(number), shelves.size(self._weight)
        filled = 0
        for at, term in enumerate(shelf.in_order()):
            weight = self._weight_of(term, shelf, self._forms)
            if at and shelves.begins(term, self._having[term], weight, filled, most):
                raise TooFar
            filled += weight
        for begun in (number, number + 1):
            if 0 < begun < len(self._firsts) and not self._begins_alike(begun, most):
                raise TooFar

    def _begins_alike(self, number: int, most: int) -> bool:
        """Tell whether a shelf, which is not the first, still begins where and as it did. most: from `shelves.size`."""
        before, shelf = self._shelf(number - 1), self._shelf(number)
        if not before.postings or not shelf.postings:
            return False
        filled = sum(self._weight_of(term, before, self._forms) for term in before.postings)
        last = max(before.postings, key=packing.browser_order)
        first = min(shelf.postings, key=packing.browser_order)
        weight = self._weight_of(first, shelf, self._forms)
        return (
            shelves.begins(first, self._having[first], weight, filled, most)
            and packing.shortened(first, last) == self._firsts[number]
        )

    def _weight_of(self, term: str, shelf: Words, forms: Mapping[Form, int]) -> int:
        if term not in shelf.postings:
            return 0
        said = packing.forms_of(term, shelf.forms[term])
        said += [term] if (term, term) in forms else []
        return shelves.weight(term, packing.having(shelf.postings[term]), said)

    def _find(self, word: str) -> int:
        return shelves.find(word, self._begin)

    def _shelf(self, number: int) -> Words:
        if number not in self._shelves:
            self._shelves[number] = shelves.read(number, self._read)
        return self._shelves[number]
