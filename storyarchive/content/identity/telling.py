"""A telling is every word of one narrative that a check reads, with who wrote it and where it stands."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from storyarchive.content import languages
from storyarchive.content.archive import Archive
from storyarchive.content.identity import capitals, declared
from storyarchive.content.identity.capitals import Capital
from storyarchive.content.identity.declared import Declared
from storyarchive.content.identity.folding import BREAK, breaks, fold
from storyarchive.content.narrative import Narrative

_SIGNS = ".,;:!?'\"()[]“”‘’„…–—-"
_TIMES = re.compile(r"^(?:WEBVTT.*|[\d:.]+ --> .*|\d+)$", re.MULTILINE)
TEXT_BYTES = 5_000_000
"""The largest transcript that is read."""


class By(StrEnum):
    """Who wrote some words."""

    NARRATOR = "narrator"
    """The one whose story it is: their words stay as they are told."""
    EDITOR = "editor"
    """Whoever prepared the story; these words are shown too."""
    RECORD = "record"
    """Whoever prepared the story, in a note that is never shown."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a narrative that stand together."""

    field: str
    """`body`, the path of a field (`prompts[1]`), or the name of a file beside the narrative."""
    by: By
    text: str
    """As it stands in the file."""
    path: str
    line: int
    """The line on which it begins, from 1."""
    own_lines: bool = False
    """Whether its line breaks are those of the file, which in a field of the front matter they need not be."""


@dataclass(frozen=True)
class Telling:
    """All passages of a narrative, folded into one text to look through."""

    narrative: Narrative
    passages: tuple[Passage, ...]
    text: str
    """The passages, folded, with a break between each two."""
    is_old_book: bool
    """Whether it is from a book so old that nobody in it can be found any more."""
    starts: tuple[int, ...]
    """Where in `text` each passage begins."""

    def passage(self, offset: int) -> tuple[Passage, int]:
        """Give the passage that a place of `text` is in, and where the passage begins."""
        index = bisect_right(self.starts, offset) - 1
        return self.passages[index], self.starts[index]

    def end(self, start: int) -> int:
        """Give where the passage that begins at a place of `text` ends."""
        index = bisect_right(self.starts, start)
        return self.starts[index] - len(BREAK) if index < len(self.starts) else len(self.text)

    def line(self, offset: int) -> int:
        """Give the line of its file on which a place of `text` stands."""
        index = bisect_right(self.starts, offset) - 1
        passage = self.passages[index]
        if not passage.own_lines:
            return passage.line
        return passage.line + bisect_left(self._breaks[index], offset - self.starts[index])

    @cached_property
    def _breaks(self) -> tuple[tuple[int, ...], ...]:
        return tuple(breaks(each.text) if each.own_lines else () for each in self.passages)

    @cached_property
    def lower(self) -> str:
        """The text in small letters, for telling fast what is not in it; its places may differ."""
        return self.text.lower()

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of the text as it stands there, without the signs around it."""
        return frozenset(word.strip(_SIGNS) for word in self.text.split())

    @cached_property
    def capitals(self) -> tuple[tuple[Capital, ...], ...]:
        """The words with a capital letter, those that stand side by side together."""
        return capitals.runs(self.text)

    @cached_property
    def declared(self) -> Declared:
        """The names that the narrative accounts for."""
        return declared.read(self.narrative)

    def windows(self, least: int) -> list[tuple[int, int]]:
        """List the stretches of `text` around its digits: outside of them no number has to be looked for.

        least: digits that the number has at least.
        """
        return [(start, end) for start, end, digits in self._windows if digits >= least]

    @cached_property
    def _windows(self) -> list[tuple[int, int, int]]:
        found: list[tuple[int, int, int]] = []
        for digits in _DIGITS.finditer(self.text):
            start, end = digits.span()
            count = end - start
            start, end = max(0, start - _AROUND), end + _AROUND
            if found and start <= found[-1][1]:
                start, _, before = found.pop()
                count += before
            found.append((start, end, count))
        return found

    @cached_property
    def is_english(self) -> bool:
        return languages.same(self.narrative.fields.language or "en", "en")

    @cached_property
    def notes(self) -> frozenset[str]:
        """The ids of its content notes."""
        return frozenset(note.id for note in self.narrative.fields.content_notes or ())


_DIGITS = re.compile(r"\d+")
_AROUND = 60
"""Characters around a digit within which all of a number's pattern lies, its words included."""


_OLD = 70
"""Years after which a book is old: the children in it are old people or dead."""


def read(narrative: Narrative, archive: Archive, on: date) -> Telling:
    """Gather the words of a narrative, its transcript and captions included."""
    passages = [*_written(narrative), *_beside(narrative, archive)]
    starts, folded, at = [], [], 0
    for passage in passages:
        starts.append(at)
        folded.append(fold(passage.text))
        at += len(folded[-1]) + len(BREAK)
    return Telling(
        narrative, tuple(passages), BREAK.join(folded), _is_old_book(narrative, on), tuple(starts)
    )


def _is_old_book(narrative: Narrative, on: date) -> bool:
    # Works are also given to the public domain by people who live.
    provenance = narrative.fields.provenance
    year = provenance.work.year if provenance and provenance.work else None
    old = year is not None and year <= on.year - _OLD
    return old and narrative.fields.basis == "public-domain"


def _written(narrative: Narrative) -> Iterator[Passage]:
    fields = narrative.fields
    words: list[tuple[str, By, str | None]] = [
        ("title", By.EDITOR, fields.title),
        ("summary", By.EDITOR, fields.summary),
        *((f"prompts[{i}]", By.EDITOR, words) for i, words in enumerate(fields.prompts)),
        *(
            (f"content_notes[{i}].where", By.EDITOR, note.where)
            for i, note in enumerate(fields.content_notes or ())
        ),
        *((f"names[{i}].who", By.RECORD, name.who) for i, name in enumerate(fields.names or ())),
        *((f"quotes[{i}].text", By.NARRATOR, quote.text) for i, quote in enumerate(fields.quotes)),
    ]
    if fields.provenance:
        words += [
            ("provenance.source", By.EDITOR, fields.provenance.source),
            ("provenance.collected_by_role", By.RECORD, fields.provenance.collected_by_role),
        ]
    if fields.safety:
        words.append(("safety.complainant_waiver", By.RECORD, fields.safety.complainant_waiver))
    if fields.consent:
        words.append(("consent.form_version", By.RECORD, fields.consent.form_version))
    for i, answer in enumerate((fields.checks and fields.checks.acknowledged) or ()):
        words.append((f"checks.acknowledged[{i}].reason", By.RECORD, answer.reason))
    for field, by, text in words:
        if text:
            yield Passage(field, by, text, narrative.path, narrative.line(field))
    body = narrative.body
    yield Passage("body", By.NARRATOR, body, narrative.path, narrative.body_line, own_lines=True)


def _beside(narrative: Narrative, archive: Archive) -> Iterator[Passage]:
    """Read the transcript and the captions, where they are files of their own."""
    media = narrative.fields.media
    for name in (media.transcript, media.captions) if media else ():
        if name in (None, "body") or name not in archive.media or archive.media[name] > TEXT_BYTES:
            continue
        text = (archive.directory / name).read_bytes().decode("utf-8-sig", "replace")
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
        # The times of captions are digits that say nothing.
        text = _TIMES.sub(lambda time: " " * len(time.group()), text)
        yield Passage(name, By.NARRATOR, text, archive.path(name), 1, own_lines=True)
