"""Export compiles the browser's index: the same counted words, in small files that a page loads when it needs them.

Each file is a classic script that hands its data to `storyarchive.receive(name, digest, data)`, for a page
opened from a file may load nothing else. `search/` holds

    directory.js    how the index is laid out, and what filters and facets need of every story
    terms-000.js    words: stems in order with their forms and postings, cut where a file is big enough
    cards-000.js    what a result shows, for some stories each

Stories are numbers, in the order of their ids. `site_templates/scripts/searcher.js` reads all of it.
"""

import hashlib
import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from storyarchive.content import languages, wording
from storyarchive.content.library import Library, Story
from storyarchive.files import Tree
from storyarchive.search import postings, query
from storyarchive.search.postings import FIELDS, Counts, Postings
from storyarchive.search.ranking import K1, WEIGHTS

FORMAT = 1
"""Goes up with every change of the layout; a page refuses a format it does not know."""

TERMS_SIZE = 24_000
"""Letters of a file of words, about."""

CARDS = 20
"""Stories in a file of cards. The twenty shown first lie in almost as many files of a big library,
so that bigger files would cost more bytes than they save requests."""


def build(library: Library) -> Tree:
    """Compile the index that a library's search page reads."""
    counted = [postings.count(postings.contents(story, library)) for story in library.stories]
    shards = _shards(_terms(counted), _forms(counted))
    files: dict[str, dict[str, Any]] = {
        f"terms-{number:03}": {"terms": terms, "forms": forms}
        for number, (terms, forms) in enumerate(shards)
    }
    firsts = [terms[0][0] for terms, _ in shards]
    for number, start in enumerate(range(0, len(library.stories), CARDS)):
        stories = library.stories[start : start + CARDS]
        files[f"cards-{number:03}"] = {"cards": [_card(story, library) for story in stories]}

    digests = {name: _digest(data) for name, data in files.items()}
    directory = _directory(library, counted) | {"firsts": firsts, "files": digests}
    tree: Tree = {"search/directory.js": _script("directory", _digest(directory), directory)}
    for name, data in files.items():
        tree[f"search/{name}.js"] = _script(name, digests[name], data)
    return tree


def _directory(library: Library, counted: Sequence[Postings]) -> dict[str, Any]:
    """Say what every search needs: the ranking's constants, and of each story its lengths and ids.

    Ids of themes, stages and notes are places in the lists given beside them; levels likewise.
    """
    vocabulary, stories = library.vocabulary, library.stories
    themes, stages, notes = list(vocabulary.theme), list(vocabulary.stage), list(vocabulary.note)
    levels = list(vocabulary.note_levels)
    lengths = [[story.lengths[field] for story in counted] for field in range(len(FIELDS))]
    return {
        "stories": len(stories),
        "k1": K1,
        "fields": [[WEIGHTS[field].boost, WEIGHTS[field].b] for field in FIELDS],
        "averages": [sum(field) / max(1, len(stories)) for field in lengths],
        "lengths": lengths,
        "themes": themes,
        "stages": stages,
        "notes": notes,
        "levels": levels,
        "themesOf": [[themes.index(id) for id in story.themes] for story in stories],
        "stagesOf": [_once(stages.index(id) for id in story.stages) for story in stories],
        "stageNow": [stages.index(story.stage_now) for story in stories],
        "notesOf": [
            [[notes.index(note.id), levels.index(note.level)] for note in story.notes]
            for story in stories
        ],
        "minutes": [story.reading.minutes for story in stories],
        "filler": sorted(query.fillers(library)),
        "endings": [list(pair) for pair in query.endings(library).items()],
        "mostWords": query.MOST_WORDS,
        "cardsInFile": CARDS,
    }


