"""The lists that tell names from other words: ordinary words, and what has a capital and names nobody."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import Stemmer

from storyarchive.content.vocabulary import Vocabulary

_STEMMER = Stemmer.Stemmer("english")
_SHORTENED = re.compile(r"(?:n['’]t|['’](?:s|re|ve|ll|d|m|t|em|all|cause))+$")
_POSSESSIVE = re.compile(r"['’]s?$")


def lines(name: str) -> list[str]:
    """Read a list that comes with the program: a word or phrase a line, `#` before a comment."""
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    return [line for line in text.split("\n") if line and not line.startswith("#")]


@cache
def _words() -> frozenset[str]:
    """Give the stems of English words that stand in small letters."""
    return frozenset((*lines("words.txt"), *_STEMMER.stemWords(lines("modern.txt"))))


@lru_cache(maxsize=50_000)
def is_word(word: str) -> bool:
    """Tell whether an English word is also written in small letters."""
    whole = _SHORTENED.sub("", word.lower())
    parts = [part for part in re.split(r"['’-]", whole) if len(part) > 1]
    return all(stem in _words() for stem in _STEMMER.stemWords(parts))


@lru_cache(maxsize=50_000)
def unowned(word: str) -> str:
    """Give a word without its possessive ending: `Ellie’s` is `Ellie`."""
    return _POSSESSIVE.sub("", word)


@dataclass(frozen=True, slots=True)
class Allowed:
    """What is written with a capital letter and names nobody."""

    words: frozenset[str]
    """In small letters."""
    phrases: frozenset[str]
    """Of more words than one, in small letters."""

    def has_word(self, word: str) -> bool:
        return not self.words.isdisjoint(_forms(word))

    def has_phrase(self, phrase: str) -> bool:
        return _plain(phrase) in self.phrases


def allowed(vocabulary: Vocabulary) -> Allowed:
    """Gather the list that comes with the program and the terms of an archive's own vocabulary."""
    said = lines("allowed.txt")
    for theme in vocabulary.themes:
        said += [theme.label, *theme.alt]
    for synonyms in vocabulary.synonyms:
        said += [synonyms.canonical, *synonyms.both, *synonyms.one_way, *synonyms.under]
    terms = {_plain(term) for term in said if term[:1].isupper()}
    phrases = frozenset(term for term in terms if " " in term)
    return Allowed(frozenset(terms - phrases), phrases)


@lru_cache(maxsize=50_000)
def _forms(word: str) -> frozenset[str]:
    said = _plain(word)
    return frozenset((said, unowned(said), said.removesuffix("s")))


def _plain(term: str) -> str:
    return term.replace("’", "'").lower()
