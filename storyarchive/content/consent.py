"""Consent decides whether an edition may show a narrative on a day; what is not named as allowed is refused."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from storyarchive.content import deadlines, fields, life, schema
from storyarchive.content.frontmatter import approval
from storyarchive.content.narrative import Narrative, Step
from storyarchive.content.settings import Edition, Settings


@dataclass(frozen=True, slots=True)
class Asked:
    """The question put to the rules: may this edition show this narrative on this day?"""

    narrative: Narrative
    edition: Edition
    on: date
    settings: Settings
    withdrawn: frozenset[str]
    """Ids that may never be shown again."""
    original: Narrative | None
    """The narrative that this one translates, if it could be read."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """One rule that says no."""

    rule: str
    """Its name, with hyphens."""
    why: str
    """A sentence without a full stop."""
    field: str
    """The field to look at."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What the rules said of one narrative in one edition on one day."""

    id: str
    refusals: tuple[Refusal, ...]

    @property
    def cleared(self) -> bool:
        """Tell whether the edition may show it."""
        return not self.refusals


ANY_EDITION = Edition(id="", title="", scopes=(), on_the_web=True)
"""Asks what the rules say of a narrative itself, whatever the edition."""

Rule = Callable[[Asked], Iterator[tuple[str, str]]]
"""Yields (why not, the field to look at) for each reason to refuse; nothing when it has none."""


def decide(asked: Asked) -> Decision:
    """Put a narrative to every rule, and gather every reason to refuse it."""
    return Decision(asked.narrative.id, tuple(refusals(asked, RULES)))


def refusals(asked: Asked, rules: tuple[Rule, ...]) -> Iterator[Refusal]:
    """List what some of the rules refuse."""
    for rule in rules:
        name = rule.__name__.replace("_", "-")
        for why, field in rule(asked):
            yield Refusal(name, why, field)


def withdrawn(asked: Asked) -> Iterator[tuple[str, str]]:
    """A withdrawn narrative never comes back; a story given again gets a new id."""
    if asked.narrative.id in asked.withdrawn:
        yield f"{asked.narrative.id} was withdrawn", "id"


def not_published(asked: Asked) -> Iterator[tuple[str, str]]:
    status = asked.narrative.fields.status
    if status != "published":
        yield f"its status is {status or 'not recorded'}", "status"


def incomplete(asked: Asked) -> Iterator[tuple[str, str]]:
    """Every field that a published narrative needs is there, and what its basis needs."""
    for missing in schema.missing(asked.narrative):
        yield missing.why, missing.path


def basis_not_accepted(asked: Asked) -> Iterator[tuple[str, str]]:
    basis = asked.narrative.fields.basis
    if basis is not None and (basis not in fields.BASES or basis not in asked.settings.bases):
        yield f"this archive does not accept the basis {basis}", "basis"


def wrong_record(asked: Asked) -> Iterator[tuple[str, str]]:
    """The record is of the kind that the basis needs."""
    basis, records = asked.narrative.fields.basis, asked.narrative.consent.record or ()
    people = [record for record in records if record.startswith("CR-")]
    if basis == "fictional":
        if records and records != ("none-fictional",):
            yield "a fictional story has the record none-fictional", "consent.record"
    elif len(people) != len(records):
        yield "the record none-fictional is only for fictional stories", "consent.record"
    elif basis == "composite" and len(people) < 2:
        yield "a composite needs the record of each person in it", "consent.record"


def not_free(asked: Asked) -> Iterator[tuple[str, str]]:
    """Nobody with power over the narrator took or witnessed the consent."""
    consent = asked.narrative.consent
    if consent.taken_by_role not in (None, *fields.TAKERS):
        yield f"consent was taken by {consent.taken_by_role}", "consent.taken_by_role"
    if consent.witness_role not in (None, "none", *fields.TAKERS):
        yield f"consent was witnessed by {consent.witness_role}", "consent.witness_role"


def not_told(asked: Asked) -> Iterator[tuple[str, str]]:
    """The narrator was told all that they must know before agreeing."""
    told = asked.narrative.consent.told
    left = [what for what in fields.TOLD if told is not None and what not in told]
    if left:
        yield f"the narrator was not told {', '.join(left)}", "consent.told"


def no_capacity(asked: Asked) -> Iterator[tuple[str, str]]:
    if asked.narrative.consent.capacity_checked is False:
        yield "capacity was not checked", "consent.capacity_checked"


def text_changed(asked: Asked) -> Iterator[tuple[str, str]]:
    """The story is the text that the narrator approved."""
    approved = asked.narrative.consent.approved_text
    if approved is not None and approved != asked.narrative.once(_approval):
        yield "the story is not the text that was approved", "consent.approved_text"


