"""Withdrawing takes a narrative off for good: out of the archive, the caches and the libraries on this computer.

docs/withdrawal.md has the whole procedure. The id is written into the list of withdrawn ones first: from that moment no
build succeeds that still meets the story, so whatever stops the rest half-way, nothing is shown by it, and a second run
does what the first did not.
"""

import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from storyarchive import building, files, git
from storyarchive.content import archive as archives
from storyarchive.content import editing, fields, filing, records, schema
from storyarchive.content.archive import Archive
from storyarchive.content.identity import PrivateWords
from storyarchive.content.kinds import did_you_mean
from storyarchive.errors import EditError, OutputError, Problem, StoryArchiveError, UnknownName

WITHDRAWN = "_withdrawn.yaml"


@dataclass(frozen=True, slots=True)
class Plan:
    """What withdrawing a narrative would do here."""

    directory: Path
    """The archive."""
    id: str
    translations: tuple[str, ...]
    """Ids of its translations: the same person's story, withdrawn with it."""
    files: tuple[Path, ...]
    """What is to be deleted: stories, recordings, and what an editing program left of them."""
    named_by: tuple[Path, ...]
    """Other narratives whose `related` names one of them; it is taken out there."""
    since: date | None
    """The day it was withdrawn, where that is written down already."""

    @property
    def ids(self) -> tuple[str, ...]:
        """All ids that go."""
        return (self.id, *self.translations)


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """What was done."""

    plan: Plan
    on: date
    """The day of the withdrawal, from which deadlines count."""
    checklist: Path
    """Where the steps that remain are written."""
    editions: tuple[str, ...]
    """Editions that were built again."""
    left_out: tuple[Problem, ...]
    """Errors of other narratives, which the new build had to leave out."""
    unlisted: tuple[Path, ...]
    """Directories of editions that the archive no longer lists and that hold the story: to be deleted."""


def plan(directory: Path, id: str) -> Plan:
    """Find all that a withdrawal would take away.

    Files are looked at as they are, so that a story that cannot be read can be withdrawn as well.

    Raises UnknownName when there is no such story and never was, and what `archive.load_frame` raises.
    """
    frame = archives.load_frame(directory)
    told = {path: path.read_bytes() for path in sorted(directory.iterdir()) if _is_text(path)}
    retold = _translations(id, told, frame)
    translations = tuple(sorted({other for path in retold if (other := _id_of(path))} - {id}))
    ids = {id, *translations}
    gone = tuple(
        path
        for path in sorted(directory.iterdir())
        if _is_plain(path)
        and (path in retold or _id_of(path) in ids or _claims(told.get(path, b""), ids))
    )
    since = {entry.id: entry.withdrawn_on for entry in frame.withdrawn}
    if not gone and id not in since and not _was_here(directory, id):
        known = tuple(path.stem for path in told)
        guess = did_you_mean(id, known, "Its id is the name of its file.")
        raise UnknownName(f'There is no story "{id}".  {guess}')
    return Plan(
        directory=directory,
        id=id,
        translations=translations,
        files=gone,
        named_by=tuple(
            path
            for path, raw in told.items()
            if path not in gone and any(each.encode() in raw for each in ids)
        ),
        since=since.get(id),
    )


def _translations(id: str, told: Mapping[Path, bytes], frame: Archive) -> tuple[Path, ...]:
    """Find the files that translate a story, and those that translate these."""
    ids, found = {id}, set[Path]()
    while True:
        more = {
            path
            for path, raw in told.items()
            if path not in found and _id_of(path) != id and _translates(path, raw, ids, frame)
        }
        if not more:
            return tuple(sorted(found))
        found |= more
        ids |= {other for path in more if (other := _id_of(path))}


def _id_of(path: Path) -> str | None:
    """Give the id that a file's name begins with, however it goes on."""
    named = re.match(fields.ID, path.name.lstrip(".").casefold())
    return named.group() if named else None


def _translates(path: Path, raw: bytes, ids: set[str], frame: Archive) -> bool:
    if not any(id.encode() in raw for id in ids):
        return False
    narrative, _ = schema.read(raw, path.as_posix(), path.stem, frame.vocabulary)
    if narrative is not None:
        return narrative.fields.translation_of in ids
    # What cannot be read is looked at as it is written.
    return any(_says(raw, "translation_of", id) for id in ids)


