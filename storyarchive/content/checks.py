"""Checks find what is wrong in an archive, what is missing before publishing, and what is worth a thought."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain

from storyarchive.content import identity, own
from storyarchive.content.archive import Archive
from storyarchive.content.identity import Crowd, PrivateWords
from storyarchive.content.narrative import Narrative
from storyarchive.content.narrative_checks import NARRATIVE_CHECKS, Checked
from storyarchive.errors import Problem, Severity
from storyarchive.sharing import shared

ArchiveCheck = Callable[[Archive, date], Iterator[Problem]]


def run(archive: Archive, on: date, *, private: PrivateWords | None = None) -> tuple[Problem, ...]:
    """Find every problem of an archive, the files in order, each with its lines in order.

    private: the words that no file may hold, from `identity.private.load`, if the editor has any.
    """
    each = of_each(archive, on, private)

    def some(narratives: Sequence[Narrative]) -> list[Problem]:
        return [problem for narrative in narratives for problem in each(narrative)]

    found = [*archive.problems, *chain.from_iterable(shared(some, archive.narratives))]
    for whole in ARCHIVE_CHECKS:
        found += whole(archive, on)
    found += identity.problems_around(archive)
    return tuple(sorted(found, key=lambda p: (p.path, p.line, p.code, p.message)))


def of_each(
    archive: Archive, on: date, private: PrivateWords | None = None, crowd: Crowd | None = None
) -> Callable[[Narrative], Iterator[Problem]]:
    """Make what finds the problems of one narrative among the others of its archive, and of the files beside it.

    crowd: of the narrators of the whole archive, where that was gathered before.
    """
    inspect = identity.inspector(archive, on, private, crowd)

    def problems(narrative: Narrative) -> Iterator[Problem]:
        for check in NARRATIVE_CHECKS:
            yield from check(Checked(narrative, archive, on))
        yield from inspect(narrative)

    return problems


def of(
    narrative: Narrative, archive: Archive, on: date, private: PrivateWords | None = None
) -> tuple[Problem, ...]:
    """Find the problems of one narrative, and of the files beside it, among the others of its archive.

    narrative: as it is to be looked at, whatever the archive says of it.
    """
    others = tuple(n for n in archive.narratives if n.id != narrative.id)
    together = tuple(sorted((*others, narrative), key=lambda n: n.id))
    found = run(replace(archive, narratives=together), on, private=private)
    return tuple(p for p in found if p.path.rpartition("/")[2].startswith(narrative.id))


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
        elif line.checked_on < oldest and not line.placeholder:
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


ARCHIVE_CHECKS: tuple[ArchiveCheck, ...] = (help_lines, stray_files, own.problems)


def blocking(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Give the problems that stop a build."""
    return tuple(problem for problem in problems if problem.severity is Severity.ERROR)


def final(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """Give the problems that stop a build whatever the caller asks for."""
    codes = {
        "withdrawn-id",
        "withdrawal-forgotten",
        "history-incomplete",
        "no-help-lines",
        "help-placeholder",
    }
    return tuple(problem for problem in blocking(problems) if problem.code in codes)