def _approval(narrative: Narrative) -> str:
    return approval(narrative.body)


def cooling_off(asked: Asked) -> Iterator[tuple[str, str]]:
    """Some days pass after the later of giving and approving, so that a yes can be taken back."""
    until = deadlines.cool_on(asked.narrative.consent, asked.settings)
    if until is not None and asked.on < until:
        yield f"the cooling-off time lasts until {until}", "consent.approved_on"


def review_overdue(asked: Asked) -> Iterator[tuple[str, str]]:
    """A missed review is forgiven for some days, then the story pauses by itself."""
    due = deadlines.review_due(asked.narrative.consent, asked.settings)
    grace = timedelta(days=asked.settings.limits.review_grace_days)
    if due is not None and asked.on > due + grace:
        yield f"its consent was to be reviewed by {due}", "consent.review_by"


def expired(asked: Asked) -> Iterator[tuple[str, str]]:
    last = deadlines.last_day(asked.narrative.consent, asked.settings)
    if last is not None and asked.on > last:
        yield f"its consent held until {last}", "consent.expires_on"


def no_custody_permission(asked: Asked) -> Iterator[tuple[str, str]]:
    consent = asked.narrative.consent
    if consent.in_custody and consent.custody_permission is None:
        yield "the narrator was in custody and no permission is recorded", "consent.in_custody"


def unsafe(asked: Asked) -> Iterator[tuple[str, str]]:
    """Nobody could work out who the narrator is, and no case or crime is open."""
    safety = asked.narrative.fields.safety
    if safety is None:
        return  # `incomplete` has said so
    if safety.live_case:
        yield "a court case is still open", "safety.live_case"
    if safety.unreported_crime:
        yield "it tells of a crime that nobody reported", "safety.unreported_crime"
    test = safety.intruder_test
    if test is not None and test.result != "pass":
        yield "the intruder test is not passed", "safety.intruder_test"
    if test is not None and test.date is not None and test.date > asked.on:
        yield "the intruder test lies in the future", "safety.intruder_test"


def history_out_of_step(asked: Asked) -> Iterator[tuple[str, str]]:
    """The last step of the history is the status; where they differ, nobody knows which is meant."""
    steps, status = asked.narrative.fields.history or (), asked.narrative.fields.status
    if steps and status is not None and steps[-1].to != status:
        yield f'status is "{status}" but the history ends with "{steps[-1].to}"', "status"


def impossible_step(asked: Asked) -> Iterator[tuple[str, str]]:
    """Every step of the history is one that there is, from the beginning."""
    steps = asked.narrative.fields.history or ()
    if steps and steps[0].to not in (None, life.BEGINNING):
        yield f'the history begins with "{steps[0].to}", not "{life.BEGINNING}"', "history[0]"
    for index, (before, after) in enumerate(pairwise(steps), 1):
        if before.to and after.to and not life.may_follow(before.to, after.to):
            yield f'no step leads from "{before.to}" to "{after.to}"', f"history[{index}]"


def never_consented(asked: Asked) -> Iterator[tuple[str, str]]:
    """Between the last draft and publishing lies the narrator's approval, however often it was paused."""
    steps, index = asked.narrative.fields.history or (), published_at(asked.narrative)
    before = [step.to for step in steps[:index] if step.to in _EDITED]
    if index is not None and before and before[-1] == "draft":
        yield "a draft that nobody consented to cannot be published", f"history[{index}]"


def not_reviewed(asked: Asked) -> Iterator[tuple[str, str]]:
    """Who publishes is not who wrote it down: two people have looked at it."""
    steps, index = asked.narrative.fields.history or (), published_at(asked.narrative)
    if index is None or steps[index].by is None:
        return
    if steps[index].by in ("teller", "unknown"):
        yield f"{steps[index].by} is no reviewer, and so cannot publish it", f"history[{index}]"
    elif any(step.by == steps[index].by for step in steps[:index] if step.to in _EDITED):
        yield f"{steps[index].by} edited it, and so cannot publish it", f"history[{index}]"


_EDITED = ("draft", "consented")
"""The states that an editor brings a narrative to."""


def no_new_consent(asked: Asked) -> Iterator[tuple[str, str]]:
    """What has expired comes back only by a consent that was given since."""
    given = asked.narrative.consent.given_on
    ended = [step.date for step in asked.narrative.fields.history or () if step.to == "expired"]
    if given is not None and ended and ended[-1] and given < ended[-1]:
        yield f"its consent expired on {ended[-1]}, and none was given since", "consent.given_on"


