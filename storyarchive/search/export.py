"""Export compiles the browser's index: the same counted words, in small files that a page loads when it needs them.

Each file is a classic script that hands its data to `storyarchive.receive(name, layout, data)`, for a page
opened from a file may load nothing else. `search/` holds

    directory.js      how the index is laid out, and what is needed to read any question
    terms-0000.js …   words, their forms and postings, and the phrases that begin with them
    places-0000.js …  where the same words stand, for what is quoted
    notes.js          the content notes of every story, for what is to be left out
    ids.js            the id of every story, for those that a reader hid
    facts.js          the themes, stages and so on of every story, for filters and counts
    cards-00000.js …  what a result shows: one story, with the passages that searches find it by
    spellings.js      words that a mistyped word may be meant for

`site_templates/scripts/searcher.js` reads all of it; `docs/search.md` says why it is so.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from storyarchive.content import messages
from storyarchive.content.library import Library, Story
from storyarchive.content.messages import Messages
from storyarchive.files import Tree
from storyarchive.search import (
    analysis,
    asking,
    columns,
    counts,
    extracts,
    facts,
    packing,
    phrases,
    postings,
    question,
    ranking,
    shelves,
    shown,
    typed,
)
from storyarchive.search.columns import Column
from storyarchive.search.counts import SHOWN, Counts
from storyarchive.search.extracts import Telling
from storyarchive.search.facts import Facts
from storyarchive.search.numbering import Table
from storyarchive.search.phrases import Phrase, Phrasebook
from storyarchive.search.postings import FIELDS
from storyarchive.search.scripts import FORMAT, handed, path, script, to_json
from storyarchive.search.shelves import Shelf, Words
from storyarchive.sharing import shared

DIRECTORY = path("directory")


@dataclass(frozen=True)
class _Counted:
    """A library, counted, its stories in the order of their numbers."""

    library: Library
    say: Messages
    book: Phrasebook
    facts: tuple[Facts, ...]
    stories: tuple[Story, ...]
    columns: Mapping[str, Column]
    """Term → its postings."""
    forms: Mapping[str, Sequence[str]]
    """Term → the words it stands for."""
    weights: Mapping[str, int]
    """Term → about how many bytes it takes."""
    pairs: Mapping[tuple[str, str], int]
    """(Form, the term it stands for) → how many stories have it."""


@dataclass(frozen=True)
class Compiled:
    """The index of a library, and what to know of all its words to amend it when a story changes."""

    tree: Tree
    counts: Counts


def build(library: Library, say: Messages | None = None) -> Tree:
    """Compile the index that a library's search page reads. say: the words of the site; English unless told."""
    return compile(library, say or messages.english()).tree


def compile(library: Library, say: Messages) -> Compiled:
    """Compile the index that a library's search page reads. say: the words of the site."""
    counted = _count(library, say)
    having = {term: column.having for term, column in counted.columns.items()}
    cut = shelves.cut(having, counted.weights)
    layout = _layout(counted, cut)
    files = {
        "notes": _notes(counted),
        "ids": {"ids": " ".join(story.id for story in counted.stories)},
        "facts": _facts(counted),
        "spellings": counts.as_file(counts.spellings(counted.pairs, counted.book)),
    }
    tree = {path(name): script(name, layout, data) for name, data in files.items()}
    for number, words in enumerate(_words(counted, cut)):
        tree |= shelves.written(number, words, layout)
    tree |= _cards(counted, layout)
    directory = _directory(counted, cut)
    digests = {file: hashlib.sha256(content).hexdigest() for file, content in tree.items()}
    directory |= {"layout": layout, "version": _version(digests)}
    tree[DIRECTORY] = script("directory", layout, directory)
    return Compiled(dict(tree), _counts(counted))


def _count(library: Library, say: Messages) -> _Counted:
    book = phrases.of(library)
    known = {story.id: story for story in library.stories}
    numbered = facts.numbered(library.stories, library.vocabulary)
    stories = tuple(known[each.id] for each in numbered)
    counted = columns.gather(stories, library, book)
    forms: dict[str, list[str]] = {}
    for form, term in counted.forms:
        forms.setdefault(term, []).append(form)
    sorted_forms = {term: packing.in_order(found) for term, found in forms.items()}
    return _Counted(
        library=library,
        say=say,
        book=book,
        facts=numbered,
        stories=stories,
        columns=counted.of,
        forms=sorted_forms,
        weights={
            term: shelves.weight(term, column.having, sorted_forms.get(term, ()))
            for term, column in counted.of.items()
        },
        pairs=counted.forms,
    )


