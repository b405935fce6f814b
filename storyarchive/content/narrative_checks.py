"""Checks of one narrative: what is wrong, what is missing before publishing, and what is worth a thought."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from storyarchive.content import commonmark, consent, remedies, schema
from storyarchive.content.archive import Archive
from storyarchive.content.consent import Asked, Refusal
from storyarchive.content.groups import Group
from storyarchive.content.kinds import Date, Text, YesNo
from storyarchive.content.markers import MARKER
from storyarchive.content.narrative import Narrative
from storyarchive.content.settings import Edition
from storyarchive.errors import Problem, Severity

_SHORTEST = 120
"""Words below which a story is rather a note; a guess, so it is only advice."""

_OMITTED = "<!-- raw HTML omitted -->"


@dataclass(frozen=True, slots=True)
class Checked:
    """One narrative among the others, on a day."""

    narrative: Narrative
    archive: Archive
    on: date

    def problem(
        self, field: str, code: str, message: str, remedy: str, severity: Severity | None = None
    ) -> Problem:
        n = self.narrative
        return Problem(n.path, n.line(field), code, message, remedy, severity or self.severity)

    def at(
        self, offset: int, code: str, message: str, remedy: str, severity: Severity | None = None
    ) -> Problem:
        """Point to a place in the body. offset: characters from its beginning."""
        line = self.narrative.body_line + self.narrative.body.count("\n", 0, offset)
        path = self.narrative.path
        return Problem(path, line, code, message, remedy, severity or self.severity)

    def asked(self, edition: Edition) -> Asked:
        return Asked(
            narrative=self.narrative,
            edition=edition,
            on=self.on,
            settings=self.archive.settings,
            withdrawn=self.archive.withdrawn_ids,
            original=self.archive.by_id.get(self.narrative.fields.translation_of or ""),
        )

    @property
    def is_published(self) -> bool:
        return self.narrative.fields.status == "published"

    @property
    def severity(self) -> Severity:
        """What is wrong in a published story is still to be done in any other.

        A story that is paused or being rewritten is shown nowhere, so it must not stop the build
        that takes it off the site.
        """
        return Severity.ERROR if self.is_published else Severity.MISSING


Check = Callable[[Checked], Iterator[Problem]]


def what_is_missing(c: Checked) -> Iterator[Problem]:
    """List what is not recorded yet, each with what it is for and an example to write."""
    for missing in schema.missing(c.narrative):
        remedy = f"{missing.field.about}  {_to_write(missing)}"
        if missing.path in ("consent.approved_text", "consent.approved_on"):
            remedy = (
                "When the narrator has approved the story as it now is, run:"
                f" storyarchive approve {c.narrative.id} --by editor-1"
            )
        yield c.problem(missing.path, "incomplete", missing.why, remedy)


def _to_write(missing: schema.Missing) -> str:
    """Say what to write. A day, or what somebody said, is never made up, so that no example becomes a record."""
    name, kind = missing.path.rpartition(".")[2], missing.field.kind
    if isinstance(kind, Group):
        return f"Copy {name} from the whole file in docs/editors.md, and mend each line."
    if isinstance(kind, Date | YesNo | Text) or not missing.field.example:
        return f"Write {name}: and {kind.says}."
    return f"Write: {name}: {missing.field.example}"


def consent_holds(c: Checked) -> Iterator[Problem]:
    """Ask the rules of consent what is to be mended, and what the calendar holds back."""
    asked = c.asked(consent.ANY_EDITION)
    for refusal in consent.refusals(asked, consent.ON_ITS_OWN):
        if refusal.rule != "incomplete":
            remedy = remedies.remedy(refusal.rule, c.narrative)
            yield c.problem(refusal.field, refusal.rule, refusal.why, remedy)
    if c.is_published:
        for refusal in consent.refusals(asked, consent.BY_DATE):
            remedy = remedies.remedy(refusal.rule, c.narrative)
            yield c.problem(refusal.field, refusal.rule, refusal.why, remedy, Severity.HELD)


def somewhere_to_be_shown(c: Checked) -> Iterator[Problem]:
    """A published story that no edition may show is perhaps a forgotten scope."""
    if not c.is_published:
        return
    asked = c.asked(consent.ANY_EDITION)
    if any(consent.refusals(asked, (*consent.ON_ITS_OWN, *consent.BY_DATE))):
        return  # said already
    kept_back: dict[str, Refusal] = {}
    for edition in c.archive.settings.editions.values():
        refused = consent.decide(c.asked(edition)).refusals
        if refused:
            kept_back[edition.id] = refused[0]
        if [refusal.rule for refusal in refused] == ["ends-before-the-copy"]:
            message = f"copies of {edition.id} leave it out: {refused[0].why}"
            remedy = "Ask the narrator whether it may go on, or let it end."
            field = refused[0].field
            yield c.problem(field, "ends-before-the-copy", message, remedy, Severity.ADVICE)
    if len(kept_back) < len(c.archive.settings.editions):
        return
    said = "; ".join(f"{id}: {refusal.why}" for id, refusal in kept_back.items())
    message = f"no edition may show it ({said})"
    rules = {refusal.rule for refusal in kept_back.values()}
    if "translation-not-agreed" in rules:
        field, remedy = "translation_of", _for_a_translation(asked)
    elif "scope-not-agreed" in rules:
        field = "consent.scopes"
        remedy = "If that is what was agreed, all is well; else mend consent.scopes."
    else:
        field = next(iter(kept_back.values())).field
        remedy = "If that is what was agreed, all is well."
    yield c.problem(field, "shown-nowhere", message, remedy, Severity.HELD)


def _for_a_translation(asked: Asked) -> str:
    """Say what would let a translation be shown that its original keeps back."""
    of, original = asked.narrative.fields.translation_of, asked.original
    if original is None or original.fields.translation_of is not None:
        return "Name the story that was told first, and that is in the archive."
    if not original.consent.agrees("translation"):
        return f"Ask the narrator; their answer stands in consent.scopes of {of}."
    if original.consent.record != asked.narrative.consent.record:
        return f"Write the record of {of}: both are the story of one person."
    return (
        f"A translation is shown only where its original is, and nothing is to be mended here.  What holds {of} back:"
        " storyarchive consent, and storyarchive check."
    )


def dates_are_in_order(c: Checked) -> Iterator[Problem]:
    """Nobody approves before agreeing, and nothing ends before it began."""
    given = c.narrative.consent.given_on
    for name in ("approved_on", "review_by", "expires_on"):
        day = getattr(c.narrative.consent, name)
        if given is not None and day is not None and day < given:
            message, remedy = f"{name} is {day}, before given_on, {given}", "Mend the dates."
            severity = None
            if name == "approved_on":
                remedy += (
                    f"  For a new consent run: storyarchive approve {c.narrative.id} --by editor-1"
                )
                # While a consent is being renewed the door holds the narrative back.
                asked = c.asked(consent.ANY_EDITION)
                if any(consent.refusals(asked, (consent.published_too_soon,))):
                    severity = Severity.HELD
            where = f"consent.{name}"
            yield c.problem(where, "dates-out-of-order", message, remedy, severity)


def withdrawal_is_whole(c: Checked) -> Iterator[Problem]:
    """A story is withdrawn by deleting it, not by a word in it."""
    if c.narrative.fields.status == "withdrawn":
        remedy = (
            "Delete this file and its recording, and write in _withdrawn.yaml:"
            f" - {{id: {c.narrative.id}, withdrawn_on: {c.on}, reason_code: teller}}"
        )
        message = "it is withdrawn, and still here"
        yield c.problem("status", "still-here", message, remedy)


def themes_in_use(c: Checked) -> Iterator[Problem]:
    for index, id in enumerate(c.narrative.fields.themes or ()):
        new = c.archive.vocabulary.theme[id].replaced_by
        if new is not None:
            remedy = f'Write "{new}".'
            where = f"themes[{index}]"
            yield c.problem(where, "retired-theme", f'"{id}" is no longer used', remedy)


def stage_now_is_told(c: Checked) -> Iterator[Problem]:
    now, told = c.narrative.fields.stage_now, c.narrative.fields.stages
    if now is not None and told is not None and now not in told:
        remedy = "Add it to stages, in its place; or mend stage_now."
        message = f'stage_now is "{now}", which is not in stages'
        yield c.problem("stage_now", "stage-not-told", message, remedy)


def quotes_are_in_the_story(c: Checked) -> Iterator[Problem]:
    for index, quote in enumerate(c.narrative.fields.quotes):
        if not c.narrative.says(quote.text):
            remedy = "Copy it from the story, letter for letter, out of one paragraph."
            message = "this quote is not in the story"
            yield c.problem(f"quotes[{index}]", "quote-not-in-story", message, remedy)


def prompts_are_kind(c: Checked) -> Iterator[Problem]:
    for index, prompt in enumerate(c.narrative.fields.prompts):
        if re.search(r"\bwhy did you\b", prompt, re.IGNORECASE):
            remedy = "Ask 'what happened' or 'what helped'."
            message = "a prompt asks 'why did you'"
            yield c.problem(f"prompts[{index}]", "asks-why", message, remedy, Severity.ADVICE)


def there_is_a_story(c: Checked) -> Iterator[Problem]:
    body = c.narrative.body
    words = c.narrative.reading.words
    if not body.strip():
        yield c.problem("", "no-story", "there is no story yet", "Write it after the second ---.")
    elif words < _SHORTEST:
        message = f"the story has {words} words"
        remedy = "A reader may want more; 350 to 1,200 words read well."
        yield c.problem("", "short-story", message, remedy, Severity.ADVICE)


def markers_name_notes(c: Checked) -> Iterator[Problem]:
    """What is told in detail can be skipped, and a marker names a note of the story."""
    notes = {note.id: note for note in c.narrative.fields.content_notes or ()}
    markers = [marker for marker in MARKER.finditer(c.narrative.body) if marker.group(1)]
    for marker in markers:
        if marker.group(1) not in notes:
            message = f'a marker names "{marker.group(1)}"'
            remedy = "Add it to content_notes, or mend the marker."
            yield c.at(marker.start(), "unknown-marker", message, remedy)
    marked = {marker.group(1) for marker in markers}
    # Old books were not written with markers in mind.
    if c.narrative.fields.basis != "public-domain":
        for id, note in notes.items():
            if note.level == "described" and id not in marked:
                message = f"{id} is told in detail, and no line says where it begins"
                remedy = f"Put a line <!-- note: {id} --> before it, so that readers can skip it."
                yield c.problem("content_notes", "no-marker", message, remedy, Severity.ADVICE)


def notes_stand_once(c: Checked) -> Iterator[Problem]:
    notes = [note.id for note in c.narrative.fields.content_notes or ()]
    for index, id in enumerate(notes):
        if id in notes[:index]:
            message = f"content_notes names {id} twice"
            yield c.problem(f"content_notes[{index}]", "repeated", message, "Keep one of the two.")


def story_is_plain(c: Checked) -> Iterator[Problem]:
    """The story is Markdown without HTML or pictures."""
    body = c.narrative.body
    # The parser is the judge of what is HTML: it leaves this comment where it left some out.
    plain = MARKER.sub("", body)
    if "<" in plain and _OMITTED in commonmark.html(plain):
        markup = re.search(r"<(?!!--\s*note)[A-Za-z/!?]", body)
        remedy = "Use Markdown: a blank line between paragraphs, ## before a heading."
        at = markup.start() if markup else 0
        yield c.at(at, "raw-html", "the story holds HTML", remedy)
    image = re.search(r"!\[[^\]\n]{0,300}\]\s?[(\[]", body)
    if image:
        remedy = "Leave it out, or tell in words what it shows."
        yield c.at(image.start(), "remote-image", "the story holds a picture", remedy)


def media_is_there(c: Checked) -> Iterator[Problem]:
    fields = c.narrative.fields
    if fields.media is None:
        if fields.format not in {None, "text"}:
            remedy = "Write media with file, transcript, voice_changed and minutes."
            yield c.problem("format", "no-media", f"the format is {fields.format}", remedy)
        return
    for name in ("file", "captions", "transcript"):
        file = getattr(fields.media, name)
        if file in (None, "body"):
            continue
        remedy = f"Put the file beside the story, its name beginning with {c.narrative.id}."
        if not file.startswith(c.narrative.id):
            message = f"{file} is named as another story's"
            yield c.problem(f"media.{name}", "media-missing", message, remedy)
        elif file not in c.archive.media:
            message = f"{c.archive.path(file)} is not there"
            yield c.problem(f"media.{name}", "media-missing", message, remedy)


def original_is_there(c: Checked) -> Iterator[Problem]:
    of = c.narrative.fields.translation_of
    if of is None:
        return
    if of in c.archive.withdrawn_ids:
        return  # reading the archive has said so
    if of not in c.archive.by_id or of == c.narrative.id:
        message = f"{of} is not in the archive"
        remedy = "Name the id of the story it translates."
        yield c.problem("translation_of", "no-original", message, remedy)


def related_are_there(c: Checked) -> Iterator[Problem]:
    for index, id in enumerate(c.narrative.fields.related):
        where = f"related[{index}]"
        if id in c.archive.withdrawn_ids:
            continue  # reading the archive has said so
        if id not in c.archive.by_id or id == c.narrative.id:
            remedy = "Name another story, or delete it."
            yield c.problem(where, "no-related", f"{id} is not another story here", remedy)


def history_is_in_order(c: Checked) -> Iterator[Problem]:
    for index, (before, after) in enumerate(pairwise(c.narrative.fields.history or ()), 1):
        if before.date and after.date and after.date < before.date:
            message = f"{after.date} comes after {before.date}"
            remedy = "Put the steps in the order in which they were taken."
            yield c.problem(f"history[{index}]", "history-order", message, remedy)


NARRATIVE_CHECKS: tuple[Check, ...] = (
    what_is_missing,
    consent_holds,
    somewhere_to_be_shown,
    dates_are_in_order,
    withdrawal_is_whole,
    themes_in_use,
    stage_now_is_told,
    quotes_are_in_the_story,
    prompts_are_kind,
    there_is_a_story,
    markers_name_notes,
    notes_stand_once,
    story_is_plain,
    media_is_there,
    original_is_there,
    related_are_there,
    history_is_in_order,
)
