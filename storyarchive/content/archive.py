"""An archive is the directory that an organisation keeps: settings, vocabularies, help lines and narratives."""

import os
import re
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from storyarchive import shipped
from storyarchive.content import messages, records, schema, translating, wordbook
from storyarchive.content.kinds import did_you_mean
from storyarchive.content.narrative import Narrative
from storyarchive.content.records import WithdrawnEntry
from storyarchive.content.settings import HelpLine, Settings
from storyarchive.content.vocabulary import Vocabulary
from storyarchive.errors import ArchiveError, Problem, ProblemsFound
from storyarchive.sharing import shared

_RECORD_BYTES = 5_000_000
"""The largest settings or vocabulary file that is read."""


_RECORDS = ("_archive.yaml", "_help", "_vocabulary", "_withdrawn.yaml")
"""What in an archive is not a narrative."""

_LIKE_A_STORY = re.compile(r"\.(md\..+|markdown|mdown|docx?|odt|rtf)$", re.IGNORECASE)


@dataclass(frozen=True)
class Archive:
    """All that was read of an archive, and all that could not be."""

    directory: Path
    settings: Settings
    vocabulary: Vocabulary
    help_lines: tuple[HelpLine, ...]
    """Those of the archive's country."""
    withdrawn: tuple[WithdrawnEntry, ...]
    narratives: tuple[Narrative, ...]
    """Those that could be read, by id."""
    media: Mapping[str, int]
    """Name of each other file beside the narratives → its size in bytes."""
    problems: tuple[Problem, ...]
    """What was found while reading."""
    templates: Path | None = None
    """An organisation's own templates, where they are not beside the archive."""

    @cached_property
    def by_id(self) -> Mapping[str, Narrative]:
        """Id → narrative."""
        return {narrative.id: narrative for narrative in self.narratives}

    @cached_property
    def shown(self) -> Vocabulary:
        """The vocabulary in the language of the site: what readers see, where editors see the words of the files.

        Raises TemplateError when the language file cannot be used.
        """
        places = _templates(self.directory, self.templates)
        return translating.translated(self.vocabulary, self.settings.language, places)

    @cached_property
    def withdrawn_ids(self) -> frozenset[str]:
        """Ids that may never be shown again."""
        return frozenset(entry.id for entry in self.withdrawn)

    def path(self, name: str) -> str:
        """Give the path of a file of the archive as the person at the prompt would type it."""
        return (self.directory / name).as_posix()

    def without(self, ids: frozenset[str]) -> "Archive":
        """Give the same archive without some narratives."""
        return replace(self, narratives=tuple(n for n in self.narratives if n.id not in ids))


def load(directory: Path | str, templates: Path | None = None) -> Archive:
    """Read an archive from its directory.

    What is wrong in a narrative is kept in `Archive.problems`; what is wrong in the settings or
    the vocabulary leaves nothing to read narratives with.

    templates: an organisation's own; by default those beside the archive.

    Raises ArchiveError when the directory cannot be used, ProblemsFound when its settings,
    vocabulary, help lines or list of withdrawn ids cannot be read.
    """
    return replace(_read(Path(directory), _load), templates=templates)


def load_some(frame: Archive, ids: Container[str]) -> Archive:
    """Read an archive with only some of its narratives, and the files beside them. frame: without narratives.

    Raises ArchiveError when the directory cannot be read.
    """

    def load(directory: Path) -> Archive:
        with os.scandir(directory) as scan:
            entries = sorted((e for e in scan if e.name[:7] in ids), key=lambda entry: entry.name)
        read = [_file(entry, frame) for entry in entries if _is_story(entry.name)]
        return replace(
            frame,
            narratives=tuple(each.narrative for each in read if each.narrative is not None),
            media={e.name: e.stat().st_size for e in entries if not _is_story(e.name)},
            problems=tuple(problem for each in read for problem in each.problems),
        )

    return _read(frame.directory, load)


def load_frame(directory: Path | str) -> Archive:
    """Read an archive without its narratives: its settings, vocabulary, help lines and list of withdrawn ids.

    Raises what `load` raises.
    """
    return _read(Path(directory), _load_frame)


