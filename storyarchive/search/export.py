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
import json
import math
import zlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from storyarchive.content import languages, messages, wording
from storyarchive.content.library import Library, Story
from storyarchive.content.messages import Messages
from storyarchive.files import Tree
from storyarchive.search import (
    analysis,
    asking,
    columns,
    extracts,
    facts,
    packing,
    phrases,
    question,
    ranking,
    spelling,
    typed,
)
from storyarchive.search.columns import SHOWN, Column
from storyarchive.search.extracts import Telling
from storyarchive.search.facts import Facts
from storyarchive.search.numbering import Table
from storyarchive.search.phrases import Phrase, Phrasebook
from storyarchive.search.postings import FIELDS
from storyarchive.sharing import shared

FORMAT = 2
"""Goes up with every change of the layout; a page refuses a format it does not know."""


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
    spellings: tuple[str, ...]


@dataclass(frozen=True)
class _Shelf:
    """One file of words."""

    first: str
    """The beginning of its first key."""
    keys: tuple[str, ...]


def build(library: Library, say: Messages | None = None) -> Tree:
    """Compile the index that a library's search page reads. say: the words of the site; English unless told."""
    counted = _count(library, say or messages.english())
    shelves = _shelves(counted)
    files: dict[str, dict[str, Any]] = {}
    files |= _terms(counted, shelves)
    files |= _places(counted, shelves)
    files["notes"] = _notes(counted)
    files["ids"] = {"ids": " ".join(story.id for story in counted.stories)}
    files["facts"] = _facts(counted)
    files["spellings"] = {"words": " ".join(counted.spellings)}

    directory = _directory(counted, shelves)
    layout = _layout(counted, shelves)
    tree = {f"search/{name}.js": _script(name, layout, data) for name, data in files.items()}
    tree |= _cards(counted, layout)
    directory |= {"layout": layout, "version": _digest(tree)}
    tree["search/directory.js"] = _script("directory", layout, directory)
    return dict(tree)


def _count(library: Library, say: Messages) -> _Counted:
    book = phrases.of(library)
    known = {story.id: story for story in library.stories}
    numbered = facts.numbered(library.stories, library.vocabulary)
    stories = tuple(known[each.id] for each in numbered)
    counted = columns.gather(stories, library, book)
    forms: dict[str, list[str]] = {}
    counts: Counter[str] = Counter()
    for (form, term), having in counted.forms.items():
        forms.setdefault(term, []).append(form)
        if " " not in term:
            counts[form] += having
    return _Counted(
        library=library,
        say=say,
        book=book,
        facts=numbered,
        stories=stories,
        columns=counted.of,
        forms={term: packing.in_order(found) for term, found in forms.items()},
        spellings=spelling.words(counts, book),
    )


