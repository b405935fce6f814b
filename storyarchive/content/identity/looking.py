"""A finder looks through a telling for one thing; most need no more than a pattern."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from storyarchive.content.identity.telling import Telling
from storyarchive.errors import Severity


@dataclass(frozen=True, slots=True)
class Hit:
    """A stretch of a telling that a finder stopped at."""

    start: int
    end: int
    severity: Severity | None = None
    """How much it weighs, where it is not what its rule says."""
    final: bool = False
    """Whether it cannot be acknowledged, whatever its rule says."""


Finder = Callable[[Telling], Iterable[Hit]]


def _always(text: str) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Pattern:
    """Finds what a pattern matches and a test confirms."""

    pattern: re.Pattern[str]
    holds: Callable[[str], bool] = _always
    """Told the matched text; says whether it is what it looks like (a check digit, a context)."""
    near_digits: bool = False
    """Whether every match lies near a digit, so that the rest need not be looked through."""
    signs: tuple[str, ...] = ("",)
    """Letters, small ones, of which every match holds some: where there are none, nothing is looked for."""

    def __call__(self, telling: Telling) -> Iterator[Hit]:
        if not any(sign in telling.lower for sign in self.signs):
            return
        text = telling.text
        for start, end in telling.windows if self.near_digits else ((0, len(text)),):
            for found in self.pattern.finditer(text, start, end):
                if self.holds(found.group()):
                    yield Hit(found.start(), found.end())
