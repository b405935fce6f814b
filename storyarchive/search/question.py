"""A question is understood: what is looked for, what is to be left out, and what was only said around it.

`site_templates/scripts/asker.js` understands it in the same way; `tests/search.json` is run by both.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from storyarchive.search import analysis, ranking, spelling, typed
from storyarchive.search.asking import ASKING, CRISIS, NOTHING, Asking
from storyarchive.search.phrases import Concept, Phrase, Phrasebook
from storyarchive.search.plan import Also, Plan, Understood
from storyarchive.search.ranking import EXPANDED, NARROWER, Reader, Wanted, Way

MOST_WORDS = 100
"""Words and phrases that are looked for, beside what is quoted; nobody asks more, and each costs a reader bytes."""


def understand(
    text: str,
    book: Phrasebook,
    reader: Reader,
    endings: Mapping[str, str],
    avoid: Sequence[str] = (),
    off: Collection[str] = (),
    is_typing: bool = False,
) -> Plan:
    """Decide what a question asks for.

    avoid: content notes to keep out, whatever is asked. off: guesses not to make: `also:CONCEPT`,
    `avoid:NOTE`, `spelling:WORD`, `reading:easy`, `minutes:10`; `all` for none at all. is_typing: whether
    the last word may be the beginning of one.
    """
    return _Reading(text, book, reader, endings, avoid, off, is_typing).plan()


class _Item(NamedTuple):
    """A piece of a clause: a phrase, a cue, or a word."""

    words: tuple[str, ...]
    phrase: Phrase | None = None
    cue: str = ""
    """`about`, `without` or `no`."""
    minutes: int = 0


class _Reading:
    """One question being understood."""

    def __init__(
        self,
        text: str,
        book: Phrasebook,
        reader: Reader,
        endings: Mapping[str, str],
        avoid: Sequence[str],
        off: Collection[str],
        is_typing: bool,
    ) -> None:
        self.typed = typed.read(text)
        self.book = book
        self.reader = reader
        self.endings = endings
        self.off = frozenset(off)
        self.is_typing = is_typing and self.typed.is_open
        self.asking: Asking = ASKING.get(book.language, NOTHING)
        self.filler = analysis.filler(book.language)
        self.given = tuple(avoid)
        self.read_as: dict[str, str] = {}
        self.completed: dict[str, tuple[str, ...]] = {}
        self.guessed: list[str] = []
        self.needs: dict[str, str] = {}
        self.without: list[tuple[str, ...]] = list(self.typed.without)
        self.open_cue = ""
        """The cue of what the last clause ended with, if it may go on after a comma."""

    def plan(self) -> Plan:
        last = len(self.typed.clauses) - 1
        clauses = [
            [
                self._word_for(word, place == last and at == len(clause) - 1)
                for at, word in enumerate(clause)
            ]
            for place, clause in enumerate(self._counted())
        ]
        kept: list[_Item] = []
        dropped: list[str] = []
        for clause, is_listed in zip(clauses, self.typed.listed, strict=False):
            items = list(self._items(clause))
            if is_listed and self.open_cue and self._is_list(items):
                items.insert(0, _Item((), cue=self.open_cue))
            for item in self._without_avoided(items):
                if item.phrase and item.phrase.need and self._is_on(item.phrase.need):
                    name, _, value = item.phrase.need.partition(":")
                    self.needs[name] = value
                elif item.minutes and self._is_on(f"minutes:{item.minutes}"):
                    self.needs["minutes"] = str(item.minutes)
                elif item.phrase and (item.phrase.means or self._is_friend(item.phrase)):
                    kept.append(item)
                elif item.cue or all(word in self.filler for word in item.words):
                    dropped += item.words
                else:
                    kept += (_Item((w,)) for w in item.words if w not in self.filler)
                    dropped += (w for w in item.words if w in self.filler)
        says_nothing = not (
            kept or self.guessed or self.needs or self.without or self.typed.exactly
        )
        if says_nothing:
            kept, dropped = [_Item((word,)) for word in dropped], []
        return self._looked_for(kept, dropped)

    def _looked_for(self, kept: Sequence[_Item], dropped: Sequence[str]) -> Plan:
        concepts = [self.book.concepts[id] for item in kept for id in self._means(item, kept)]
        wanted: list[Wanted] = []
        also: dict[str, Also] = {}
        for item in kept:
            want = self._wanted(item, kept, also)
            # Two forms of one word are one thing to look for, said twice.
            same = (
                at
                for at, w in enumerate(wanted)
                if w.word == want.word or want.ways == w.ways != ()
            )
            if (at := next(same, None)) is not None:
                wanted[at] = replace(wanted[at], times=wanted[at].times + 1)
            elif len(wanted) < MOST_WORDS:
                wanted.append(want)
        for words in self.typed.exactly:
            for word in words:
                if word not in self.filler or len(words) == 1:
                    wanted.append(Wanted(word, self._ways(word), required=True))
        for word in self.typed.compounds[:MOST_WORDS]:
            # A story that has the word closed up may be meant as well.
            if ways := self._stems(word):
                wanted.append(Wanted(word, ways, required=False))
        for word in self._parts(kept)[:MOST_WORDS]:
            # One that has some words of a phrase is better than none.
            if ways := self._stems(word, NARROWER):
                wanted.append(Wanted(word, ways, required=False))
        nowhere = [want.word for want in wanted if not want.ways]
        minutes = self.needs.get("minutes")
        understood = Understood(
            words=tuple(
                dict.fromkeys(want.word for want in wanted if want.required or not want.ways)
            ),
            dropped=tuple(dict.fromkeys(dropped)),
            nowhere=tuple(dict.fromkeys(nowhere)),
            also=tuple(also.values()),
            read_as=tuple(self.read_as.items()),
            exactly=tuple(" ".join(words) for words in self.typed.exactly),
            without=tuple(dict.fromkeys(" ".join(words) for words in self.without)),
            avoiding=tuple(dict.fromkeys([*self.given, *self.guessed])),
            guessed=tuple(dict.fromkeys(id for id in self.guessed if id not in self.given)),
            themes=tuple(dict.fromkeys(c.theme for c in concepts if c.theme)),
            stages=tuple(dict.fromkeys(c.stage for c in concepts if c.stage)),
            reading=self.needs.get("reading"),
            minutes=int(minutes) if minutes else None,
            needs_help=self._needs_help(kept),
        )
        found = tuple(want for want in wanted if want.ways)
        return Plan(found, self.typed.exactly, tuple(dict.fromkeys(self.without)), understood)

    def _needs_help(self, kept: Iterable[_Item]) -> bool:
        """Tell whether somebody may speak of a crisis: no guess that can be wrong, so none that can be switched off."""
        said = [item.phrase for item in kept if item.phrase]
        said += [f.phrase for words in self.typed.exactly for f in self.book.find(words)]
        return any(self.book.concepts[id].note in CRISIS for phrase in said for id in phrase.means)

    def _is_friend(self, phrase: Phrase) -> bool:
        """Tell whether a phrase is a false friend to look for as it stands, and not for its words one by one."""
        return bool(self.reader.levels(phrase.key)) or (
            bool(phrase.never) and len(phrase.words) == 1
        )

    def _is_on(self, guess: str) -> bool:
        return guess not in self.off and "all" not in self.off

    def _counted(self) -> Iterator[tuple[str, ...]]:
        """Give the clauses as far as words are looked for."""
        left = MOST_WORDS * 4
        for clause in self.typed.clauses:
            if left > 0:
                yield clause[:left]
            left -= len(clause)

    def _word_for(self, word: str, is_last: bool) -> str:
        """Give the word that was meant by one that nobody knows."""
        if word in self.filler or word in self.book.by_form or self._stems(word):
            return word
        if word in self.cues or word in self.asking.numbers or word in self.asking.minutes:
            return word
        may_go_on = self.is_typing and is_last
        if may_go_on and (longer := spelling.completions(word, self.reader.spellings)):
            self.completed[word] = longer
            return word
        if word in self.reader.spellings or not self._is_on(f"spelling:{word}"):
            return word
        if not spelling.slips_allowed(word):
            return word
        meant = spelling.nearest(word, self.reader.spellings)
        if meant is None:
            return word
        self.read_as[word] = meant
        return meant

    @property
    def cues(self) -> frozenset[str]:
        """Words of the cues, which are spelled right whatever the library has."""
        said = (
            *self.asking.about,
            *self.asking.first,
            *self.asking.without,
            *self.asking.no,
            *self.asking.under,
        )
        return frozenset(word for cue in said for word in cue.split())

    def _items(self, clause: Sequence[str]) -> Iterator[_Item]:
        """Part a clause into phrases, cues and words, the longest first."""
        found: list[tuple[int, int, int, _Item]] = []
        for start, end, phrase in self.book.longest(clause):
            found.append((start, end, 0, _Item(tuple(clause[start:end]), phrase)))
        cues = [
            (cue, kind) for kind in ("about", "without", "no") for cue in getattr(self.asking, kind)
        ]
        opening = self.asking.done | self.asking.between
        for start in range(len(clause)):
            first = self.asking.first if opening.issuperset(clause[:start]) else ()
            for cue, kind in (*cues, *((cue, "about") for cue in first)):
                words = tuple(cue.split())
                if tuple(clause[start : start + len(words)]) == words:
                    found.append((start, start + len(words), 1, _Item(words, cue=kind)))
            if minutes := self._minutes(clause, start):
                words = tuple(clause[start : start + minutes[0]])
                found.append((start, start + minutes[0], 0, _Item(words, minutes=minutes[1])))
        taken: dict[int, tuple[int, _Item]] = {}
        places: set[int] = set()
        for start, end, _, item in sorted(found, key=lambda f: (f[0] - f[1], f[2], f[0])):
            if places.isdisjoint(range(start, end)):
                places.update(range(start, end))
                taken[start] = (end, item)
        at = 0
        while at < len(clause):
            if at in taken:
                at, item = taken[at]
                yield item
            else:
                yield _Item((clause[at],))
                at += 1

    def _minutes(self, clause: Sequence[str], start: int) -> tuple[int, int] | None:
        """Read 'under ten minutes' at a place: how many words it takes, and the minutes."""
        for under in self.asking.under:
            words = under.split()
            end = start + len(words)
            if (
                list(clause[start:end]) == words
                and end + 1 < len(clause)
                and clause[end + 1] in self.asking.minutes
            ):
                said = clause[end]
                number = (
                    int(said)
                    if re.fullmatch("[0-9]{1,3}", said)
                    else self.asking.numbers.get(said, 0)
                )
                if number:
                    return len(words) + 2, number
        return None

    def _without_avoided(self, items: Iterable[_Item]) -> Iterator[_Item]:
        """Take out what a clause says is to be left out, and remember it."""
        cue = ""
        waiting: list[_Item] = []
        is_listed = True
        for item in items:
            if item.cue:
                yield from self._settle(cue, waiting, is_over=True)
                cue, waiting, is_listed = item.cue, [], True
                yield item
            elif cue and self._can_avoid(item, cue):
                if not is_listed and waiting and not self._notes(waiting[-1]):
                    # It only says more of what follows: 'partners hitting them'.
                    yield _Item(waiting.pop().words, cue=cue)
                waiting.append(item)
                is_listed = False
            elif cue and len(item.words) == 1 and item.words[0] in self.asking.between:
                is_listed = True
                yield item
            else:
                is_over = item.words[0] in self.asking.done
                yield from self._settle(cue, waiting, is_over)
                cue, waiting = "", []
                yield item
        self.open_cue = cue if waiting else ""
        yield from self._settle(cue, waiting, is_over=True)

    def _is_list(self, items: Sequence[_Item]) -> bool:
        """Tell whether a clause only goes on with a list of content notes: 'self-harm or violence'."""
        others = [item for item in items if not self._notes(item)]
        are_between = all(w in self.asking.between for item in others for w in item.words)
        return are_between and len(others) < len(items)

    def _settle(self, cue: str, waiting: Sequence[_Item], is_over: bool) -> Iterator[_Item]:
        """Leave out what waited, or give it back where 'no' only said what somebody lacks."""
        for item in waiting:
            targets = [id for id in self._targets(item, cue) if self._is_on(f"avoid:{id}")]
            if cue == "no" and not is_over:
                yield item
            elif targets:
                self.guessed += targets
            elif (
                cue == "about"
                and not self._targets(item, cue)
                and self._is_on(f"avoid:{' '.join(item.words)}")
            ):
                self.without.append(item.words)
            else:
                yield item

    def _can_avoid(self, item: _Item, cue: str) -> bool:
        if self._targets(item, cue):
            return True
        is_word = len(item.words) == 1 and item.words[0] not in self.filler
        return cue == "about" and is_word and not item.minutes

    def _targets(self, item: _Item, cue: str) -> list[str]:
        """Say what an item means to leave out: content notes, or concepts where it has none."""
        notes = self._notes(item)
        if notes or cue == "no" or not item.phrase:
            return notes
        return [f"about:{id}" for id in item.phrase.means if not id.startswith(("note:", "stage:"))]

    def _notes(self, item: _Item) -> list[str]:
        means = item.phrase.means if item.phrase else ()
        concepts = [self.book.concepts[id] for id in means]
        notes = [concept.note for concept in concepts]
        # Of heroin and of crack no note speaks, but of drug use one does.
        wider = [
            self.book.concepts[w].note for c in concepts for w in self.book.wider.get(c.id, ())
        ]
        return list(dict.fromkeys(note for note in (*notes, *wider) if note))

    def _means(self, item: _Item, kept: Sequence[_Item]) -> list[str]:
        """Choose among the concepts that a phrase may mean."""
        if not item.phrase:
            return []
        means = [id for id in item.phrase.means if self._is_on(f"also:{id}")]
        concepts = [self.book.concepts[id] for id in means]
        if len(concepts) > 1 and any(_is_crime(concept) for concept in concepts):
            others = (o.phrase.means for o in kept if o.phrase and o is not item)
            if not any(_is_crime(self.book.concepts[id]) for means in others for id in means):
                # 'graft' is hard work, unless the talk is of crime.
                means = [c.id for c in concepts if not _is_crime(c)] or means
        return means

    def _wanted(self, item: _Item, kept: Sequence[_Item], also: dict[str, Also]) -> Wanted:
        word = " ".join(item.words)
        phrase = item.phrase
        # A false friend is looked for as it stands: 'cleaning' is not 'clean'.
        is_word = len(item.words) == 1 and (phrase is None or bool(phrase.means))
        ways = self._ways(word) if is_word else self._way(phrase.key if phrase else "")
        for id in self._means(item, kept):
            concept = self.book.concepts[id]
            for stem in concept.guarded:
                # Where it stands in a false friend, it was not meant.
                ways = tuple(
                    Way(concept.alone(w.term), w.worth) if w.term == stem else w for w in ways
                )
            more = (*self._way(concept.key, EXPANDED), *self._way(concept.narrower_key, NARROWER))
            ways += more
            others = _others(concept, word)
            if more and others:
                also.setdefault(id, Also(word, id, others))
        return Wanted(word, tuple(dict.fromkeys(ways)))

    def _ways(self, word: str) -> tuple[Way, ...]:
        longer = [way for other in self.completed.get(word, ()) for way in self._stems(other)]
        return tuple(dict.fromkeys([*self._stems(word), *longer]))

    def _stems(self, word: str, worth: float = 1.0) -> tuple[Way, ...]:
        return tuple(Way(stem, worth) for stem in ranking.look_up(word, self.reader, self.endings))

    def _parts(self, kept: Iterable[_Item]) -> list[str]:
        """Give the words that stand in phrases alone; not in false friends, which do not mean them."""
        words = [
            word
            for item in kept
            if item.phrase and item.phrase.means and not item.phrase.never and len(item.words) > 1
            for word in item.words
        ]
        alone = {item.words[0] for item in kept if len(item.words) == 1}
        return [word for word in dict.fromkeys(words) if word not in self.filler | alone]

    def _way(self, term: str, worth: float = 1.0) -> tuple[Way, ...]:
        return (Way(term, worth),) if term and self.reader.levels(term) else ()


def _others(concept: Concept, word: str) -> tuple[str, ...]:
    """Give the words of a concept that were not typed."""
    return tuple(text for text in concept.shown if analysis.fold(text).replace("-", " ") != word)


def _is_crime(concept: Concept) -> bool:
    """Tell a concept of crime, which is never a theme."""
    return not (concept.theme or concept.stage or concept.note)
