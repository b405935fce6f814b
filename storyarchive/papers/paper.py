"""A paper is made of sections: words, points, and answers that are a yes or a no."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Answer:
    """One line of a list of things that are so, or are not."""

    what: str
    is_so: bool
    why: str = ""
    """What stands below it, in smaller letters."""


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a paper: words, then points, then answers, then a last word."""

    heading: str
    words: tuple[str, ...] = ()
    """Paragraphs."""
    points: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()
    after: tuple[str, ...] = ()
    """Paragraphs below the answers."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What is handed over: the same words on paper and in a terminal."""

    heading: str
    about: tuple[str, ...]
    """Lines that say which story it is of."""
    sections: tuple[Section, ...]
    said_on: date
    library: str
    """Whose it is."""
