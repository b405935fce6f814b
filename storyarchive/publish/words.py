"""Other words for a theme: what people call it, without the words that hurt."""

import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from storyarchive.content.messages import Messages
from storyarchive.content.vocabulary import Stage, Theme, Vocabulary
from storyarchive.search import analysis

MOST_BESIDE_A_THEME = 8

# Words that put a label on a person. They may be typed in a search and are never shown.
_LABEL = re.compile(
    r"\b(?:ex-?)?(?:offenders?|convicts?|felons?|inmates?|addicts?|junk(?:ie|y|ies)s?|alcoholics?"
    r"|criminals|lifers?|screws?|imposters?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word and the themes it leads to."""

    text: str
    themes: tuple[Theme, ...]


def hurtful(vocabulary: Vocabulary) -> frozenset[str]:
    """List the words, in small letters, that the thesaurus says are never shown."""
    return frozenset(word.casefold() for group in vocabulary.synonyms for word in group.hide)


def unclear(vocabulary: Vocabulary) -> frozenset[str]:
    """List the words, in small letters, that also mean something else: the thesaurus leads them one way."""
    return frozenset(word.casefold() for group in vocabulary.synonyms for word in group.one_way)


def beside(theme: Theme, vocabulary: Vocabulary) -> list[str]:
    """Choose a few other words for a theme, to show on its own page.

    Words that also mean something else, which the thesaurus leads one way only, are left out.
    """
    hidden = hurtful(vocabulary) | unclear(vocabulary)
    shown = [word for word in theme.alt if _may_show(word, hidden)]
    return shown[:MOST_BESIDE_A_THEME]


def beside_stage(stage: Stage, vocabulary: Vocabulary) -> list[str]:
    """Choose a few other words for a stage, to show on its own page: those that the thesaurus leads to it."""
    hidden = hurtful(vocabulary) | unclear(vocabulary) | {stage.label.casefold()}
    said = [word for group in vocabulary.synonyms if group.stage == stage.id for word in group.both]
    return [word for word in said if _may_show(word, hidden)][:MOST_BESIDE_A_THEME]


def a_to_z(
    vocabulary: Vocabulary, told: Container[str], say: Messages
) -> Mapping[str, Sequence[Word]]:
    """Sort the themes' own words under their first letters, others under digits.

    The words of the thesaurus are for the search alone: many name an offence, a weapon or a drug, and
    a page of them would be a list of what nobody here is sorted by.

    told: ids of the themes that have stories.
    """
    hidden = hurtful(vocabulary) | unclear(vocabulary)
    leads: dict[str, tuple[str, list[Theme]]] = {}

    def lead(word: str, theme: Theme) -> None:
        if theme.replaced_by is None and theme.id in told and _may_show(word, hidden):
            _, themes = leads.setdefault(word.casefold(), (word, []))
            if theme not in themes:
                themes.append(theme)

    for theme in vocabulary.themes:
        for word in (theme.label, *theme.alt):
            lead(word, theme)
    letters: dict[str, list[Word]] = {}
    for key in sorted(leads, key=_order):
        first = _place(key)[0].upper()
        word, themes = leads[key]
        letters.setdefault(first if first.isalpha() else say("letters.digits"), []).append(
            Word(word, tuple(themes))
        )
    return letters


def _place(word: str) -> str:
    """Sort 'a turning point' under T."""
    return word.removeprefix("a ").removeprefix("the ") or word


def _order(word: str) -> tuple[str, ...]:
    """Sort 'ścieżka' after all words with S and before those with T."""
    place = _place(word)
    return analysis.fold(place[0]), place[0], analysis.fold(place), place


def _may_show(word: str, hidden: frozenset[str]) -> bool:
    return word.casefold() not in hidden and not _LABEL.search(word)
