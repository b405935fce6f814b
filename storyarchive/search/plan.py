"""A plan is what a question asks of an index, and what it was understood to mean."""

from dataclasses import dataclass

from storyarchive.search.ranking import Wanted


@dataclass(frozen=True, slots=True)
class Also:
    """A guess that more words say the same."""

    word: str
    """What was typed."""
    id: str
    """The concept."""
    words: tuple[str, ...]
    """What else was looked for, as it may be shown."""


@dataclass(frozen=True, slots=True)
class Understood:
    """What a question was taken to mean."""

    words: tuple[str, ...]
    """What was looked for, folded."""
    dropped: tuple[str, ...]
    """What was left out, for it says nothing about what is looked for."""
    nowhere: tuple[str, ...]
    """Those of `words` that no story has."""
    also: tuple[Also, ...] = ()
    read_as: tuple[tuple[str, str], ...] = ()
    """(Word as typed, word it was taken for)."""
    exactly: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    avoiding: tuple[str, ...] = ()
    """Content notes that were kept out: `note` or `note:described`; and `about:…`, a concept."""
    guessed: tuple[str, ...] = ()
    """Those of `avoiding` that the question was taken to say."""
    themes: tuple[str, ...] = ()
    """Themes that its words belong to; nothing is filtered by them."""
    stages: tuple[str, ...] = ()
    """Stages likewise."""
    reading: str | None = None
    """The hardest band that it was taken to allow."""
    minutes: int | None = None
    """The most minutes likewise."""
    needs_help: bool = False
    """Whether help comes first, before all stories."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a question asks of an index."""

    wanted: tuple[Wanted, ...]
    exactly: tuple[tuple[str, ...], ...]
    without: tuple[tuple[str, ...], ...]
    understood: Understood