def places(directory: Path) -> tuple[Path, ...]:
    """List the directories whose files decide what a library of the archive holds."""
    return *_own(directory), *(place / messages.FOLDER for place in _templates(directory))


def beside(directory: Path) -> Path:
    """Give the place of an organisation's own templates."""
    return shipped.beside(directory)


def _own(directory: Path) -> tuple[Path, ...]:
    return directory, directory / "_vocabulary", directory / "_help"


def _templates(directory: Path, own: Path | None = None) -> tuple[Path, Path]:
    return own or beside(directory), shipped.templates()


def _read(directory: Path, load: Callable[[Path], Archive]) -> Archive:
    if not directory.is_dir():
        here = Path("_archive.yaml").is_file()
        go = "go up one directory" if here else "name the archive's with --archive DIR"
        raise ArchiveError(f"{directory} is not a directory: {go}.")
    try:
        return load(directory)
    except OSError as error:
        where = error.filename or directory
        raise ArchiveError(f"{where} cannot be read: {error.strerror or error}.") from error


def _load_frame(directory: Path) -> Archive:
    vocabulary = _load_vocabulary(directory)
    settings, withdrawn, help_lines = _load_records(directory, vocabulary)
    withdrawn = tuple(sorted(withdrawn, key=lambda entry: entry.id))
    return Archive(directory, settings, vocabulary, help_lines, withdrawn, (), {}, ())


def _load(directory: Path) -> Archive:
    frame = _load_frame(directory)
    settings, withdrawn = frame.settings, frame.withdrawn
    problems: list[Problem] = []
    entries = list(_entries(directory, settings, problems))
    media = [entry for entry in entries if not _is_story(entry.name)]
    claims: dict[str, set[str]] = {}
    for entry in media:
        path = (directory / entry.name).as_posix()
        claims[path] = {entry.name[:7].casefold(), entry.name.split(".")[0].casefold()}
    narratives: list[Narrative] = []
    files = [entry for entry in entries if _is_story(entry.name)]
    for read in chain.from_iterable(shared(lambda part: [_file(e, frame) for e in part], files)):
        claims[read.path] = read.claims
        problems += read.problems
        narratives += [] if read.narrative is None else [read.narrative]
    for place in _own(directory):
        for file in sorted(place.glob("*.yaml")):
            if file.name != "_withdrawn.yaml":
                naming = _named_in(file, frame.withdrawn_ids)
                problems += [problem for problem in naming if problem not in problems]
    twice, found = _twice(claims)
    problems += found
    problems += _returned(claims, withdrawn)
    return replace(
        frame,
        # Of two files with one id nobody can say which the narrator agreed to.
        narratives=tuple(sorted((n for n in narratives if n.id not in twice), key=lambda n: n.id)),
        media={entry.name: entry.stat().st_size for entry in media},
        problems=tuple(problems),
    )


class _File(NamedTuple):
    """What was read of the file of a narrative."""

    path: str
    claims: set[str]
    """The ids that it may be of."""
    narrative: Narrative | None
    problems: tuple[Problem, ...]


def _is_story(name: str) -> bool:
    return name.casefold().endswith(".md")


def _file(entry: os.DirEntry[str], frame: Archive) -> _File:
    path, limit = frame.path(entry.name), frame.settings.limits.story_bytes
    claims = {entry.name[:-3].casefold()}
    if entry.stat().st_size > limit:
        return _File(path, claims, None, (_too_large(path, entry.stat().st_size, limit),))
    try:
        raw = Path(entry.path).read_bytes()
    except OSError as error:
        return _File(path, claims, None, (_unreadable(path, error),))
    narrative, found = schema.read(raw, path, entry.name[:-3], frame.vocabulary)
    problems = (*found, *_named(raw, path, frame.withdrawn_ids, entry.name[:-3]))
    if narrative is None:
        return _File(path, claims | _claimed_ids(raw), None, problems)
    # Asked of every narrative sooner or later, and worked out here, where the work is shared.
    _ = narrative.reading, schema.missing(narrative)
    return _File(path, claims, narrative, problems)