def _shelves(counted: _Counted) -> list[_Shelf]:
    """Cut the terms into files.

    The directory names each file, so small files make it long and big ones make each word cost more: the two
    cost the same where a file is about as long as the square root of all (and some, for what wraps it).
    """
    sizes = {
        term: len(term) + 2 * column.having + sum(map(len, counted.forms.get(term, ()))) // 2
        for term, column in counted.columns.items()
    }
    # In steps of a doubling, so that one more story does not cut everything anew.
    size = 2 ** math.ceil(math.log2(1 + 2.5 * math.sqrt(sum(sizes.values()))))
    shelves: list[list[str]] = []
    filled = size
    for term in packing.in_order(counted.columns):
        is_home = " " not in term
        # Where a word may begin a file is told by the word, so that a change moves few cuts.
        may_cut = filled >= size or (filled > size // 2 and zlib.crc32(term.encode()) % 4 == 0)
        if (
            not shelves
            or (is_home and may_cut)
            or (is_home and sizes[term] > size < filled + sizes[term])
        ):
            shelves.append([])
            filled = 0
        shelves[-1].append(term)
        filled += sizes[term]
    last = ""
    found: list[_Shelf] = []
    for keys in shelves:
        found.append(_Shelf(packing.shortened(keys[0], last) if found else "", tuple(keys)))
        last = keys[-1]
    return found


def _terms(counted: _Counted, shelves: Sequence[_Shelf]) -> dict[str, dict[str, Any]]:
    firsts = [packing.browser_order(shelf.first) for shelf in shelves]
    elsewhere: dict[int, list[str]] = {}
    for term, forms in counted.forms.items():
        if " " not in term:
            home = _shelf_of(term, firsts)
            for form in forms:
                if (shelf := _shelf_of(form, firsts)) != home:
                    elsewhere.setdefault(shelf, []).append(f"{form} {term}")
    filler = analysis.filler(counted.library.settings.language)
    said: dict[int, list[Phrase]] = {}
    for phrase in counted.book.phrases:
        if phrase.words[phrase.at] not in filler:
            for shelf in sorted({_shelf_of(form, firsts) for form in phrase.forms[phrase.at]}):
                said.setdefault(shelf, []).append(phrase)
    return {
        f"terms-{number:04}": {
            "terms": "".join(f"{line}\n" for line in _lines(counted, shelf.keys)),
            "elsewhere": "".join(f"{pair}\n" for pair in sorted(elsewhere.get(number, ()))),
            **_phrases(said.get(number, ()), counted.book),
        }
        for number, shelf in enumerate(shelves)
    }


def _lines(counted: _Counted, keys: Sequence[str]) -> Iterator[str]:
    for key in keys:
        forms = packing.forms(key, counted.forms.get(key, ()))
        yield f"{key}\t{forms}\t{counted.columns[key].packed}"


def _shelf_of(word: str, firsts: Sequence[bytes]) -> int:
    """Say which file a word would stand in, given the first word of each."""
    return max(0, bisect_right(firsts, packing.browser_order(word)) - 1)


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


def _places(counted: _Counted, shelves: Sequence[_Shelf]) -> dict[str, dict[str, Any]]:
    of = counted.columns
    return {
        f"places-{number:04}": {
            "places": "".join(
                f"{stem}\t{of[stem].places}\n" for stem in shelf.keys if of[stem].places
            )
        }
        for number, shelf in enumerate(shelves)
    }


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

    def scripts(numbers: Sequence[int]) -> list[bytes]:
        table, made = Table(counted.book), []
        for first in range(0, len(numbers), _AT_ONCE):
            some = numbers[first : first + _AT_ONCE]
            stories = [counted.stories[number] for number in some]
            chosen = extracts.choose(stories, some[0], telling, table)
            for number, story, shown in zip(some, stories, chosen, strict=True):
                made.append(_script(_card_name(number), layout, _card(story, shown, counted)))
        return made

    each = chain.from_iterable(shared(scripts, range(len(counted.stories))))
    return {f"search/{_card_name(number)}.js": script for number, script in enumerate(each)}


_AT_ONCE = 1000
"""Stories whose passages are in memory at once, in each process."""


def _card_name(number: int) -> str:
    return f"cards-{number:05}"


def _card(story: Story, passages: Sequence[str], counted: _Counted) -> dict[str, Any]:
    library, say = counted.library, counted.say
    notes = wording.note_words(story, library.vocabulary, say)
    is_native = languages.same(story.language, library.settings.language)
    return {
        "id": story.id,
        "title": story.title,
        "summary": story.summary,
        "meta": wording.card_words(story, library.vocabulary, say),
        "notes": say("card.mentions", notes=", ".join(notes)) if notes else "",
        "invented": story.basis == "fictional",
        "language": "" if is_native else story.language,
        "passages": passages,
    }


def _telling(counted: _Counted) -> Telling:
    """Say which words a story must be shown with: those for which it is among the first found."""
    filler = analysis.filler(counted.library.settings.language)
    total = len(counted.stories)
    telling = {
        term: column
        for term, column in counted.columns.items()
        if " " not in term and term not in filler
    }
    first_by: list[list[str]] = [[] for _ in counted.stories]
    common = {term for term, column in telling.items() if column.having > SHOWN}
    for term in common:
        for number in telling[term].found_first:
            first_by[number].append(term)
    worth = {
        term: round(1_000_000 * ranking.rarity(total, column.having))
        for term, column in telling.items()
    }
    return Telling(worth, common, first_by)


def _directory(counted: _Counted, shelves: Sequence[_Shelf]) -> dict[str, Any]:
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
        "firsts": " ".join(shelf.first for shelf in shelves),
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


def _layout(counted: _Counted, shelves: Sequence[_Shelf]) -> str:
    """Name the numbering and the cuts: files that agree on them can be read together."""
    ids = [story.id for story in counted.stories]
    named = [FORMAT, analysis.VERSION, ids, [s.first for s in shelves], counted.book.digest, FIELDS]
    return hashlib.sha256(_json(named).encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _digest(tree: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name, content in sorted(tree.items()):
        digest.update(name.encode())
        digest.update(content)
    return digest.hexdigest()[:8]


def _script(name: str, layout: str, data: Mapping[str, Any]) -> bytes:
    """Write a file: a call that hands over the data, with nothing in it that could end a script."""
    said = _json({"format": FORMAT, **data})
    safe = said.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    script = f'storyarchive.receive("{name}","{layout}",{safe});\n'
    return script.encode("utf-8", "backslashreplace")


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
