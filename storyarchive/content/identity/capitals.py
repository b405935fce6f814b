"""Words with a capital letter, and which of them stand where only a name has one."""

import re
from dataclasses import dataclass

UPPER = "".join(
    chr(code) for code in (*range(0x530), *range(0x1E00, 0x1F00)) if chr(code).isupper()
)
"""The capital letters of Latin, Greek and Cyrillic script."""

NAME = rf"[{UPPER}](?:['’](?=[{UPPER}]))?[\w-]*(?:['’]\w+)*"
"""A word with a capital: O'Neill and D’Angelo begin with two, Kelly-Ann holds one."""

# The capital comes first, so that the search can leap from one to the next.
_CAPITAL = re.compile(rf"[{UPPER}](?<![\w@.'’/&-].)(?:['’](?=[{UPPER}]))?[\w-]*(?:['’]\w+)*")
_DASHES = "-–—"


@dataclass(frozen=True, slots=True)
class Capital:
    """A word with a capital letter."""

    start: int
    end: int
    word: str
    within: bool
    """Whether it stands in the middle of a sentence."""


def runs(text: str) -> tuple[tuple[Capital, ...], ...]:
    """List the words with a capital letter, those that stand side by side together."""
    found: list[tuple[Capital, ...]] = []
    run: list[Capital] = []
    for match in _CAPITAL.finditer(text):
        word = match.group()
        if word[0] == "I" and (len(word) == 1 or word[1] in "'’"):
            continue  # every other capital of a life story is an I, or an I’m
        start, end = match.span()
        beside = bool(run) and start == run[-1].end + 1 and text[start - 1] == " "
        if run and not beside:
            found.append(tuple(run))
            run = []
        within = beside or _goes_on(text, start)
        run.append(Capital(start, end, word, within))
    return (*found, tuple(run)) if run else tuple(found)


def _goes_on(text: str, at: int) -> bool:
    """Tell whether a place is in the middle of a sentence: after a small letter, a comma, a dash."""
    before = text[max(0, at - 4) : at]
    last = before.rstrip(" ")
    if last and last[-1] in _DASHES:
        last = last[:-1].rstrip(" ")
        return last[-1:].islower()
    return len(last) < len(before) and (
        last[-1:].islower() or last[-1:].isdigit() or last[-1:] in (",", ";")
    )
