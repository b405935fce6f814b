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
    digits: int = 0
    """Digits that every match holds at least, none far from the next: where there are fewer, nothing is looked for."""
    signs: tuple[str, ...] = ("",)
    """Letters, small ones, of which every match holds some: where there are none, nothing is looked for."""

    def __call__(self, telling: Telling) -> Iterator[Hit]:
        text, lower = telling.text, telling.lower
        stretches = telling.windows(self.digits) if self.digits else [(0, len(text))]
        if not stretches or not any(sign in lower for sign in self.signs):
            return
        for start, end in stretches:
            for found in self.pattern.finditer(text, start, end):
                if self.holds(found.group()):
                    yield Hit(found.start(), found.end())