def _card(story: Story, library: Library) -> list[Any]:
    """Say what a result shows.

    In order: id, title, summary, meta words, notes, whether invented, and the language if not the site's.
    """
    vocabulary = library.vocabulary
    meta = wording.card_words(story, vocabulary, library.settings.language)
    notes = ", ".join(wording.note_words(story.notes, vocabulary))
    foreign = not languages.same(story.language, library.settings.language)
    own = story.language if foreign else ""
    invented = story.basis == "fictional"
    return [story.id, story.title, story.summary, meta, notes, invented, own]


def _terms(counted: Sequence[Postings]) -> dict[str, list[int]]:
    """Turn stories' words round: stem → its postings, packed.

    A posting is the step from the story before, doubled; and one more if the word stands once in the body
    and nowhere else, which most do. If not, the fields follow as bits, then the count of each.
    """
    terms: dict[str, list[int]] = {}
    before: dict[str, int] = {}
    only_once = (*(0 for _ in FIELDS[:-1]), 1)
    for number, story in enumerate(counted):
        for stem, counts in story.terms.items():
            packed = terms.setdefault(stem, [])
            step = number - before.get(stem, -1)
            before[stem] = number
            if counts == only_once:
                packed.append(2 * step + 1)
            else:
                packed += [2 * step, *_bits_and_counts(counts)]
    return terms


def _bits_and_counts(counts: Counts) -> Iterator[int]:
    yield sum(1 << field for field, times in enumerate(counts) if times)
    yield from (times for times in counts if times)


def _forms(counted: Iterable[Postings]) -> dict[str, list[str]]:
    """Gather the forms of every stem that differ from it, in order."""
    forms: dict[str, set[str]] = {}
    for story in counted:
        for form, stem in story.forms:
            forms.setdefault(stem, set()).add(form)
    return {stem: sorted(found) for stem, found in forms.items()}


Shard = tuple[list[list[Any]], list[list[str]]]
"""Terms: stem, its forms, its postings. Forms: a form, and a stem of it that is in another shard."""


def _shards(terms: Mapping[str, list[int]], forms: Mapping[str, list[str]]) -> list[Shard]:
    """Cut the words into files; a form is found where it would stand itself, or a pointer to its stem is."""
    shards: list[Shard] = []
    size = TERMS_SIZE
    for stem in sorted(terms, key=_browser_order):
        entry = [stem, _said(stem, forms.get(stem, ())), terms[stem]]
        length = len(_json(entry))
        # A word of very many stories has a file to itself, so that its neighbours stay cheap.
        if size + length > TERMS_SIZE:
            shards.append(([], []))
            size = 0
        shards[-1][0].append(entry)
        size += length

    firsts = [_browser_order(shard_terms[0][0]) for shard_terms, _ in shards]
    for stem in sorted(forms):
        home = _place(stem, firsts)
        for form in forms[stem]:
            if (place := _place(form, firsts)) != home:
                shards[place][1].append([form, stem])
    return shards


def _place(word: str, firsts: Sequence[bytes]) -> int:
    """Say which file a word would stand in, given the first stem of each."""
    return max(0, bisect_right(firsts, _browser_order(word)) - 1)


def _said(stem: str, forms: Iterable[str]) -> str:
    """Write the forms of a stem in one string: what follows the stem, or `=` and the form as it is."""
    return " ".join(form[len(stem) :] if form.startswith(stem) else f"={form}" for form in forms)


def _browser_order(word: str) -> bytes:
    """Order words as scripts compare them, by the halves of letters beyond the first 65,536."""
    return word.encode("utf-16-be", "surrogatepass")


def _once(ids: Iterable[int]) -> list[int]:
    return list(dict.fromkeys(ids))


def _digest(data: object) -> str:
    return hashlib.sha256(_json(data).encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _script(name: str, digest: str, data: Mapping[str, Any]) -> bytes:
    """Write a file: a call that hands over the data, with nothing in it that could end a script."""
    said = _json({"format": FORMAT, **data})
    safe = said.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    script = f'storyarchive.receive("{name}","{digest}",{safe});\n'
    return script.encode("utf-8", "backslashreplace")


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
