"""Steps move a narrative from one state to another: its file is edited, read again, and put to the guards of the step.

The guards are rules of consent, put to the narrative as it would be after the step. So what a guard lets through is
what the door lets through on that day, and nothing is written that a guard refuses.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from storyarchive.content import archive as archives
from storyarchive.content import (
    checks,
    consent,
    deadlines,
    editing,
    filing,
    former,
    frontmatter,
    life,
    remedies,
    schema,
)
from storyarchive.content.archive import Archive
from storyarchive.content.consent import Asked, Rule
from storyarchive.content.fields import APPROVED, CONSENT_NAMES, NAMES
from storyarchive.content.filing import Change, Kept
from storyarchive.content.identity import PrivateWords
from storyarchive.content.narrative import Narrative, Step
from storyarchive.errors import Problem, ProblemsFound, Severity, StepRefused


def pause(kept: Kept, by: str, on: date, reason_code: str | None = None) -> Change:
    """Stop a narrative for now; nothing is asked, of nobody.

    Raises StepRefused when it is paused, expired or withdrawn already, EditError when the file cannot be edited.
    """
    steps = kept.narrative.fields.history or ()
    if kept.narrative.fields.status == "paused" and steps and steps[-1].to == "paused":
        raise StepRefused(f"{kept.narrative.id} is paused already, since {steps[-1].date}.")
    if kept.narrative.fields.status == "withdrawn":
        raise StepRefused(f"{kept.narrative.id} is withdrawn: storyarchive withdraw does the rest.")
    if kept.narrative.fields.status == "expired":
        raise StepRefused(f"{kept.narrative.id} has expired, and is shown nowhere.")
    return _taken(kept, ("paused",), by, on, reason_code=reason_code)


def approve(kept: Kept, by: str, on: date) -> Change:
    """Record that the narrator approved the text as it now is, on a day, and make the narrative *consented*.

    Raises StepRefused when there is nothing to approve, ProblemsFound with what the guards refuse, EditError when the
    file cannot be edited, GitError when git cannot say whether it was withdrawn.
    """
    narrative = _not_withdrawn(kept)
    status = narrative.fields.status or life.BEGINNING
    mark = frontmatter.approval(narrative.body)
    if status in ("consented", "published") and _is_approved(narrative, mark):
        raise StepRefused(
            f"{narrative.id} is {status}, and its text is the approved one: there is nothing to approve."
        )
    if narrative.fields.consent is None:
        raise StepRefused(f"{narrative.path} records no consent: write the group consent first.")
    change = _taken(kept, life.way(status, "consented", ("paused", "draft")), by, on, approved=mark)
    _guard(change, kept.frame, on, APPROVE + (RENEW if status == "expired" else ()), ())
    return change


def _not_withdrawn(kept: Kept) -> Narrative:
    """Give the narrative, if no commit withdrew it. A pause does not ask: what stops a story waits for nothing."""
    if kept.narrative.id in former.ever_withdrawn(kept.frame):
        raise StepRefused(f"{kept.narrative.id} was withdrawn; a story given again gets a new id.")
    return kept.narrative


def _is_approved(narrative: Narrative, mark: str) -> bool:
    """Tell whether a text is the approved one, and no consent was given since; some bases need no approval."""
    agreed, basis = narrative.consent, narrative.fields.basis
    if agreed.approved_text is None:
        return basis is not None and basis not in APPROVED
    is_since = agreed.given_on and agreed.approved_on and agreed.given_on > agreed.approved_on
    return agreed.approved_text == mark and not is_since


def publish(kept: Kept, by: str, on: date, private: PrivateWords | None = None) -> Change:
    """Make a narrative public where its scopes say yes, after a last look at all that there is to look at.

    private: words that no file may hold, if the reviewer has such a list.

    Raises StepRefused when it is not approved yet or is published already, ProblemsFound with what the guards and the
    checks refuse, EditError when the file cannot be edited, GitError when git cannot say whether it was withdrawn.
    """
    narrative = _not_withdrawn(kept)
    status = narrative.fields.status or life.BEGINNING
    if status in ("draft", "expired"):
        raise StepRefused(f"{narrative.id} is {status}: first storyarchive approve {narrative.id}")
    archive = archives.load(kept.frame.directory)
    now = (*PUBLISH, *consent.BY_DATE)
    if status == "published" and not any(_refused(narrative, archive, on, now)):
        raise StepRefused(f"{narrative.id} is published already.")
    change = _taken(kept, life.way(status, "published", ("paused",)), by, on)
    found = tuple(
        p for p in checks.of(change.in_place, archive, on, private) if p.severity in _TO_MEND
    )
    _guard(change, archive, on, PUBLISH, found)
    return change


def cool_on(kept: Kept, change: Change) -> date | None:
    """Give the first day on which a narrative can be published after a change, as far as the calendar goes."""
    return deadlines.cool_on(change.after.consent, kept.frame.settings)


def consent_incomplete(asked: Asked) -> Iterator[tuple[str, str]]:
    """The consent block is complete for its basis."""
    for missing in schema.missing(asked.narrative):
        if missing.path.startswith(("consent", "basis")):
            yield missing.why, missing.path


def no_audience(asked: Asked) -> Iterator[tuple[str, str]]:
    agreed = asked.narrative.consent
    if not (agreed.agrees("public-web") or agreed.agrees("mentor-edition")):
        yield "neither public-web nor mentor-edition is a yes", "consent.scopes"


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
    consent.no_new_consent,
)
"""Guards of the step from draft to consented."""

RENEW: tuple[Rule, ...] = (consent.expired,)
"""Further guards of the step from expired to consented."""

PUBLISH: tuple[Rule, ...] = (
    *consent.ON_ITS_OWN,
    consent.cooling_off,
    consent.review_overdue,
    consent.expired,
    no_audience,
)
"""Guards of the steps to published; that all checks are clean or acknowledged comes to them."""

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
    past = fields.history or ()
    by_hand = past[-1].to if past else None
    is_by_hand = by_hand != fields.status and fields.status != states[0]
    if is_by_hand and life.may_follow(by_hand or "", fields.status or ""):
        # Somebody wrote the status and not the step.
        steps = (Step(fields.status, on, "unknown"), *steps)
    if by_hand == "paused" and states == ("paused",):
        steps = ()  # the step is there, and only the status is not

    def edit(front: str) -> str:
        if approved:
            front = editing.set_field(front, "consent.approved_text", approved, CONSENT_NAMES)
            front = editing.set_field(front, "consent.approved_on", on.isoformat(), CONSENT_NAMES)
        front = editing.set_field(front, "status", states[-1], NAMES)
        if fields.history is None:
            front = editing.set_field(front, "history", "[]", NAMES)
        for step in steps:
            written = {"to": step.to, "date": step.date, "by": step.by}
            if step.reason_code:
                written["reason_code"] = step.reason_code
            front = editing.append(front, "history", editing.flow(written))
        return front

    agreed = fields.consent
    if agreed and approved:
        agreed = replace(agreed, approved_text=approved, approved_on=on)
    history = (*past, *steps)
    expected = replace(fields, status=states[-1], history=history, consent=agreed)
    return filing.edited(kept, edit, expected)


def _refused(
    narrative: Narrative, archive: Archive, on: date, guards: tuple[Rule, ...]
) -> Iterator[Problem]:
    original = archive.by_id.get(narrative.fields.translation_of or "")
    asked = Asked(
        narrative, consent.ANY_EDITION, on, archive.settings, archive.withdrawn_ids, original
    )
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
    for problem in _refused(change.in_place, archive, on, guards):
        said.setdefault((problem.code, problem.line), problem)
    if said:
        raise ProblemsFound(tuple(sorted(said.values(), key=lambda p: (p.line, p.code))))