def _load_vocabulary(directory: Path) -> Vocabulary:
    files = {}
    for name in wordbook.VOCABULARIES:
        path = directory / "_vocabulary" / name
        if not path.is_file():
            raise ArchiveError(
                f"{path.as_posix()} is missing: write it, or copy the one that comes with"
                f" storyarchive from {(shipped.vocabulary() / name).as_posix()}."
            )
        files[name] = (path.as_posix(), _record(directory, path))
    vocabulary, problems = wordbook.read(files)
    if vocabulary is None:
        raise ProblemsFound(problems)
    return vocabulary


def _load_records(
    directory: Path, vocabulary: Vocabulary
) -> tuple[Settings, tuple[WithdrawnEntry, ...], tuple[HelpLine, ...]]:
    path = directory / "_archive.yaml"
    if not path.is_file():
        raise ArchiveError(
            f"{path.as_posix()} is missing: an archive needs one, with title, language, country,"
            " contact and editions. If the archive is elsewhere, name it with --archive DIR."
        )
    settings, problems = records.read_settings(
        _record(directory, path), path.as_posix(), vocabulary
    )
    path = directory / "_withdrawn.yaml"
    if not path.is_file():
        raise ArchiveError(
            f"{path.as_posix()} is missing: without it a story that was taken down could come back."
            " Restore it from Git; a new archive has an empty one."
        )
    withdrawn, found = records.read_withdrawn(_record(directory, path), path.as_posix())
    problems = problems + found
    help_lines: tuple[HelpLine, ...] = ()
    if settings is not None:
        path = directory / "_help" / f"{settings.country}.yaml"
        if path.is_file():
            help_lines, found = records.read_help(
                _record(directory, path), path.as_posix(), vocabulary
            )
            problems = problems + found
    if settings is None or problems:
        raise ProblemsFound(problems)
    return settings, withdrawn, help_lines


def _record(directory: Path, path: Path) -> bytes:
    """Read one of the archive's own files, which must lie inside it and be of a sane size."""
    try:
        inside = path.resolve().is_relative_to(directory.resolve())
    except RuntimeError:  # a link that leads to itself, on Pythons before 3.13
        inside = False
    if not inside:
        raise ArchiveError(f"{path.as_posix()} is a link that leads out of the archive.")
    if not path.is_file() or path.stat().st_size > _RECORD_BYTES:
        raise ArchiveError(f"{path.as_posix()} is not a file of a size that can be read.")
    return path.read_bytes()


def _entries(
    directory: Path, settings: Settings, problems: list[Problem]
) -> Iterator[os.DirEntry[str]]:
    """List the files beside each other in an archive, by name; report what is not a plain file."""
    logo = settings.look.logo
    known = _RECORDS if logo is None else (*_RECORDS, logo.name)
    with os.scandir(directory) as scan:
        entries = sorted(scan, key=lambda entry: entry.name)
    for entry in entries:
        if not entry.name.isprintable():
            shown = (directory / ascii(entry.name)).as_posix()
            message = "the file's name holds characters that cannot be seen"
            problems.append(Problem(shown, 1, "odd-name", message, "Rename the file."))
            continue
        path = (directory / entry.name).as_posix()
        if entry.name.startswith("_"):
            if entry.name not in known:
                message = f"nothing reads {entry.name}"
                remedy = did_you_mean(entry.name, _RECORDS, f"There are: {', '.join(_RECORDS)}.")
                problems.append(Problem(path, 1, "odd-name", message, remedy))
            continue
        if entry.name.startswith(".") or entry.name.casefold() == "readme.md":
            continue
        if entry.is_symlink():
            # Even a link inside the archive could show one person's file under another's name.
            message, remedy = "this is a link to a file", "Put the file itself here."
            problems.append(Problem(path, 1, "link", message, remedy))
        elif not entry.is_dir() or entry.name.casefold().endswith(".md"):
            if not entry.is_file():
                message, remedy = "this is not a file that can be read", "Move it elsewhere."
                problems.append(Problem(path, 1, "not-a-file", message, remedy))
            elif _LIKE_A_STORY.search(entry.name):
                message = "this looks like a story, but its name does not end in .md"
                remedy = f"Name it {entry.name[:7]}.md."
                problems.append(Problem(path, 1, "odd-name", message, remedy))
            else:
                yield entry