def published_too_soon(asked: Asked) -> Iterator[tuple[str, str]]:
    """What was published is the consent and the text that stand in the file, and their cooling-off time was over."""
    step = _published(asked.narrative)
    until = deadlines.cool_on(asked.narrative.consent, asked.settings)
    if step is not None and step.date is not None and until is not None and step.date < until:
        yield f"published on {step.date}, it can be shown from {until} at the earliest", "history"


def intruder_test_too_old(asked: Asked) -> Iterator[tuple[str, str]]:
    """Somebody tried to find the narrator out shortly before it was published."""
    step, safety = _published(asked.narrative), asked.narrative.fields.safety
    test = safety.intruder_test if safety else None
    if step is None or step.date is None or test is None or test.date is None:
        return  # `incomplete` has said so
    most = asked.settings.limits.intruder_test_days
    if not 0 <= (step.date - test.date).days <= most:
        why = f"the intruder test of {test.date} is not in the {most} days before {step.date}"
        yield why, "safety.intruder_test"


def published_later(asked: Asked) -> Iterator[tuple[str, str]]:
    """A day of publishing may lie ahead; until then it is not shown."""
    step = _published(asked.narrative)
    if step is not None and step.date is not None and step.date > asked.on:
        yield f"it is to be published on {step.date}", "history"


def name_not_agreed(asked: Asked) -> Iterator[tuple[str, str]]:
    """A real name is in a story only when its bearer agreed."""
    for index, name in enumerate(asked.narrative.fields.names or ()):
        if name.changed is False and name.agreed is not True:
            yield "a real name is kept and its bearer did not agree", f"names[{index}]"


def scope_not_agreed(asked: Asked) -> Iterator[tuple[str, str]]:
    for scope in asked.edition.scopes:
        if not asked.narrative.consent.agrees(scope):
            yield f"the narrator did not agree to {scope}", "consent.scopes"


def ends_before_the_copy(asked: Asked) -> Iterator[tuple[str, str]]:
    """A copy that is handed over, and not built again each day, outlives no consent in it."""
    last = deadlines.last_day(asked.narrative.consent, asked.settings)
    until = deadlines.valid_until(asked.settings, asked.on)
    if not asked.edition.on_the_web and last is not None and last < until:
        why = f"its consent holds until {last}, and a copy made today may be used until {until}"
        yield why, "consent.expires_on"


def note_dropped(asked: Asked) -> Iterator[tuple[str, str]]:
    """The edition leaves out stories with some content notes."""
    for note in asked.narrative.fields.content_notes or ():
        if note.id in asked.edition.drop_notes:
            yield f"this edition leaves out stories that mention {note.id}", "content_notes"


def translation_not_agreed(asked: Asked) -> Iterator[tuple[str, str]]:
    """A translation stands on the consent of the story it translates."""
    of = asked.narrative.fields.translation_of
    if of is None:
        return
    original = asked.original
    if original is None or original.id != of or original.fields.translation_of is not None:
        yield f"the story it translates, {of}, is not here", "translation_of"
        return
    if not original.consent.agrees("translation"):
        yield f"the narrator of {of} did not agree to translation", "translation_of"
    if original.consent.record != asked.narrative.consent.record:
        yield f"its consent record is not that of {of}", "consent.record"
    if not decide(replace(asked, narrative=original, original=None)).cleared:
        yield f"the story it translates, {of}, is held back", "translation_of"


ON_ITS_OWN: tuple[Rule, ...] = (
    incomplete,
    basis_not_accepted,
    wrong_record,
    not_free,
    not_told,
    no_capacity,
    text_changed,
    no_custody_permission,
    unsafe,
    history_out_of_step,
    impossible_step,
    never_consented,
    not_reviewed,
    intruder_test_too_old,
    no_new_consent,
    name_not_agreed,
)
"""Rules about the narrative itself: what they refuse is to be mended in the file."""

BY_DATE: tuple[Rule, ...] = (
    cooling_off,
    published_too_soon,
    published_later,
    review_overdue,
    expired,
)
"""Rules that the calendar changes."""

RULES: tuple[Rule, ...] = (
    withdrawn,
    not_published,
    *ON_ITS_OWN,
    *BY_DATE,
    scope_not_agreed,
    ends_before_the_copy,
    note_dropped,
    translation_not_agreed,
)
"""All of them; a narrative is cleared when none refuses it."""


def published_at(narrative: Narrative) -> int | None:
    """Give the place in the history of the step that last published a narrative."""
    steps = narrative.fields.history or ()
    places = [index for index, step in enumerate(steps) if step.to == "published"]
    return places[-1] if places else None


def _published(narrative: Narrative) -> Step | None:
    index = published_at(narrative)
    return None if index is None else (narrative.fields.history or ())[index]
