"""Phrases are the words of the vocabulary, made ready to be found in stories and in questions alike.

A **concept** is something people have several words for: a group of the thesaurus, a stage, a content note.
Where its words stand in a story is counted once, when the story is, under a key of its own. So a question
about smack need not look for heroin, opiates and opioids one by one, at the prompt or on a phone, and what
counts as one of them, and what is a false friend, is decided in one place.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import product
from operator import contains
from typing import NamedTuple

from storyarchive.content.library import Library
from storyarchive.content.vocabulary import Note, Stage, Synonyms
from storyarchive.search import analysis
from storyarchive.search.asking import ASKING, NOTHING
from storyarchive.search.facts import Catalogue


@dataclass(frozen=True, slots=True)
class Concept:
    """Something that people have several words for."""

    id: str
    """The id of a group, or `stage:…`, or `note:…`."""
    label: str
    home: str
    """The stem beside which its postings are kept: of a word that is often typed for it."""
    shown: tuple[str, ...] = ()
    """Its words that may be shown, the clearest first; none that hurt."""
    theme: str | None = None
    stage: str | None = None
    note: str | None = None
    narrower: tuple[str, ...] = ()
    """Concepts that this one brings, and that do not bring it."""
    guarded: tuple[str, ...] = ()
    """Stems that mean it, except where they stand in one of its false friends."""

    @property
    def key(self) -> str:
        """Name its postings."""
        return f"{self.home} ={self.id}"

    @property
    def narrower_key(self) -> str:
        """Name the postings of its narrower concepts, taken together."""
        return f"{self.home} >{self.id}"

    def alone(self, stem: str) -> str:
        """Name the postings of a guarded stem where it does mean this."""
        return f"{stem} !{self.id}"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Some words that stand for concepts, or look as if they did."""

    words: tuple[str, ...]
    """Folded."""
    forms: tuple[tuple[str, ...], ...]
    """For each word, the forms that are taken for it."""
    at: int
    """Which of the words it is looked up by."""
    home: str
    """The stem beside which its postings are kept."""
    means: tuple[str, ...] = ()
    """Concepts it brings when it is typed."""
    counts_for: tuple[str, ...] = ()
    """Concepts it is counted for when it stands in a story; not those it only may mean."""
    never: tuple[str, ...] = ()
    """Concepts it is a false friend of."""
    need: str = ""
    """The filter it asks for, such as `reading:easy`."""

    @property
    def key(self) -> str:
        """Name its postings, if it is more than a word or a false friend."""
        return f'{self.home} "{" ".join(self.words)}'


class Found(NamedTuple):
    """A phrase in a text."""

    start: int
    end: int
    phrase: Phrase


@dataclass(frozen=True, eq=False)
class Phrasebook:
    """All concepts and phrases of a vocabulary."""

    language: str
    """Primary subtag of the language of its words."""
    concepts: Mapping[str, Concept]
    phrases: tuple[Phrase, ...]
    hidden: frozenset[str]
    """Folded words that hurt: they may be typed, and are never shown."""
    digest: str

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Phrasebook) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    @cached_property
    def by_form(self) -> Mapping[str, tuple[Phrase, ...]]:
        """Form → the phrases that are looked up by it, the longest first."""
        found: dict[str, list[Phrase]] = {}
        for phrase in sorted(self.phrases, key=_longest_first):
            for form in phrase.forms[phrase.at]:
                found.setdefault(form, []).append(phrase)
        return {form: tuple(phrases) for form, phrases in found.items()}

    @cached_property
    def _alone(self) -> Mapping[str, Sequence[Phrase]]:
        """Form → the phrases that are this one word."""
        return {
            form: [phrase for phrase in phrases if len(phrase.words) == 1]
            for form, phrases in self.by_form.items()
        }

    @cached_property
    def _after(self) -> Mapping[tuple[str, str], Sequence[Phrase]]:
        """Forms of the word that a phrase is looked up by, and of the next → the phrases, the longest first."""
        return self._beside(lambda phrase: (phrase.at, phrase.at + 1) if _goes_on(phrase) else None)

    @cached_property
    def _before(self) -> Mapping[tuple[str, str], Sequence[Phrase]]:
        """The same of the word before it and the word, for the phrases that end with it."""
        return self._beside(lambda phrase: None if _goes_on(phrase) else (phrase.at - 1, phrase.at))

    def _beside(
        self, two: Callable[[Phrase], tuple[int, int] | None]
    ) -> Mapping[tuple[str, str], Sequence[Phrase]]:
        found: dict[tuple[str, str], list[Phrase]] = {}
        for phrase in sorted(self.phrases, key=_longest_first):
            if len(phrase.words) > 1 and (at := two(phrase)):
                for forms in product(phrase.forms[at[0]], phrase.forms[at[1]]):
                    found.setdefault(forms, []).append(phrase)
        return found

    @cached_property
    def wider(self) -> Mapping[str, tuple[str, ...]]:
        """Concept → those whose narrower concept it is."""
        found: dict[str, tuple[str, ...]] = {}
        for concept in self.concepts.values():
            for id in concept.narrower:
                found[id] = (*found.get(id, ()), concept.id)
        return found

    @cached_property
    def given(self) -> Mapping[str, tuple[str, ...]]:
        """`stage:…` or `note:…` → the keys of the concepts that a story is about which was given it."""
        found: dict[str, tuple[str, ...]] = {}
        for concept in self.concepts.values():
            for id in (f"stage:{concept.stage}", f"note:{concept.note}"):
                found[id] = (*found.get(id, ()), concept.key)
        return found

    @cached_property
    def guarding(self) -> tuple[Concept, ...]:
        """The concepts that have guarded stems."""
        return tuple(concept for concept in self.concepts.values() if concept.guarded)

    def find(self, words: Sequence[str], heads: Iterable[int] | None = None) -> Iterator[Found]:
        """Find every phrase in a text of folded words, those that overlap too.

        heads: where the words stand that phrases are looked up by, if that is known.
        """
        by_form, alone, before, after = self.by_form, self._alone, self._before, self._after
        if heads is None:
            heads = [at for at, word in enumerate(words) if word in by_form]
        for at in heads:
            word = words[at]
            # Most of the phrases that have a word are told apart by the one beside it.
            longer = after.get((word, words[at + 1]), ()) if at + 1 < len(words) else ()
            if at and (others := before.get((words[at - 1], word))):
                longer = sorted((*longer, *others), key=_longest_first)
            for phrase in longer:
                start = at - phrase.at
                end = start + len(phrase.words)
                is_within = start >= 0 and end <= len(words)
                if is_within and all(map(contains, phrase.forms, words[start:end])):
                    yield Found(start, end, phrase)
            for phrase in alone.get(word, ()):
                yield Found(at, at + 1, phrase)

    def longest(self, words: Sequence[str]) -> list[Found]:
        """Choose phrases that do not overlap, the longest first, in the order of the text."""
        chosen: list[Found] = []
        taken: set[int] = set()
        for found in sorted(
            self.find(words), key=lambda found: (found.start - found.end, found.start)
        ):
            places = range(found.start, found.end)
            if taken.isdisjoint(places):
                taken.update(places)
                chosen.append(found)
        return sorted(chosen)