def _too_large(path: str, size: int, limit: int) -> Problem:
    message = f"the file has {size:,} bytes; the most is {limit:,}"
    remedy = "Keep one story in a file; the limit is story_bytes in _archive.yaml."
    return Problem(path, 1, "too-large", message, remedy)


def _unreadable(path: str, error: OSError) -> Problem:
    message = f"the file cannot be read: {error.strerror}"
    return Problem(path, 1, "not-a-file", message, "Check who may read it.")


def _claimed_ids(raw: bytes) -> set[str]:
    """Find the id that a file claims, even when the rest of it cannot be read."""
    head = raw[:65536].decode("utf-8", "replace")
    found = re.search(r"^id:[ \t]*[\"']?([\w-]+)", head, re.MULTILINE)
    return {found.group(1).casefold()} if found else set()


def _twice(claims: Mapping[str, set[str]]) -> tuple[set[str], list[Problem]]:
    """Find ids that two narrative files claim, whatever the case of their letters."""
    claimed: dict[str, str] = {}
    twice: set[str] = set()
    problems: list[Problem] = []
    for path, ids in claims.items():
        if not path.casefold().endswith(".md"):
            continue
        for id in sorted(ids):
            if id in claimed:
                message = f"{claimed[id]} has this id too: {id}"
                remedy = "Keep one; a second story gets an id of its own."
                problems.append(Problem(path, 1, "duplicate-id", message, remedy))
                twice.add(id)
            claimed.setdefault(id, path)
    return twice, problems


def naming_withdrawn(archive: Archive, directory: Path) -> Iterator[Problem]:
    """Report files of another directory, such as templates, that name a narrative which was withdrawn."""
    for file in sorted(directory.rglob("*")) if archive.withdrawn else ():
        if file.is_file() and file.stat().st_size <= _RECORD_BYTES:
            yield from _named(file.read_bytes(), file.as_posix(), archive.withdrawn_ids)


def _named_in(file: Path, withdrawn: frozenset[str]) -> Iterator[Problem]:
    """Report where one of the archive's own files names a narrative that was withdrawn, or that it cannot be read."""
    path = file.as_posix()
    if not file.is_file():
        message, remedy = "this is not a file that can be read", "Move it elsewhere."
        yield Problem(path, 1, "not-a-file", message, remedy)
    elif (size := file.stat().st_size) > _RECORD_BYTES:
        message = f"the file has {size:,} bytes; the most is {_RECORD_BYTES:,}"
        yield Problem(path, 1, "too-large", message, "Keep only what is needed in it.")
    else:
        yield from _named(file.read_bytes(), path, withdrawn)


def _named(raw: bytes, path: str, withdrawn: frozenset[str], own: str = "") -> Iterator[Problem]:
    """Report where a file names a narrative that was withdrawn. own: the id of the file itself."""
    if not withdrawn:
        return
    for found in _AN_ID.finditer(raw):
        id = found.group().decode()
        if id in withdrawn and id != own:
            line = raw.count(b"\n", 0, found.start()) + 1
            message, remedy = f"it names {id}, which was withdrawn", "Take the id out."
            if b"translation_of" in raw[: found.start()].rpartition(b"\n")[2]:
                remedy = (
                    "It is the same person's story, so it goes too:"
                    f" storyarchive withdraw {own} --reason teller"
                )
            yield Problem(path, line, "names-withdrawn", message, remedy)


_AN_ID = re.compile(rb"(?<![\w-])s-[23456789a-z]{5}(?![\w-])")


def _returned(
    claims: Mapping[str, set[str]], withdrawn: tuple[WithdrawnEntry, ...]
) -> Iterator[Problem]:
    """Report every file of a narrative that was withdrawn, by its name or by the id inside it."""
    gone = {entry.id: entry for entry in withdrawn}
    for path, ids in claims.items():
        for id in sorted(ids & gone.keys()):
            message = f"{id} was withdrawn on {gone[id].withdrawn_on} and must not come back"
            remedy = "Delete this file; a story given again gets a new id and a new consent."
            yield Problem(path, 1, "withdrawn-id", message, remedy)
