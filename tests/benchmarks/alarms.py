"""Count how often each check of identity and safeguarding stops at something, and how long it takes.

    python -m tests.benchmarks.alarms [--corpus PLACE]

Three sets of stories are looked through as if nobody had acknowledged anything: the example stories,
whose every find is a false alarm, for all in them is invented and its names are declared; the same
with no name declared, as an editor first meets a story; and the old books of the corpus as if they
were told today, which are full of real names and dates, so that most of their finds are true.
"""

import argparse
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from storyarchive.content.archive import Archive, load
from storyarchive.content.identity.findings import Inquiry
from storyarchive.content.identity.rules import RULES
from storyarchive.content.narrative import Narrative
from tests.benchmarks import make_archive
from tests.benchmarks.measuring import table

_TODAY = date(2026, 11, 23)
_WHEN_THEY_WERE_NEW = date(1700, 1, 1)
"""A day on which none of the books was old."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What the checks found in one set of stories."""

    title: str
    stories: int
    words: int
    findings: Counter[str]
    """Check → findings."""
    holding: Counter[str]
    """Check → stories with a finding."""
    seconds: float

    def per_thousand(self, check: str | None = None) -> float:
        """Give findings for each 1,000 words; check: None: of all checks."""
        found = self.findings.total() if check is None else self.findings[check]
        return 1000 * found / max(1, self.words)


def count(
    title: str,
    archive: Archive,
    on: date,
    change: Callable[[Narrative], Narrative] = lambda narrative: narrative,
) -> Counted:
    """Look through the narratives of an archive. change: what to do to each first."""
    inquiry = Inquiry(archive, on)
    narratives = [change(narrative) for narrative in archive.narratives]
    for narrative in narratives:
        inquiry.of(narrative)  # as in a large archive, most words have been met before
    findings: Counter[str] = Counter()
    holding: Counter[str] = Counter()
    started = time.process_time()
    for narrative in narratives:
        found = [finding.check for finding in inquiry.of(narrative)]
        findings.update(found)
        holding.update(set(found))
    seconds = time.process_time() - started
    words = sum(len(narrative.body.split()) for narrative in narratives)
    return Counted(title, len(narratives), words, findings, holding, seconds)


def undeclared(narrative: Narrative) -> Narrative:
    """Give a narrative that declares no name."""
    return replace(narrative, fields=replace(narrative.fields, names=()))


def report(sets: Sequence[Counted]) -> str:
    """Show the counts: a row a check that found anything, findings / stories / per 1,000 words each."""
    rows = []
    for rule in RULES:
        if any(each.findings[rule.id] for each in sets):
            rows.append([rule.id, *(cell for each in sets for cell in _cells(each, rule.id))])
    total = (cell for each in sets for cell in (f"{each.findings.total():,}", "", _rate(each)))
    rows.append(["all", *total])
    heads = [
        "",
        *(cell for i, _ in enumerate(sets, 1) for cell in (f"{i}: found", "stories", "per 1,000")),
    ]
    said = [
        f"{i}: {each.title}: {each.stories:,} stories, {each.words:,} words, "
        f"{1e6 * each.seconds / max(1, each.words) * 0.8:.2f} ms for 800 words"
        for i, each in enumerate(sets, 1)
    ]
    return "\n".join([*said, "", table(heads, rows)])


def _cells(counted: Counted, check: str) -> tuple[str, str, str]:
    if not counted.findings[check]:
        return "", "", ""
    return f"{counted.findings[check]:,}", f"{counted.holding[check]:,}", _rate(counted, check)


def _rate(counted: Counted, check: str | None = None) -> str:
    return f"{counted.per_thousand(check):.2f}"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("--corpus", type=Path, default=make_archive.CORPUS)
    given = parser.parse_args(arguments)
    examples = load(make_archive.PROJECT / "narratives")
    sets = [
        count("example stories", examples, _TODAY),
        count("example stories, no name declared", examples, _TODAY, undeclared),
    ]
    if given.corpus.is_dir():
        with TemporaryDirectory() as place:
            directory = Path(place) / "narratives"
            make_archive.make(sum(1 for _ in given.corpus.glob("*/*.md")), directory, given.corpus)
            books = load(directory)
            sets.append(count("old books, as if told today", books, _WHEN_THEY_WERE_NEW))
            sets.append(count("old books, as they are checked", books, _TODAY))
    else:
        print(f"There is no corpus in {given.corpus}, so only the example stories were counted.")
    print(report(sets))


if __name__ == "__main__":
    main()