def _counts(counted: _Counted) -> Counts:
    filler = analysis.filler(counted.library.settings.language)
    return Counts(
        ids=tuple(story.id for story in counted.stories),
        lengths=ranking.total(list(map(postings.lengths, counted.stories))),
        weight=sum(counted.weights.values()),
        having={term: column.having for term, column in counted.columns.items()},
        best={
            term: tuple(sorted(column.found_first))
            for term, column in counted.columns.items()
            if column.having > SHOWN and counts.may_be_shown(term, filler)
        },
        forms=counted.pairs,
        least=counts.least(counted.pairs, counts.spellings(counted.pairs, counted.book)),
    )


def _words(counted: _Counted, cut: Sequence[Shelf]) -> Iterator[Words]:
    """Put the words on their shelves."""
    begin = shelves.places(shelf.first for shelf in cut)
    elsewhere: dict[int, set[str]] = {}
    for term, forms in counted.forms.items():
        if " " not in term:
            home = shelves.find(term, begin)
            for form in forms:
                if (shelf := shelves.find(form, begin)) != home:
                    elsewhere.setdefault(shelf, set()).add(f"{form} {term}")
    filler = analysis.filler(counted.library.settings.language)
    said: dict[int, list[Phrase]] = {}
    for phrase in counted.book.phrases:
        if phrase.words[phrase.at] not in filler:
            for shelf in sorted({shelves.find(form, begin) for form in phrase.forms[phrase.at]}):
                said.setdefault(shelf, []).append(phrase)
    of = counted.columns
    for number, shelf_of in enumerate(cut):
        yield Words(
            postings={term: of[term].packed for term in shelf_of.terms},
            forms={
                term: packing.forms(term, counted.forms.get(term, ())) for term in shelf_of.terms
            },
            places={term: of[term].places for term in shelf_of.terms if of[term].places},
            elsewhere=elsewhere.get(number, set()),
            phrases=_phrases(said.get(number, ()), counted.book),
        )


def _phrases(said: Iterable[Phrase], book: Phrasebook) -> dict[str, Any]:
    """Give phrases, and the concepts they may mean or must not."""
    found = list(said)
    ids = sorted({id for phrase in found for id in (*phrase.means, *phrase.never)})
    return {
        "phrases": [
            [
                "|".join(",".join(forms) for forms in phrase.forms),
                phrase.at,
                list(phrase.means),
                list(phrase.never),
                phrase.need,
                phrase.home,
            ]
            for phrase in found
        ],
        "concepts": {id: _concept(id, book) for id in ids},
    }


def _concept(id: str, book: Phrasebook) -> list[Any]:
    concept = book.concepts[id]
    wider = [book.concepts[wider].note for wider in book.wider.get(id, ())]
    return [
        concept.label,
        concept.key,
        concept.narrower_key if concept.narrower else "",
        list(concept.shown),
        concept.theme,
        concept.stage,
        concept.note,
        list(dict.fromkeys(note for note in wider if note)),
        list(concept.guarded),
    ]


def _notes(counted: _Counted) -> dict[str, Any]:
    notes = list(counted.library.vocabulary.note)
    levels = list(counted.library.vocabulary.note_levels)
    return {
        "notes": packing.lists(
            [notes.index(note.id) * 10 + levels.index(note.level) for note in story.notes]
            for story in counted.stories
        )
    }


def _facts(counted: _Counted) -> dict[str, Any]:
    vocabulary = counted.library.vocabulary
    themes, stages = list(vocabulary.theme), list(vocabulary.stage)
    roles = list(vocabulary.lists.get("roles", {}))
    stories = counted.stories
    return {
        "themes": packing.lists([themes.index(id) for id in story.themes] for story in stories),
        "stages": packing.lists(
            dict.fromkeys(stages.index(id) for id in story.stages) for story in stories
        ),
        "now": packing.lists([stages.index(story.stage_now)] for story in stories),
        "minutes": packing.lists([story.reading.minutes] for story in stories),
        "band": packing.lists(
            [facts.BANDS.index(story.reading.band)] if story.reading.band else []
            for story in stories
        ),
        "role": packing.lists(
            [roles.index(story.role)] if story.role in roles else [] for story in stories
        ),
    }


