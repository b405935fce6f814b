"""A narrative's file by itself: found, read, edited and written, with the rest of the archive left alone."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from storyarchive import files
from storyarchive.content import archive as archives
from storyarchive.content import editing, frontmatter, schema
from storyarchive.content.archive import Archive
from storyarchive.content.kinds import did_you_mean
from storyarchive.content.narrative import Fields, Narrative, Step
from storyarchive.errors import EditError, ProblemsFound, StepRefused, UnknownName


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
    raw: bytes
    """What it held when it was read."""
    content: bytes
    before: Narrative
    after: Narrative

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps that were added to the history."""
        return (self.after.fields.history or ())[len(self.before.fields.history or ()) :]

    @property
    def in_place(self) -> Narrative:
        """The narrative after the change, with the lines of the file that the editor sees now."""
        return replace(self.after, lines=self.before.lines, body_line=self.before.body_line)


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


def edited(kept: Kept, edit: Callable[[str], str], expected: Fields) -> Change:
    """Edit the front matter of a narrative, and make sure that the file then says what it is to say.

    edit: from YAML to YAML. expected: the fields that the new file must have.

    Raises EditError when it has others.
    """
    try:
        content = editing.in_file(kept.raw, edit, frontmatter.bounds)
        after, _ = schema.read(
            content, kept.narrative.path, kept.narrative.id, kept.frame.vocabulary
        )
    except (EditError, ValueError, IndexError) as error:
        raise EditError(_by_hand(kept, str(error))) from error
    if after is None or after.fields != expected or after.body != kept.narrative.body:
        raise EditError(_by_hand(kept, "its front matter is written in an unusual way"))
    return Change(kept.file, kept.raw, content, kept.narrative, after)


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
    """Write a change to its file.

    Raises StepRefused when the file is not as it was read any more, OutputError when it cannot be written.
    """
    if not change.file.is_file() or change.file.read_bytes() != change.raw:
        raise StepRefused(f"{change.file.as_posix()} was changed meanwhile: run this again.")
    files.replace_file(change.file, change.content)


def _by_hand(kept: Kept, why: str) -> str:
    return (
        f"{kept.file.as_posix()} cannot be edited by a program ({why}): write the change by hand."
    )
