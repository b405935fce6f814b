"""Answering a check writes into the file of a narrative that its find is a false alarm, why, and who looked."""

from dataclasses import replace
from datetime import date

from storyarchive.content import archive as archives
from storyarchive.content import checks, editing, filing
from storyarchive.content.fields import NAMES, REASON_LETTERS
from storyarchive.content.filing import Change, Kept
from storyarchive.content.identity import RULES, open_findings
from storyarchive.content.kinds import did_you_mean
from storyarchive.content.narrative import Acknowledged, Checks
from storyarchive.errors import ProblemsFound, StepRefused, UnknownName


def acknowledge(kept: Kept, check: str, line: int, reason: str, by: str, on: date) -> Change:
    """Write down that what a check stops at on a line is a false alarm, and why.

    line: as the check reported it. by: a reviewer, where the check asks for one.

    Raises UnknownName when there is no such check, StepRefused when it stops at nothing there, ProblemsFound when it
    cannot be answered so, EditError when the file cannot be edited.
    """
    known = tuple(rule.id for rule in RULES)
    if check not in known:
        guess = did_you_mean(check, known, "docs/checks.md lists them.")
        raise UnknownName(f'There is no check "{check}" that can be acknowledged.  {guess}')
    narrative, fields = kept.narrative, kept.narrative.fields
    archive = archives.load(kept.frame.directory)
    found = [f for f in open_findings(narrative, archive, on) if f.check == check]
    here = [f for f in found if line in f.lines and not f.acknowledged]
    if not here:
        lines = ", ".join(str(n) for f in found if not f.acknowledged for n in f.lines)
        where = f"; it does on line {lines}" if lines else ""
        raise StepRefused(f"{check} stops at nothing on line {line} of {narrative.path}{where}.")
    if any(not f.text for f in here):
        raise StepRefused(f"{check} cannot be acknowledged: change what it stops at.")
    reason = " ".join(reason.split())
    if len(reason) > REASON_LETTERS:
        raise StepRefused(
            f"The reason is longer than {REASON_LETTERS} letters: say it in a sentence."
        )
    answers = tuple(Acknowledged(check, f.text, reason, by, on) for f in here)

    def edit(front: str) -> str:
        if fields.checks is None:
            front = editing.set_field(front, "checks", "{acknowledged: []}", NAMES)
        elif fields.checks.acknowledged is None:
            front = editing.set_field(front, "checks.acknowledged", "[]")
        for answer in answers:
            said = {"check": check, "text": answer.text, "reason": reason, "by": by, "date": on}
            front = editing.append(front, "checks.acknowledged", editing.flow(said))
        return front

    before = (fields.checks.acknowledged if fields.checks else None) or ()
    change = filing.edited(kept, edit, replace(fields, checks=Checks((*before, *answers))))
    wrong = [p for p in checks.of(change.in_place, archive, on) if p.code in _NOT_AN_ANSWER]
    if wrong:
        raise ProblemsFound(wrong)
    return change


_NOT_AN_ANSWER = ("cannot-acknowledge", "needs-a-reviewer", "short-reason", "unknown-check")
"""What the checks say of an answer that does not hold."""