def _was_here(directory: Path, id: str) -> bool:
    """Tell whether git knows a story that somebody deleted by hand."""
    if re.fullmatch(fields.ID, id) is None:
        return False
    return bool(git.ask(directory, "log", "-1", "--all", "--format=%H", "--", f"{id}.md"))


def withdraw(
    planned: Plan,
    reason_code: str,
    on: date,
    output: Path,
    checklists: Path,
    *,
    told_on: date | None = None,
    templates: Path | None = None,
    private: Callable[[], PrivateWords | None] = lambda: None,
    say: Callable[[str], None] = lambda step: None,
) -> Withdrawal:
    """Take a narrative off: list it, delete it, clear caches, and build again what is on this computer.

    reason_code: one of `fields.REASONS`. on: the day to build as of. output: where editions were built. checklists: the
    directory for the list of what remains to be done; not inside the archive. told_on: the day the narrator told
    anybody, from which deadlines count, if it is another. private: gives words that no file may hold. say: told of
    each step as it begins.

    Raises OutputError when something cannot be written or deleted, and ProblemsFound when the archive has errors that
    stop every build. Both leave the withdrawal written down; a second run takes it up again.
    """
    day = planned.since or told_on or on
    checklist = _place(checklists, planned, output)
    say("Writing it down")
    _list(planned, reason_code, day)
    # Before anything is deleted, for a second run could not know the translations any more.
    if not checklist.exists():
        files.replace_file(checklist, _checklist(planned, day).encode())
    for path in planned.named_by:
        _unname(path, planned)
    say("Deleting")
    for path in planned.files:
        _delete(path)
    left = sorted(checklist.parent.glob(f".{checklist.name}.*.new"))
    for place in (
        *left,
        *_half_written(planned.directory),
        *_remembered(planned.directory, output),
    ):
        _delete(place)
    editions, left_out = _rebuilt(planned, output, on, templates, private, say)
    unlisted = tuple(_unlisted(planned, output, editions))
    return Withdrawal(planned, day, checklist, editions, left_out, unlisted)


def remaining(planned: Plan, day: date) -> tuple[str, ...]:
    """List the steps that no program on this computer can take, each with its day.

    Source of the steps and deadlines: docs/withdrawal.md. day: the day of the withdrawal.
    """
    checks = [f"storyarchive verify-withdrawn {id} --git --old FILE" for id in planned.ids]
    said = {"id": planned.id, "check": "; ".join(checks)}
    dated = ((None if days is None else day + timedelta(days), what) for days, what in REMAINING)
    return tuple(
        f"{f'by {due}' if due else 'in its time'}: {what.format(**said)}" for due, what in dated
    )


def _checklist(planned: Plan, day: date) -> str:
    """Write what remains as a list to tick off."""
    return "\n".join(
        [
            f"# Taking down {' and '.join(planned.ids)}",
            "",
            f"Withdrawn on {day}. docs/withdrawal.md explains each step.",
            "",
            *(f"- [ ] {step}" for step in remaining(planned, day)),
            "",
            "Nothing but ids and days belongs here: no name, no title, no word of the story.",
            "",
        ]
    )


REMAINING: tuple[tuple[int | None, str], ...] = (
    (0, "Commit it. The message names the id only: git commit -am 'Take down {id}'"),
    (1, "Put the new build where the old one was: the web host, each computer and stick at hand."),
    (3, "Clear the web host's cache; ask search engines and web archives to remove the page."),
    (
        7,
        "Send the recall to everyone on the private list of copies: sticks, kiosks, printed packs.",
    ),
    (7, "Tell every site and translator who was given the story; write down the answers."),
    (
        14,
        "Rewrite the history of the repository, then check it: {check}",
    ),
    (28, "Ask again whoever holds a copy and has not confirmed that it is destroyed or replaced."),
    (
        28,
        "Register: delete or lock the key record; keep the least that proves the withdrawal was done.",
    ),
    (28, "Tell the narrator, in the way they chose, what was removed and what could not be."),
    (None, "Backups: let them age out; keep the list of withdrawn ids beside them for a restore."),
)
"""Days after the withdrawal (None: the stated time of the backups) → what is left to do."""


