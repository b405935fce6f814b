"""Checks find what is wrong, what is missing before publishing, and what is worth a thought."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

import cmarkgfm

from storyarchive.content import consent
from storyarchive.content.archive import Archive
from storyarchive.content.consent import Asked, Refusal
from storyarchive.content.frontmatter import approval
from storyarchive.content.markers import MARKER
from storyarchive.content.narrative import Narrative
from storyarchive.content.reading import measure
from storyarchive.content.settings import Edition
from storyarchive.errors import Problem, Severity

_SHORTEST = 120
"""Words below which a story is rather a note; a guess, so it is only advice."""

_NO_EDITION = Edition(id="", title="", scopes=())


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

    def at(self, offset: int, code: str, message: str, remedy: str) -> Problem:
        """Point to a place in the body. offset: characters from its beginning."""
        line = self.narrative.body_line + self.narrative.body.count("\n", 0, offset)
        return Problem(self.narrative.path, line, code, message, remedy, self.severity)

    @property
    def severity(self) -> Severity:
        """What is wrong in a published story is still to be done in a draft."""
        unfinished = self.narrative.fields.status in {None, "draft", "consented"}
        return Severity.MISSING if unfinished else Severity.ERROR


Check = Callable[[Checked], Iterator[Problem]]


def run(archive: Archive, on: date) -> tuple[Problem, ...]:
    """Find every problem of an archive, the files in order, each with its lines in order."""
    found = list(archive.problems)
    for narrative in archive.narratives:
        for check in NARRATIVE_CHECKS:
            found += check(Checked(narrative, archive, on))
    for whole in (help_lines, stray_files):
        found += whole(archive, on)
    return tuple(sorted(found, key=lambda p: (p.path, p.line, p.code, p.message)))


def consent_rules(c: Checked) -> Iterator[Problem]:
    """Ask the rules of consent what the narrative itself lacks."""
    asked = Asked(c.narrative, _NO_EDITION, c.on, c.archive.settings, frozenset(), None)
    for refusal in consent.refusals(asked, consent.ON_ITS_OWN):
        remedy = _remedy(refusal, c.narrative)
        yield c.problem(refusal.field, refusal.rule, refusal.why, remedy)
    if c.narrative.fields.status == "published":
        for refusal in consent.refusals(asked, consent.BY_DATE):
            remedy = "It is left out of every edition until then."
            if refusal.rule != "cooling-off":
                remedy = "It is left out of every edition. Speak with the narrator, or set status."
            yield c.problem(refusal.field, refusal.rule, refusal.why, remedy, Severity.ADVICE)


def _remedy(refusal: Refusal, narrative: Narrative) -> str:
    if refusal.field == "consent.approved_text" and refusal.rule == "incomplete":
        return (
            "When the narrator has approved the story as it now is, write:"
            f" approved_text: {approval(narrative.body)}"
        )
    if refusal.rule == "incomplete":
        return "Write it before the story is published; docs/editors.md explains each field."
    if refusal.rule == "text-changed":
        return (
            "Read the story as it now is to the narrator; when they approve it, write the day in"
            f" approved_on and approved_text: {approval(narrative.body)}"
        )
    if refusal.rule == "no-custody-permission":
        return "Write its reference: custody_permission: PR-0007"
    return "Do not publish until this is put right with the narrator."


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
        if quote.text not in c.narrative.body:
            remedy = "Copy it from the story, letter for letter, out of one paragraph."
            message = f'the quote "{quote.text[:40]}…" is not in the story'
            yield c.problem(f"quotes[{index}]", "quote-not-in-story", message, remedy)


def prompts_are_kind(c: Checked) -> Iterator[Problem]:
    for index, prompt in enumerate(c.narrative.fields.prompts):
        if re.search(r"\bwhy did you\b", prompt, re.IGNORECASE):
            remedy = "Ask 'what happened' or 'what helped'."
            message = "a prompt asks 'why did you'"
            yield c.problem(f"prompts[{index}]", "asks-why", message, remedy, Severity.ADVICE)


def body_is_plain(c: Checked) -> Iterator[Problem]:
    """The body is Markdown without HTML or pictures, and its markers name notes of the story."""
    body = c.narrative.body
    if not body.strip():
        yield c.problem("", "no-story", "there is no story yet", "Write it after the second ---.")
        return
    words = measure(body, "").words
    if words < _SHORTEST:
        message = f"the story has {words} words"
        remedy = "A reader may want more; 350 to 1,200 words read well."
        yield c.problem("", "short-story", message, remedy, Severity.ADVICE)
    notes = {note.id for note in c.narrative.fields.content_notes or ()}
    for marker in MARKER.finditer(body):
        if marker.group(1) and marker.group(1) not in notes:
            message = f'a marker names "{marker.group(1)}"'
            remedy = "Add it to content_notes, or mend the marker."
            yield c.at(marker.start(), "unknown-marker", message, remedy)
    if "<" in body:
        plain = MARKER.sub("", body)
        if "<!-- raw HTML omitted -->" in cmarkgfm.markdown_to_html(plain, 0):
            markup = re.search(r"<(?!!--\s*note)[A-Za-z/!?]", body)
            remedy = "Use Markdown: a blank line between paragraphs, ## before a heading."
            message = "the story holds HTML"
            yield c.at(markup.start() if markup else 0, "raw-html", message, remedy)
    image = re.search(r"!\[[^\]\n]{0,300}\]\s?[(\[]", body)
    if image:
        remedy = "Leave it out, or tell in words what it shows."
        yield c.at(image.start(), "remote-image", "the story holds a picture", remedy)


def media_is_there(c: Checked) -> Iterator[Problem]:
    fields = c.narrative.fields
    if fields.media is None:
        if fields.format in {"audio", "video"}:
            remedy = "Write media with file, transcript, voice_changed and minutes."
            yield c.problem("format", "no-media", f"the format is {fields.format}", remedy)
        return
    for name in ("file", "captions", "transcript"):
        file = getattr(fields.media, name)
        if file in (None, "body"):
            continue
        if file not in c.archive.media or not file.startswith(c.narrative.id):
            message = f"{c.archive.path(file)} is not there"
            remedy = "Put the file beside the story, named by the story's id."
            yield c.problem(f"media.{name}", "media-missing", message, remedy)


def original_is_there(c: Checked) -> Iterator[Problem]:
    of = c.narrative.fields.translation_of
    if of is None:
        return
    if of in c.archive.withdrawn_ids:
        message = f"it translates {of}, which was withdrawn"
        remedy = "Withdraw the translation too: it is the same person's story."
        yield c.problem("translation_of", "withdrawn-id", message, remedy, Severity.ERROR)
    elif of not in c.archive.by_id or of == c.narrative.id:
        message = f"{of} is not in the archive"
        remedy = "Name the id of the story it translates."
        yield c.problem("translation_of", "no-original", message, remedy)


def related_are_there(c: Checked) -> Iterator[Problem]:
    for index, id in enumerate(c.narrative.fields.related):
        where = f"related[{index}]"
        if id in c.archive.withdrawn_ids:
            message = f"it names {id}, which was withdrawn"
            yield c.problem(where, "withdrawn-id", message, "Delete the id.", Severity.ERROR)
        elif id not in c.archive.by_id or id == c.narrative.id:
            remedy = "Name another story, or delete it."
            yield c.problem(where, "no-related", f"{id} is not another story here", remedy)


def history_fits(c: Checked) -> Iterator[Problem]:
    steps, status = c.narrative.fields.history or (), c.narrative.fields.status
    if steps and status is not None and steps[-1].to != status:
        message = f'status is "{status}" but the history ends with "{steps[-1].to}"'
        remedy = "Add the step that was taken at the end of history, or mend status."
        yield c.problem("status", "history-out-of-step", message, remedy)
    for index, (before, after) in enumerate(pairwise(steps), 1):
        if before.date and after.date and after.date < before.date:
            message = f"{after.date} comes after {before.date}"
            remedy = "Put the steps in the order in which they were taken."
            yield c.problem(f"history[{index}]", "history-order", message, remedy)


NARRATIVE_CHECKS: tuple[Check, ...] = (
    consent_rules,
    themes_in_use,
    stage_now_is_told,
    quotes_are_in_the_story,
    prompts_are_kind,
    body_is_plain,
    media_is_there,
    original_is_there,
    related_are_there,
    history_fits,
)


def help_lines(archive: Archive, on: date) -> Iterator[Problem]:
    """A site without help lines is not built; one that nobody tried lately is named."""
    path = archive.path(f"_help/{archive.settings.country}.yaml")
    if not archive.help_lines:
        remedy = "Write at least one, after ringing it yourself."
        yield Problem(path, 1, "no-help-lines", "there is no help line", remedy)
    oldest = on - timedelta(days=archive.settings.limits.help_checked_days)
    for line in archive.help_lines:
        if line.placeholder and not archive.settings.demonstration:
            remedy = "Write a real line, then delete placeholder: yes."
            yield Problem(path, 1, "help-placeholder", f'"{line.name}" is a placeholder', remedy)
        elif date.fromisoformat(line.checked_on) < oldest and not line.placeholder:
            message = f'"{line.name}" was last tried on {line.checked_on}'
            remedy = "Ring it, then write today's date in checked_on."
            yield Problem(path, 1, "help-unchecked", message, remedy, Severity.ADVICE)


def stray_files(archive: Archive, on: date) -> Iterator[Problem]:
    """A file that belongs to no narrative may be a forgotten recording of somebody's voice."""
    readable = archive.by_id.keys() | {p.path.rpartition("/")[2][:7] for p in archive.problems}
    for name in sorted(archive.media):
        if name[:7] not in readable:
            message = "no story here has this id"
            remedy = "Move it out of the archive; a withdrawn story's recording goes with it."
            yield Problem(archive.path(name), 1, "stray-file", message, remedy, Severity.ADVICE)


def blocking(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Give the problems that stop a build."""
    return tuple(problem for problem in problems if problem.severity is Severity.ERROR)


def final(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Give the problems that stop a build whatever the caller asks for."""
    return tuple(p for p in problems if p.code in {"withdrawn-id", "no-help-lines"})
