"""A typed question is taken apart: its clauses, what is quoted, what has a minus; nothing is looked up yet.

`site_templates/scripts/asker.js` takes it apart in the same way.
"""

import re
from dataclasses import dataclass

from storyarchive.search import analysis

MOST_LETTERS = 4000
"""Letters of a question that are read."""

SENTENCE = 12
"""Words of a question that is no text yet; in a longer one marks of quotation quote and do not command."""

_QUOTES = re.compile("[“”„‟«»]")
_SPACE = re.compile("[ \t\f\v\u00a0\u3000]+")
_BREAK = re.compile(r"([.,;:!?()\n\r–—]+)")


@dataclass(frozen=True, slots=True)
class Typed:
    """A question taken apart, before anything is looked up."""

    clauses: tuple[tuple[str, ...], ...]
    """Folded words between marks of punctuation."""
    listed: tuple[bool, ...]
    """Of each clause whether only commas part it from the one before."""
    compounds: tuple[str, ...]
    """Hyphenated words closed up."""
    exactly: tuple[tuple[str, ...], ...]
    """Words in quotation marks, which must stand so."""
    without: tuple[tuple[str, ...], ...]
    """Words with a minus, which must not."""
    is_open: bool
    """Whether the last word may go on."""


def read(text: str) -> Typed:
    """Take a question apart: its clauses, what is quoted, what has a minus. Takes any text."""
    text = _QUOTES.sub('"', text[:MOST_LETTERS])
    if len(analysis.split(text)[0]) > SENTENCE:
        text = text.replace('"', " ")
    pieces = text.split('"')
    if len(pieces) % 2 == 0:
        # A quotation that does not end is none.
        pieces[-2:] = [" ".join(pieces[-2:])]
    clauses: list[tuple[str, ...]] = []
    listed: list[bool] = []
    compounds: list[str] = []
    exactly: list[tuple[str, ...]] = []
    without: list[tuple[str, ...]] = []
    is_minus = False
    for place, piece in enumerate(pieces):
        if place % 2:
            words = tuple(analysis.split(piece)[0])
            if words:
                (without if is_minus else exactly).append(words)
            continue
        is_listed = False
        for number, part in enumerate(_BREAK.split(piece)):
            if number % 2:
                is_listed = set(part) == {","}
                continue
            clause: list[str] = []
            for chunk in _SPACE.split(part):
                said, closed = analysis.split(chunk)
                if said and chunk[0] == "-":
                    without.append(tuple(said))
                else:
                    clause += said
                    compounds += closed
            if clause:
                clauses.append(tuple(clause))
                listed.append(is_listed)
        is_minus = piece.endswith("-") and (
            len(piece) == 1 or _SPACE.fullmatch(piece[-2]) is not None
        )
    last = pieces[-1]
    return Typed(
        clauses=tuple(clauses),
        listed=tuple(listed),
        compounds=tuple(dict.fromkeys(compounds)),
        exactly=tuple(dict.fromkeys(exactly)),
        without=tuple(dict.fromkeys(without)),
        is_open=bool(last) and last[-1].isalnum(),
    )