def _list(planned: Plan, reason_code: str, day: date) -> None:
    """Add the ids to the list of withdrawn ones, and nothing else about them."""
    path = planned.directory / WITHDRAWN
    raw = path.read_bytes()
    entries, _ = records.read_withdrawn(raw, path.as_posix())
    known = {entry.id for entry in entries}
    lines = [
        editing.flow({"id": id, "withdrawn_on": day, "reason_code": reason_code})
        for id in planned.ids
        if id not in known
    ]

    def edit(text: str) -> str:
        for line in lines:
            text = editing.append(text, "", line)
        return text

    if not lines:
        return
    try:
        content = editing.in_file(raw, edit, _whole)
    except (EditError, ValueError) as error:
        raise _by_hand(path, planned) from error
    after, problems = records.read_withdrawn(content, path.as_posix())
    if problems or {entry.id for entry in after} != known | set(planned.ids):
        raise _by_hand(path, planned)
    files.replace_file(path, content)


def _by_hand(path: Path, planned: Plan) -> EditError:
    return EditError(
        f"{path.as_posix()} cannot be edited by a program: add {planned.id} by hand, then run this"
        " again."
    )


def _whole(text: str) -> editing.Front:
    return 0, len(text)


def _unname(path: Path, planned: Plan) -> None:
    """Take the ids out of the `related` of another narrative; what else names them, the next check tells."""
    try:
        kept = filing.find(planned.directory, path.stem)
        change = filing.unrelated(kept, frozenset(planned.ids))
    except StoryArchiveError:
        return
    if change is not None:
        filing.write(change)


def _delete(path: Path) -> None:
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(
            f"{path.as_posix()} cannot be deleted ({error.strerror or error}): delete it by hand, then run this again."
        ) from error


def _half_written(directory: Path) -> Iterator[Path]:
    """Find what a killed program was writing in the archive (`files.replace_file`)."""
    for path in sorted(directory.glob(".*.new")):
        if re.fullmatch(rf"\.({fields.ID}\.md|{WITHDRAWN})\.\w+\.new", path.name):
            yield path


def _remembered(directory: Path, output: Path) -> Iterator[Path]:
    """Find what earlier builds left: caches, and what a killed build of an edition was writing."""
    for index in sorted((output / "cache" / "search").glob("*")):
        if (index / "files.json").exists() or index.name in _editions(directory):
            yield index
    notes = output / "cache" / "last"
    if notes.is_dir():
        yield notes
    for id in _editions(directory):
        for left in (output / f".{id}.new", output / f".{id}.old"):
            if left.is_dir():
                yield left


def _editions(directory: Path) -> tuple[str, ...]:
    return tuple(archives.load_frame(directory).settings.editions)


def _rebuilt(
    planned: Plan,
    output: Path,
    on: date,
    templates: Path | None,
    private: Callable[[], PrivateWords | None],
    say: Callable[[str], None],
) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Build again each edition that is on this computer, without narratives that have errors: they can wait."""
    ids = tuple(
        id for id in _editions(planned.directory) if (output / id / "manifest.json").exists()
    )
    if not ids:
        return (), ()
    report = building.build(
        planned.directory, output, on, ids, templates, keep_going=True, private=private(), say=say
    )
    return ids, report.left_out


def _unlisted(planned: Plan, output: Path, built: tuple[str, ...]) -> Iterator[Path]:
    """Find other directories in the output whose manifest still lists the story."""
    for path in sorted(output.glob("*/manifest.json")):
        if path.parent.name in built:
            continue
        try:
            shown = json.loads(path.read_bytes())["stories"]
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            continue
        if isinstance(shown, list) and set(planned.ids) & set(map(str, shown)):
            yield path.parent


def _place(checklists: Path, planned: Plan, output: Path) -> Path:
    for inside, what in ((planned.directory, "the archive"), (output, "a directory of builds")):
        files.refuse_inside(checklists, inside, what, "--checklist DIR")
    return checklists / f"withdrawal-{planned.id}.md"


def _is_text(path: Path) -> bool:
    name = path.name.casefold()
    return _is_plain(path) and name.endswith(".md") and name != "readme.md"


def _is_plain(path: Path) -> bool:
    return path.is_file() and not path.name.startswith("_")


def _says(raw: bytes, field: str, value: str) -> bool:
    pattern = rf"^{field}:[ \t]*[\"']?{re.escape(value)}[\"']?[ \t]*(#.*)?\r?$"
    return re.search(pattern.encode(), raw, re.MULTILINE) is not None


def _claims(raw: bytes, ids: set[str]) -> bool:
    return any(_says(raw, "id", id) for id in ids)
