"""An acknowledgement says that one text is a false alarm, why, and who looked."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from storyarchive.content.identity.findings import Finding
from storyarchive.content.identity.folding import fold
from storyarchive.content.identity.rules import RULE, Ack
from storyarchive.content.kinds import did_you_mean
from storyarchive.content.narrative import Acknowledged, Narrative
from storyarchive.errors import Problem, Severity

_REASON = 10
"""Characters that a reason has at least."""


def acknowledged(narrative: Narrative) -> tuple[Acknowledged, ...]:
    """Give the entries of `checks.acknowledged`."""
    checks = narrative.fields.checks
    return (checks.acknowledged if checks else None) or ()


def editors(narrative: Narrative) -> frozenset[str]:
    """Give everybody who worked on the words: the `by` of each step to draft or consented."""
    steps = narrative.fields.history or ()
    return frozenset(s.by for s in steps if s.by and s.to in ("draft", "consented"))


def _is_reviewer(by: str, narrative: Narrative) -> bool:
    return by.startswith("reviewer-") and by not in editors(narrative)


def settled(narrative: Narrative, findings: tuple[Finding, ...], on: date) -> tuple[Finding, ...]:
    """Mark the findings that an entry of the file answers. findings: those of this narrative."""
    answers = [
        answer
        for answer in acknowledged(narrative)
        if _is_whole(answer) and not any(_faults(answer, narrative, findings, on))
    ]
    return tuple(
        replace(finding, acknowledged=any(_matches(answer, finding) for answer in answers))
        for finding in findings
    )


def problems(
    narrative: Narrative, findings: tuple[Finding, ...], on: date, severity: Severity
) -> Iterator[Problem]:
    """List what is wrong with the entries. severity: what an entry that does not hold weighs."""
    for index, answer in enumerate(acknowledged(narrative)):
        path, line = narrative.path, narrative.line(f"checks.acknowledged[{index}]")
        for fault in _faults(answer, narrative, findings, on):
            yield Problem(path, line, fault.code, fault.message, fault.remedy, severity)
        if answer.check in RULE and not any(_matches(answer, f) for f in findings):
            message = f"{answer.check} does not find that text here any more"
            remedy = "Delete the entry; if the words only changed, look at them anew."
            yield Problem(path, line, "stale-acknowledgement", message, remedy, Severity.ADVICE)


def said(text: str) -> str:
    """Give a text as entries are compared: folded, for lines are broken anew as a story is edited."""
    return " ".join(fold(text).split())


def _matches(answer: Acknowledged, finding: Finding) -> bool:
    if answer.check != finding.check or not answer.text:
        return False
    return bool(finding.text) and said(answer.text) == said(finding.text)


def _is_whole(answer: Acknowledged) -> bool:
    """Tell whether nothing is left out; `incomplete` says what is."""
    return None not in (answer.check, answer.text, answer.reason, answer.by, answer.date)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with an entry."""

    code: str
    message: str
    remedy: str


def _faults(
    answer: Acknowledged, narrative: Narrative, findings: tuple[Finding, ...], on: date
) -> Iterator[Fault]:
    rule = RULE.get(answer.check or "")
    if answer.check and rule is None:
        listed = "docs/checks.md lists them."
        remedy = did_you_mean(answer.check, tuple(RULE), listed)
        yield Fault("unknown-check", f'there is no check "{answer.check}"', remedy)
    found = [finding for finding in findings if _matches(answer, finding)]
    acks = {rule.ack} if rule else set()
    acks |= {finding.ack for finding in found}
    if Ack.NONE in acks:
        remedy = "Change the story, and delete the entry."
        yield Fault("cannot-acknowledge", f"{answer.check} cannot be acknowledged here", remedy)
    elif Ack.REVIEWER in acks and answer.by and not _is_reviewer(answer.by, narrative):
        message = f"{answer.check} was acknowledged by {answer.by}"
        remedy = "It has to be a reviewer who did not edit the story."
        yield Fault("needs-a-reviewer", message, remedy)
    if answer.reason is not None and len(answer.reason.strip()) < _REASON:
        message = "the reason of an acknowledgement is too short"
        yield Fault("short-reason", message, "Say in a sentence why it is no problem.")
    if answer.date is not None and answer.date > on:
        message = f"the acknowledgement is of {answer.date}, which has not come"
        yield Fault("acknowledged-too-soon", message, "Write the day on which somebody looked.")
