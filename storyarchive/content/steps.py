"""Steps move a narrative from one state to another: its file is edited, read again, and put to the guards of the step.

The guards are rules of consent, put to the narrative as it would be after the step. So what a guard lets through is
what the door lets through on that day, and nothing is written that a guard refuses.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from storyarchive import files
from storyarchive.content import archive as archives
from storyarchive.content import checks, consent, editing, frontmatter, life, remedies, schema
from storyarchive.content.archive import Archive
from storyarchive.content.consent import Asked, Rule
from storyarchive.content.fields import CONSENT, FIELDS
from storyarchive.content.identity import PrivateWords, open_findings
from storyarchive.content.kinds import did_you_mean
from storyarchive.content.narrative import Acknowledged, Checks, Fields, Narrative, Step
from storyarchive.content.settings import Edition
from storyarchive.errors import (
    EditError,
    Problem,
    ProblemsFound,
    Severity,
    StepRefused,
    UnknownName,
)

_NO_EDITION = Edition(id="", title="", scopes=(), on_the_web=True)
"""Asks what the rules say of the narrative itself, whatever the edition."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One narrative and its file, with the frame of its archive."""

    frame: Archive
    """The archive; its narratives are not read."""
    file: Path
    raw: bytes
    narrative: Narrative


@dataclass(frozen=True, slots=True)
class Change:
    """A file as it is to be written."""

    file: Path
    content: bytes
    before: Narrative
    after: Narrative

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps that were added to the history."""
        return (self.after.fields.history or ())[len(self.before.fields.history or ()) :]


def find(directory: Path, id: str) -> Kept:
    """Read one narrative of an archive.

    Raises UnknownName when there is no such file, ProblemsFound when it cannot be read, and what `archive.load_frame`
    raises.
    """
    frame = archives.load_frame(directory)
    file = directory / f"{id}.md"
    if id in frame.withdrawn_ids:
        raise UnknownName(f"{id} was withdrawn; a story given again gets a new id.")
    if Path(id).name != id or not file.is_file() or file.is_symlink():
        ids = tuple(sorted(path.stem for path in directory.glob("s-*.md")))
        raise UnknownName(
            f'There is no story "{id}".  {did_you_mean(id, ids, "Its id is the name of its file.")}'
        )
    raw = file.read_bytes()
    narrative, problems = schema.read(raw, file.as_posix(), id, frame.vocabulary)
    if narrative is None:
        raise ProblemsFound(problems)
    return Kept(frame, file, raw, narrative)


def pause(kept: Kept, by: str, on: date, reason_code: str | None = None) -> Change:
    """Stop a narrative for now; nothing is asked, and nothing can refuse it but a pause that stands.

    Raises StepRefused when it is paused already, EditError when the file cannot be edited.
    """
    steps = kept.narrative.fields.history or ()
    if kept.narrative.fields.status == "paused" and steps and steps[-1].to == "paused":
        raise StepRefused(f"{kept.narrative.id} is paused already, since {steps[-1].date}.")
    return _taken(kept, ("paused",), by, on, reason_code=reason_code)


def approve(kept: Kept, by: str, on: date) -> Change:
    """Record that the narrator approved the text as it now is, on a day, and make the narrative *consented*.

    Raises StepRefused when there is nothing to approve, ProblemsFound with what the guards refuse, EditError when the
    file cannot be edited.
    """
    narrative = kept.narrative
    status = narrative.fields.status or life.BEGINNING
    mark = frontmatter.approval(narrative.body)
    if status in ("consented", "published") and narrative.consent.approved_text == mark:
        raise StepRefused(
            f"{narrative.id} is {status}, and its text is the approved one: there is nothing to approve."
        )
    if narrative.fields.consent is None:
        raise StepRefused(f"{narrative.path} records no consent: write the group consent first.")
    change = _taken(kept, life.way(status, "consented", ("paused", "draft")), by, on, approved=mark)
    _guard(change, kept.frame, on, APPROVE + (RENEW if status == "expired" else ()), ())
    return change


def publish(kept: Kept, by: str, on: date, private: PrivateWords | None = None) -> Change:
    """Make a narrative public where its scopes say yes, after a last look at all that there is to look at.

    private: words that no file may hold, if the reviewer has such a list.

    Raises StepRefused when it is not approved yet or is published already, ProblemsFound with what the guards and the
    checks refuse, EditError when the file cannot be edited.
    """
    narrative = kept.narrative
    status = narrative.fields.status or life.BEGINNING
    if status in ("draft", "expired"):
        raise StepRefused(f"{narrative.id} is {status}: first storyarchive approve {narrative.id}")
    archive = archives.load(kept.frame.directory)
    if status == "published" and not any(_refused(narrative, archive, on, PUBLISH)):
        raise StepRefused(f"{narrative.id} is published already.")
    change = _taken(kept, life.way(status, "published", ("paused",)), by, on)
    found = tuple(p for p in _checked(change, archive, on, private) if p.severity in _TO_MEND)
    _guard(change, archive, on, PUBLISH, found)
    return change


def acknowledge(kept: Kept, check: str, line: int, reason: str, by: str, on: date) -> Change:
    """Write down that what a check stops at on a line is a false alarm, and why.

    line: as the check reported it. by: a reviewer, where the check asks for one.

    Raises StepRefused when the check stops at nothing there, ProblemsFound when it cannot be answered so, EditError
    when the file cannot be edited.
    """
    narrative, fields = kept.narrative, kept.narrative.fields
    archive = archives.load(kept.frame.directory)
    found = [f for f in open_findings(narrative, archive, on) if f.check == check]
    here = [f for f in found if line in f.lines and not f.acknowledged]
    if not here:
        lines = ", ".join(str(n) for f in found if not f.acknowledged for n in f.lines)
        where = f"; it does on line {lines}" if lines else ""
        raise StepRefused(f"{check} stops at nothing on line {line} of {narrative.path}{where}.")
    answers = tuple(Acknowledged(check, f.text, reason, by, on) for f in here)

    def edit(front: str) -> str:
        if fields.checks is None:
            front = editing.set_field(front, "checks", "{acknowledged: []}", _NAMES)
        elif fields.checks.acknowledged is None:
            front = editing.set_field(front, "checks.acknowledged", "[]")
        for answer in answers:
            said = {"check": check, "text": answer.text, "reason": reason, "by": by, "date": on}
            front = editing.append(front, "checks.acknowledged", editing.flow(said))
        return front

    before = (fields.checks.acknowledged if fields.checks else None) or ()
    change = edited(kept, edit, replace(fields, checks=Checks((*before, *answers))))
    wrong = [p for p in _checked(change, archive, on) if p.code in _ANSWERED_WRONGLY]
    if wrong:
        raise ProblemsFound(wrong)
    return change


def unrelated(kept: Kept, ids: frozenset[str]) -> Change | None:
    """Take ids out of what a narrative is related to; None where it names none of them.

    Raises EditError when the file cannot be edited.
    """
    fields = kept.narrative.fields
    named = [id for id in fields.related if id in ids]

    def edit(front: str) -> str:
        for id in named:
            front = editing.remove(front, "related", id)
        return front

    left = tuple(id for id in fields.related if id not in ids)
    return edited(kept, edit, replace(fields, related=left)) if named else None


def write(change: Change) -> None:
    """Write a change to its file; raises OutputError when that cannot be done."""
    files.replace_file(change.file, change.content)


def cool_on(kept: Kept, change: Change) -> date | None:
    """Give the first day on which a narrative can be published after a change, as far as the calendar goes."""
    return consent.cool_on(change.after.consent, kept.frame.settings)


def edited(kept: Kept, edit: Callable[[str], str], expected: Fields) -> Change:
    """Edit the front matter of a narrative, and make sure that the file then says what it is to say.

    edit: from YAML to YAML. expected: the fields that the new file must have.

    Raises EditError when it has others.
    """
    try:
        content = editing.in_file(kept.raw, edit, _front)
        after, _ = schema.read(
            content, kept.narrative.path, kept.narrative.id, kept.frame.vocabulary
        )
    except (EditError, ValueError, IndexError) as error:
        raise EditError(_by_hand(kept, str(error))) from error
    if after is None or after.fields != expected or after.body != kept.narrative.body:
        raise EditError(_by_hand(kept, "its front matter is written in an unusual way"))
    return Change(kept.file, content, kept.narrative, after)


def consent_incomplete(asked: Asked) -> Iterator[tuple[str, str]]:
    """The consent block is complete for its basis."""
    for missing in schema.missing(asked.narrative):
        if missing.path.startswith(("consent", "basis")):
            yield missing.why, missing.path


def no_audience(asked: Asked) -> Iterator[tuple[str, str]]:
    agreed = asked.narrative.consent
    if not (agreed.agrees("public-web") or agreed.agrees("mentor-edition")):
        yield "neither public-web nor mentor-edition is a yes", "consent.scopes"


def no_new_consent(asked: Asked) -> Iterator[tuple[str, str]]:
    """What has expired comes back only by a consent that was given since."""
    given = asked.narrative.consent.given_on
    ended = [step.date for step in asked.narrative.fields.history or () if step.to == "expired"]
    if given is None or (ended and ended[-1] and given < ended[-1]):
        yield f"its consent expired on {ended[-1]}, and none was given since", "consent.given_on"


APPROVE: tuple[Rule, ...] = (
    consent_incomplete,
    consent.basis_not_accepted,
    consent.wrong_record,
    consent.not_free,
    consent.not_told,
    consent.no_capacity,
    consent.no_custody_permission,
    consent.text_changed,
    consent.impossible_step,
)
"""Guards of the step from draft to consented."""

RENEW: tuple[Rule, ...] = (no_new_consent, consent.expired)
"""Further guards of the step from expired to consented."""

PUBLISH: tuple[Rule, ...] = (*consent.ON_ITS_OWN, *consent.BY_DATE, no_audience)
"""Guards of the steps to published; that all checks are clean or acknowledged comes to them."""

_ANSWERED_WRONGLY = ("cannot-acknowledge", "needs-a-reviewer", "short-reason", "unknown-check")
"""What the checks say of an answer that does not hold."""

_TO_MEND = (Severity.ERROR, Severity.MISSING, Severity.WARNING)
"""What stands in the way of publishing."""


def _taken(
    kept: Kept,
    states: tuple[str, ...],
    by: str,
    on: date,
    approved: str | None = None,
    reason_code: str | None = None,
) -> Change:
    """Edit a narrative so that it has taken some steps on a day. approved: the mark of a text approved on that day."""
    fields = kept.narrative.fields
    if not states:
        raise StepRefused(f"{kept.narrative.id} is {fields.status}: no step leads there.")
    steps = tuple(Step(state, on, by, reason_code) for state in states)

    def edit(front: str) -> str:
        if approved:
            front = editing.set_field(front, "consent.approved_text", approved, _CONSENT)
            front = editing.set_field(front, "consent.approved_on", on.isoformat(), _CONSENT)
        front = editing.set_field(front, "status", states[-1], _NAMES)
        if fields.history is None:
            front = editing.set_field(front, "history", "[]", _NAMES)
        for step in steps:
            written = {"to": step.to, "date": on, "by": by}
            if reason_code:
                written["reason_code"] = reason_code
            front = editing.append(front, "history", editing.flow(written))
        return front

    agreed = fields.consent
    if agreed and approved:
        agreed = replace(agreed, approved_text=approved, approved_on=on)
    history = (*(fields.history or ()), *steps)
    expected = replace(fields, status=states[-1], history=history, consent=agreed)
    return edited(kept, edit, expected)


_NAMES = tuple(field.name for field in FIELDS.fields)
_CONSENT = tuple(field.name for field in CONSENT.fields)


def _front(text: str) -> editing.Front:
    fence = text.index("\n") + 1
    return fence, text.index("\n---", fence - 1) + 1


def _by_hand(kept: Kept, why: str) -> str:
    return (
        f"{kept.file.as_posix()} cannot be edited by a program ({why}): write the change by hand."
    )


def _in_place(change: Change) -> Narrative:
    """Give the narrative after a change with the lines of the file that the editor sees."""
    before = change.before
    return replace(change.after, lines=before.lines, body_line=before.body_line)


def _checked(
    change: Change, archive: Archive, on: date, private: PrivateWords | None = None
) -> Iterator[Problem]:
    """List what the checks find in a narrative as it would be, its files included."""
    after = _in_place(change)
    others = tuple(n for n in archive.narratives if n.id != after.id)
    with_it = replace(archive, narratives=tuple(sorted((*others, after), key=lambda n: n.id)))
    for problem in checks.run(with_it, on, private=private):
        if Path(problem.path).name.startswith(after.id):
            yield problem


def _refused(
    narrative: Narrative, archive: Archive, on: date, guards: tuple[Rule, ...]
) -> Iterator[Problem]:
    original = archive.by_id.get(narrative.fields.translation_of or "")
    asked = Asked(narrative, _NO_EDITION, on, archive.settings, archive.withdrawn_ids, original)
    for refusal in consent.refusals(asked, guards):
        line, what = narrative.line(refusal.field), remedies.remedy(refusal.rule, narrative)
        yield Problem(narrative.path, line, refusal.rule, refusal.why, what)


def _guard(
    change: Change,
    archive: Archive,
    on: date,
    guards: tuple[Rule, ...],
    problems: tuple[Problem, ...],
) -> None:
    """Refuse a change with all that stands in its way, each thing once."""
    said = {(problem.code, problem.line): problem for problem in problems}
    for problem in _refused(_in_place(change), archive, on, guards):
        said.setdefault((problem.code, problem.line), problem)
    if said:
        raise ProblemsFound(tuple(sorted(said.values(), key=lambda p: (p.line, p.code))))