def _cards(counted: _Counted, layout: str) -> dict[str, bytes]:
    telling = _telling(counted)

    def some(numbers: Sequence[int]) -> dict[str, bytes]:
        table = Table(counted.book)
        made: dict[str, bytes] = {}
        for first in range(0, len(numbers), _AT_ONCE):
            each = {number: counted.stories[number] for number in numbers[first : first + _AT_ONCE]}
            made |= shown.cards(each, counted.library, counted.say, telling, table, layout)
        return made

    cards: dict[str, bytes] = {}
    for made in shared(some, range(len(counted.stories))):
        cards |= made
    return cards


_AT_ONCE = 1000
"""Stories whose passages are in memory at once, in each process."""


def _telling(counted: _Counted) -> Telling:
    """Say which words a story must be shown with: those for which it is among the first found."""
    filler = analysis.filler(counted.library.settings.language)
    total = len(counted.stories)
    telling = {
        term: column
        for term, column in counted.columns.items()
        if counts.may_be_shown(term, filler)
    }
    first_by: dict[int, list[str]] = {number: [] for number in range(total)}
    common = {term for term, column in telling.items() if column.having > SHOWN}
    for term in common:
        for number in telling[term].found_first:
            first_by[number].append(term)
    worth = {term: extracts.worth(total, column.having) for term, column in telling.items()}
    return Telling(worth, common, first_by)


def _directory(counted: _Counted, cut: Sequence[Shelf]) -> dict[str, Any]:
    """Say what every question needs."""
    library, book = counted.library, counted.book
    vocabulary = library.vocabulary
    filler = analysis.filler(library.settings.language)
    said = asking.ASKING.get(book.language, asking.NOTHING)
    by_filler = [phrase for phrase in book.phrases if phrase.words[phrase.at] in filler]
    numbers = {story.id: number for number, story in enumerate(counted.stories)}
    notes = list(vocabulary.note)
    return {
        "stories": len(counted.stories),
        "firsts": " ".join(shelf.first for shelf in cut),
        "ease": "".join(chr(0x23 + facts.ease(story, library.on)) for story in counted.facts),
        "pairs": [
            [number, numbers[story.translation_of]]
            for number, story in enumerate(counted.stories)
            if story.translation_of in numbers
        ],
        "filler": " ".join(sorted(filler)),
        "endings": [
            list(pair)
            for pair in analysis.endings(story.language for story in library.stories).items()
        ],
        "asking": {
            "about": said.about,
            "first": said.first,
            "without": said.without,
            "no": said.no,
            "between": sorted(said.between),
            "done": sorted(said.done),
            "numbers": said.numbers,
            "under": said.under,
            "minutes": sorted(said.minutes),
        },
        **_phrases(by_filler, book),
        "crisis": [place for place, id in enumerate(notes) if id in asking.CRISIS],
        "themes": list(vocabulary.theme),
        "stages": list(vocabulary.stage),
        "stageOrder": [stage.order for stage in vocabulary.stages],
        "notes": notes,
        "levels": list(vocabulary.note_levels),
        "roles": list(vocabulary.lists.get("roles", {})),
        "bands": list(facts.BANDS),
        "worth": {
            "levels": ranking.LEVELS,
            "expanded": ranking.EXPANDED,
            "narrower": ranking.NARROWER,
            "near": ranking.NEAR,
        },
        "limits": {
            "letters": typed.MOST_LETTERS,
            "words": question.MOST_WORDS,
            "sentence": typed.SENTENCE,
        },
    }


def _layout(counted: _Counted, cut: Sequence[Shelf]) -> str:
    """Name the numbering and the cuts: files that agree on them can be read together."""
    ids = [story.id for story in counted.stories]
    named = [FORMAT, analysis.VERSION, ids, [s.first for s in cut], counted.book.digest, FIELDS]
    return hashlib.sha256(to_json(named).encode("utf-8", "surrogatepass")).hexdigest()[:8]


def named(directory: bytes, digests: Mapping[str, str]) -> bytes:
    """Give the directory of an index the name of the index as it is now.

    digests: path → SHA-256 in hex, of the files of the index; others, and the directory itself, do not count.
    """
    layout, said = handed(directory)
    files = {
        file: digest
        for file, digest in digests.items()
        if file.startswith("search/") and file != DIRECTORY
    }
    return script("directory", layout, said | {"version": _version(files)})


def _version(digests: Mapping[str, str]) -> str:
    """Name an index by its files, the directory left out. digests: path → SHA-256 in hex."""
    said = "".join(f"{digest} {file}\n" for file, digest in sorted(digests.items()))
    return hashlib.sha256(said.encode()).hexdigest()[:8]
