"""A finding is one text that a check stopped at, in one file, and whether somebody has answered it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from storyarchive.content.archive import Archive
from storyarchive.content.identity import private, telling
from storyarchive.content.identity.declared import bare
from storyarchive.content.identity.looking import Finder, Hit
from storyarchive.content.identity.masking import masked
from storyarchive.content.identity.private import PrivateWords
from storyarchive.content.identity.rules import RULE, Ack, finders
from storyarchive.content.identity.telling import Telling
from storyarchive.content.narrative import Fields, Narrative
from storyarchive.errors import Severity


@dataclass(frozen=True, slots=True)
class Finding:
    """One text that a check stopped at; every place where it stands in a file together."""

    check: str
    text: str
    """What was found, folded; empty where not even an acknowledgement may hold it."""
    path: str
    lines: tuple[int, ...]
    """Where it stands, in order."""
    severity: Severity
    """How much it weighs in a published narrative."""
    ack: Ack
    """Who may acknowledge it."""
    shown: str
    """What a report may show of it: the masked text, or nothing."""
    acknowledged: bool = False

    @property
    def line(self) -> int:
        return self.lines[0]


_ID = len("s-4k7p2")


@dataclass(frozen=True)
class Inquiry:
    """What the words of narratives are looked through with."""

    archive: Archive
    on: date
    private: PrivateWords | None = None

    @cached_property
    def finders(self) -> Mapping[str, Finder]:
        return finders(self.archive)

    @cached_property
    def beside(self) -> Mapping[str, tuple[str, ...]]:
        """Id → the names of the files that begin with it, in order."""
        names: dict[str, tuple[str, ...]] = {}
        for name in sorted(self.archive.media):
            names[name[:_ID]] = (*names.get(name[:_ID], ()), name)
        return names

    def of(self, narrative: Narrative) -> tuple[Finding, ...]:
        """Find what the words of a narrative hold, by file and line, as if nothing were answered."""
        told = telling.read(narrative, self.archive, self.on)
        found: dict[tuple[str, str, str], Finding] = {}
        for id, hit in self._hits(told):
            new = _finding(id, hit, told)
            before = found.get((id, new.text, new.path), new)
            found[id, new.text, new.path] = replace(
                new,
                lines=tuple(sorted({*before.lines, *new.lines})),
                # A prison named twice, once beside a sentence, weighs what the graver place does.
                severity=min(new.severity, before.severity, key=list(Severity).index),
            )
        rule = RULE["id.private-word"]
        if self.private:
            for path, lines in private.found_in(told, self.archive, self.private):
                finding = Finding(rule.id, "", path, lines, rule.severity, rule.ack, "")
                found[rule.id, "", path] = finding
        return tuple(sorted(found.values(), key=lambda f: (f.path, f.lines, f.check, f.text)))

    def of_text(self, text: str, path: str) -> tuple[Finding, ...]:
        """Find the numbers and addresses that name a person in a text that is no narrative."""
        found = self.of(Narrative("", path, Fields(), text, 1, {}))
        return tuple(finding for finding in found if finding.check.startswith("id."))

    def _hits(self, told: Telling) -> Iterator[tuple[str, Hit]]:
        """List what each check stops at; the last two of `who.` stand back where another says more."""
        said: list[Hit] = []
        for id, find in self.finders.items():
            if not RULE[id].applies_to(told):
                continue
            for hit in find(told):
                if id in _LAST and any(o.start <= hit.start and hit.end <= o.end for o in said):
                    continue
                if id.startswith(_SAY_MORE) and id not in _LAST:
                    said.append(hit)
                yield id, hit


_LAST = ("who.cap-run", "who.cap-single")
_SAY_MORE = ("who.", "place.", "id.address", "id.email", "id.url", "id.uk-", "id.us-", "id.crn")
"""Checks whose whole find is the name; others can hold a name that they do not mean."""


def _finding(id: str, hit: Hit, told: Telling) -> Finding:
    rule = RULE[id]
    passage, _ = told.passage(hit.start)
    text = told.text[hit.start : hit.end]
    severity = hit.severity or rule.severity
    if told.is_old_book and rule.old_books is not None:
        severity = rule.old_books
    ack = Ack.NONE if hit.final else rule.ack
    if id.startswith("who.") and any(bare(word) in told.declared.kept for word in text.split()):
        ack = Ack.REVIEWER  # a name that was kept is real: two people have to have seen it
    lines = (told.line(hit.start),)
    text = "" if rule.quiet else text
    return Finding(id, text, passage.path, lines, severity, ack, masked(text))
