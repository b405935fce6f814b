"""Names of people and places, told from other words by their capital letters."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from storyarchive.content.archive import Archive
from storyarchive.content.identity.capitals import NAME, Capital
from storyarchive.content.identity.looking import Hit
from storyarchive.content.identity.safeguarding import RELATIONS
from storyarchive.content.identity.telling import By, Telling
from storyarchive.content.identity.wordlist import Allowed, allowed, is_word, unowned

_NOT_A_NAME = re.compile(r"I(?:['’-]\w+)?$|[\w-]*\d|[A-Z](?:-?[A-Z]){0,3}(?:['’]?s)?$")
"""`I’d`, what holds a digit, single letters, and short forms such as DBS."""

_SHORT_TITLES = "Mr|Mrs|Ms|Mx|Dr|PC|WPC|PCSO|DC|DS|DI|DCI|Sgt|Rev|Prof"
_LONG_TITLES = (
    "Miss|Officer|Judge|Justice|Governor|Imam|Father|Sister|Brother|Reverend|Sir|Lady|Professor"
)
_TITLES = frozenset(f"{_SHORT_TITLES}|{_LONG_TITLES}".split("|"))
# Only a short form has a full stop, else it ends a sentence: 'Our Father. Who …'.
_TITLED = re.compile(rf"\b(?:(?:{_SHORT_TITLES})\.?|{_LONG_TITLES})\s+({NAME}(?:\s{NAME})?)")
_RELATED = re.compile(
    # Other people's relations name somebody as much as the narrator's own.
    r"\b(?:my|our|his|her|their)\s+(?:little\s+|big\s+|old\s+|eldest\s+|youngest\s+|best\s+)?"
    rf"(?:{RELATIONS}|cellmate|pad\s?mate|probation\s+officer|key\s?worker|social\s+worker|solicitor"
    r"|mentor|sponsor|support\s+worker|drugs?\s+worker|counsellor|PO)"
    r"(?:,|\s+(?:is\s+|was\s+)?(?:called|named))?\s$",
    re.IGNORECASE,
)
_BEFORE = 60
"""Characters before a name in which its relation stands."""


@dataclass(frozen=True, slots=True)
class People:
    """Finds names in a telling, with what is allowed in its archive."""

    allowed: Allowed

    def titled_name(self, telling: Telling) -> Iterator[Hit]:
        """Find a title with a name: 'PC Marsh'."""
        words = {capital.word for run in telling.capitals for capital in run}
        if words.isdisjoint(_TITLES):
            return
        for found in _TITLED.finditer(telling.text):
            strange = any(self._is_strange(name, telling) for name in found[1].split())
            if strange and not self.allowed.has_phrase(found.group()):
                yield Hit(found.start(), found.end())

    def related_name(self, telling: Telling) -> Iterator[Hit]:
        """Find somebody's relation with a name: 'my daughter, Ellie'."""
        for run in telling.capitals:
            if not run[0].within or not any(self._is_strange(c.word, telling) for c in run):
                continue
            start = run[0].start
            relation = _RELATED.search(telling.text, max(0, start - _BEFORE), start)
            if relation:
                yield Hit(relation.start(), run[-1].end)

    def cap_run(self, telling: Telling) -> Iterator[Hit]:
        """Find capitalised words side by side: 'then Danny Shaw came in'."""
        for run in self._strange(telling):
            if len(run) > 1 and not _is_heading(telling, run[0].start):
                yield Hit(run[0].start, _end(run[-1]))

    def cap_single(self, telling: Telling) -> Iterator[Hit]:
        """Find one capitalised word that is no ordinary word.

        In the middle of a sentence any capital counts, unless the story has the word in small
        letters too; at the beginning of one, an English word that is in no list of words.
        """
        for run in self._strange(telling):
            heading = _is_heading(telling, run[0].start)
            if len(run) > 1 and not heading:
                continue
            for capital in run:
                if telling.passage(capital.start)[0].by is By.RECORD:
                    continue
                word = unowned(capital.word)
                within = capital.within and not heading
                if within or telling.is_english:
                    ordinary = is_word(word) if telling.is_english else True
                    if not (ordinary and (not within or word.lower() in telling.words)):
                        yield Hit(capital.start, _end(capital))

    def _strange(self, telling: Telling) -> Iterator[tuple[Capital, ...]]:
        """List the runs of capitalised words in which something is not accounted for."""
        for run in telling.capitals:
            # 'Then Danny came': the first has its capital from the sentence.
            if (
                len(run) > 1
                and not run[0].within
                and (not telling.is_english or is_word(run[0].word))
            ):
                run = run[1:]
            strange = [i for i, each in enumerate(run) if self._is_strange(each.word, telling)]
            if strange and not self.allowed.has_phrase(telling.text[run[0].start : run[-1].end]):
                # A day or a short form beside a name is no part of it.
                yield run[strange[0] : strange[-1] + 1]

    def _is_strange(self, word: str, telling: Telling) -> bool:
        return not (
            _cannot_be_a_name(word)
            or telling.declared.accounts_for(word, telling.is_english)
            or self.allowed.has_word(word)
        )


@lru_cache(maxsize=50_000)
def _cannot_be_a_name(word: str) -> bool:
    return word in _TITLES or _NOT_A_NAME.match(word) is not None


def _end(capital: Capital) -> int:
    """Give where a name ends, its possessive ending left out: one name is one finding."""
    return capital.start + len(unowned(capital.word))


def _is_heading(telling: Telling, at: int) -> bool:
    """Tell whether a place is in a title or heading, where any word may have a capital."""
    passage, start = telling.passage(at)
    line = telling.text.rfind("\n", start, at) + 1
    return passage.field == "title" or telling.text.startswith("#", max(line, start))


def people(archive: Archive) -> People:
    """Give the finders of names for an archive."""
    return People(allowed(archive.vocabulary))