def _longest_first(phrase: Phrase) -> tuple[int, tuple[str, ...]]:
    return -len(phrase.words), phrase.words


def _goes_on(phrase: Phrase) -> bool:
    """Tell whether more words follow the one that a phrase is looked up by."""
    return phrase.at + 1 < len(phrase.words)


def of(library: Library | Catalogue) -> Phrasebook:
    """Compile the phrasebook of a library's vocabulary, in the language and for the country of the site."""
    settings, vocabulary = library.settings, library.vocabulary
    return _compiled(
        vocabulary.synonyms,
        vocabulary.stages,
        vocabulary.notes,
        analysis.primary(settings.language),
        settings.country.lower(),
    )


@lru_cache(maxsize=8)
def _compiled(
    synonyms: tuple[Synonyms, ...],
    stages: tuple[Stage, ...],
    notes: tuple[Note, ...],
    language: str,
    country: str,
) -> Phrasebook:
    # A word with a local sense would mislead elsewhere.
    groups = [group for group in synonyms if not group.region or group.region.lower() == country]
    drafts: dict[tuple[str, ...], _Draft] = {}

    def draft(text: str) -> _Draft | None:
        words = tuple(analysis.split(text)[0])
        return drafts.setdefault(words, _Draft()) if words else None

    def add(concept: str, brings: Iterable[str], counted: bool) -> None:
        for text in brings:
            if entry := draft(text):
                entry.means.append(concept)
                if counted:
                    entry.counts_for.append(concept)

    note_of = {group.id: _note_of(group, notes) for group in groups}
    asking = ASKING.get(language, NOTHING)
    for group in groups:
        add(group.id, (group.canonical, *group.both), counted=True)
        add(group.id, group.one_way, counted=False)
        for text in group.never:
            if entry := draft(text):
                entry.never.append(group.id)
    for stage in stages:
        add(f"stage:{stage.id}", [stage.label], counted=False)
    for note in notes:
        said = (note.label, note.id.replace("-", " "), *asking.notes.get(note.id, ()))
        add(f"note:{note.id}", said, counted=True)
    for text, need in asking.needs.items():
        if entry := draft(text):
            entry.need = need

    filler = analysis.filler(language)
    exact = {words[0] for words in drafts if len(words) == 1}
    phrases = tuple(
        _phrase(words, entry, language, filler, exact)
        for words, entry in sorted(drafts.items())
        # 'can' for prison would turn up in every second question.
        if len(words) > 1 or words[0] not in filler
    )
    concepts = {
        concept.id: concept
        for concept in (
            *(
                _group(group, groups, phrases, note_of[group.id], language, filler)
                for group in groups
            ),
            *(_stage(stage, language, filler) for stage in stages),
            *(_note(note, language, filler) for note in notes),
        )
    }
    named = json.dumps(
        [language, [_as_list(c) for c in concepts.values()], [_as_list(p) for p in phrases]]
    )
    digest = hashlib.blake2b(named.encode(), digest_size=16).hexdigest()
    hurting = {analysis.fold(text) for group in groups for text in group.hide}
    others = exact - hurting
    hidden = frozenset(
        form for word in hurting for form in _inflected(word, language) if form not in others
    )
    return Phrasebook(language, concepts, phrases, hidden, digest)


