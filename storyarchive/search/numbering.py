"""Numbering gives each word of some texts a number, and works out once what is asked of the word wherever it stands."""

from array import array
from collections import defaultdict
from collections.abc import Sequence

from storyarchive.search import analysis
from storyarchive.search.analysis import Word
from storyarchive.search.phrases import Concept, Phrasebook

COMPOUND, FILLER, HEAD, GUARDED = 1, 2, 4, 8
"""Marks of a word: closed up; filler; a phrase is looked up by it; it may stand in a false friend of what it means."""


class Table:
    """The words that were met in some texts, numbered; what is asked of each word is worked out once."""

    def __init__(self, book: Phrasebook) -> None:
        self.book = book
        self.terms: list[str] = []
        self.pairs: list[tuple[str, str]] = []
        """(Form, term) by number."""
        self.forms: list[str] = []
        """Of each word."""
        self.columns = tuple(array("i") for _ in range(3))
        """Of each word, its stem, its pair, and its marks."""
        self._terms: dict[str, int] = {}
        self._pairs: dict[tuple[str, str], int] = {}
        self._codes: dict[str, Codes] = {}
        self._guarded: defaultdict[str, list[Concept]] = defaultdict(list)
        for concept in book.guarding:
            for stem in concept.guarded:
                self._guarded[stem].append(concept)

    def codes(self, language: str) -> "Codes":
        """Give what pieces of texts in a language (BCP 47) are written as."""
        code = analysis.primary(language)
        if code not in self._codes:
            self._codes[code] = Codes(self, code)
        return self._codes[code]

    def term(self, term: str) -> int:
        """Give the number of a term."""
        number = self._terms.get(term)
        if number is None:
            number = self._terms[term] = len(self.terms)
            self.terms.append(term)
        return number

    def known(self, term: str) -> int | None:
        """Give the number of a term that was met, or nothing."""
        return self._terms.get(term)

    def guards(self, term: int) -> Sequence[Concept]:
        """List the concepts that a stem means, but not everywhere."""
        return self._guarded.get(self.terms[term], ())

    def word(self, word: Word, language: str) -> int:
        """Give a word of a language (its primary subtag) a number."""
        form, stem, is_compound = word
        is_head = language == self.book.language and form in self.book.by_form
        marks = (
            is_compound * COMPOUND
            | (form in analysis.filler(language)) * FILLER
            | is_head * HEAD
            | (stem in self._guarded) * GUARDED
        )
        pair = self._pairs.setdefault((form, stem), len(self.pairs))
        if pair == len(self.pairs):
            self.pairs.append((form, stem))
        for column, value in zip(self.columns, (self.term(stem), pair, marks), strict=True):
            column.append(value)
        self.forms.append(form)
        return len(self.forms) - 1


class Codes(dict[str, bytes]):
    """Pieces of texts, between spaces, as the numbers of their words; worked out when first met."""

    def __init__(self, table: Table, language: str) -> None:
        self._table, self._language = table, language
        self._known = analysis.vocabulary(language)
        self._numbers: dict[Word, int] = {}
        self._of: dict[tuple[Word, ...], bytes] = {}

    def __missing__(self, piece: str) -> bytes:
        words = self._known[piece]
        # Pieces that differ by what stands around them have the same words.
        code = self._of.get(words)
        if code is None:
            code = self._of[words] = array("i", map(self._number, words)).tobytes()
        if len(piece) <= analysis.LONGEST_WORD:
            self[piece] = code
        return code

    def _number(self, word: Word) -> int:
        number = self._numbers.get(word)
        if number is None:
            number = self._numbers[word] = self._table.word(word, self._language)
        return number