class _Draft:
    """What is gathered of a phrase before it is whole."""

    def __init__(self) -> None:
        self.means: list[str] = []
        self.counts_for: list[str] = []
        self.never: list[str] = []
        self.need = ""


def _note_of(group: Synonyms, notes: Iterable[Note]) -> str | None:
    """Give the content note that a group is about: named, or of the same name."""
    if group.content_note:
        return group.content_note
    said = analysis.fold(group.canonical)
    for note in notes:
        if note.id == group.id or analysis.fold(note.label) == said:
            return note.id
    return None


def _group(
    group: Synonyms,
    groups: Sequence[Synonyms],
    phrases: Sequence[Phrase],
    note: str | None,
    language: str,
    filler: frozenset[str],
) -> Concept:
    hidden = {analysis.fold(text) for text in group.hide}
    shown = [text for text in (group.canonical, *group.both) if analysis.fold(text) not in hidden]
    means = [p for p in phrases if group.id in p.means and len(p.words) == 1]
    friends = [p for p in phrases if group.id in p.never]
    in_friends = {analysis.stem(word, language) for p in friends for word in p.words}
    guarded = {p.home for p in means} & in_friends
    return Concept(
        id=group.id,
        label=group.canonical,
        home=_home(group.canonical, language, filler),
        shown=tuple(shown),
        theme=group.theme,
        stage=group.stage,
        note=note,
        narrower=tuple(other.id for other in groups if group.id in other.under),
        guarded=tuple(sorted(guarded)),
    )


def _stage(stage: Stage, language: str, filler: frozenset[str]) -> Concept:
    home = _home(stage.label, language, filler)
    return Concept(f"stage:{stage.id}", stage.label, home, stage=stage.id)


def _note(note: Note, language: str, filler: frozenset[str]) -> Concept:
    return Concept(f"note:{note.id}", note.label, _home(note.label, language, filler), note=note.id)


def _home(text: str, language: str, filler: frozenset[str]) -> str:
    words = analysis.split(text)[0]
    return analysis.stem(words[_telling(words, filler)], language)


def _telling(words: Sequence[str], filler: frozenset[str]) -> int:
    """Find the first word that is more than filler."""
    return next((at for at, word in enumerate(words) if word not in filler), 0)


def _phrase(
    words: tuple[str, ...],
    entry: _Draft,
    language: str,
    filler: frozenset[str],
    exact: set[str],
) -> Phrase:
    at = _telling(words, filler)
    home = analysis.stem(words[at], language)
    # A word that is a phrase itself is never taken for a form of another: 'cleaning' is not 'clean'.
    taken = exact if len(words) == 1 else set()
    # It is known by what stands there while it is typed, too: 'suicid'.
    begun = {home} if len(words) == 1 and len(home) > 4 and words[0].startswith(home) else set()
    return Phrase(
        words=words,
        forms=tuple(
            (word, *sorted((_inflected(word, language) | begun) - {word} - taken))
            if word not in filler
            else (word,)
            for word in words
        ),
        at=at,
        home=home,
        means=tuple(dict.fromkeys(entry.means)),
        counts_for=tuple(dict.fromkeys(entry.counts_for)),
        never=tuple(dict.fromkeys(entry.never)),
        need=entry.need,
    )


@lru_cache(maxsize=4096)
def _inflected(word: str, language: str) -> frozenset[str]:
    """Guess forms of a word, and keep those that the stemmer takes for the same word."""
    stem = analysis.stem(word, language)
    if language != "en" or len(word) < 4 or not word.isalpha() or len(stem) < 3:
        # Short forms and letters (PO, DTO) collide too easily; other languages end their words otherwise.
        return frozenset([word])
    bases = {word} | {word[: -len(end)] for end in ("s", "ed", "ing") if word.endswith(end)}
    guesses = {guess for base in bases for guess in _forms(base)}
    return frozenset(guess for guess in guesses if analysis.stem(guess, language) == stem)


def _forms(base: str) -> set[str]:
    """Give a word with the common English endings, as they are spelled."""
    if base.endswith("e"):
        return {base, f"{base}s", f"{base}d", f"{base[:-1]}ing"}
    if base.endswith("y") and base[-2:-1] not in "aeiou":
        return {base, f"{base[:-1]}ies", f"{base[:-1]}ied", f"{base}ing"}
    plural = f"{base}es" if base.endswith(("s", "x", "z", "ch", "sh")) else f"{base}s"
    double = base + base[-1] if base[-2:-1] in "aeiou" and base[-1] not in "aeiouwxy" else base
    return {base, plural, *(stem + end for stem in (base, double) for end in ("ed", "ing"))}


def _as_list(record: Concept | Phrase) -> list[object]:
    return [getattr(record, name) for name in record.__slots__]
