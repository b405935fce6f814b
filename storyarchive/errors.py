"""What can go wrong, and how it is said.

    StoryArchiveError        stops the program; one sentence for the person at the prompt
    ├── ArchiveError         the archive as a whole cannot be used
    ├── ProblemsFound        someone's writing has problems that must be mended first
    ├── UnknownName          a name given at the prompt is not in the archive
    ├── StepRefused          a narrative cannot take the step that was asked for
    ├── EditError            a file cannot be edited by a program
    ├── TemplateError        a template cannot be rendered; names its file and line
    ├── SearchError          the search index cannot be used
    ├── GitError             git cannot read a repository
    ├── OutputError          a place cannot be written
    └── WorkerLost           a process that shared the work was ended from outside

A `Problem` is not an exception: problems in someone's writing are collected and shown together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class StoryArchiveError(Exception):
    """Something stops the work; the message says what, where and what to do."""


class ArchiveError(StoryArchiveError):
    """The archive as a whole cannot be used."""


class UnknownName(StoryArchiveError):
    """A theme, stage, note, edition or id given by the caller does not exist."""


class StepRefused(StoryArchiveError):
    """A narrative cannot take the step that was asked for."""


class EditError(StoryArchiveError):
    """A file cannot be edited by a program."""


class TemplateError(StoryArchiveError):
    """A template cannot be rendered."""


class SearchError(StoryArchiveError):
    """The search index cannot be used."""


class GitError(StoryArchiveError):
    """Git cannot read a repository."""


class OutputError(StoryArchiveError):
    """A place cannot be written."""


class TooFar(StoryArchiveError):
    """A change reaches too far for what was made before to be amended: it is made anew, and nobody is told."""


class WorkerLost(StoryArchiveError):
    """A process that shared the work was ended from outside."""


class Severity(StrEnum):
    """How much a problem weighs, the heaviest first."""

    ERROR = "error"
    """Wrong: the narrative cannot be shown until it is mended."""
    WARNING = "warning"
    """To be looked at: mended or acknowledged before the narrative can be published."""
    MISSING = "missing"
    """Not there yet: needed before the narrative can be published."""
    HELD = "held"
    """Held back: nothing is wrong, and no edition may show the narrative now."""
    ADVICE = "advice"
    """Worth a thought: nothing is held up by it."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend in someone's writing."""

    path: str
    """The file, as the person at the prompt would type it."""
    line: int
    """The line in that file, from 1."""
    code: str
    """The short name of the check, one of `content.codes.CODES`."""
    message: str
    """What is wrong, as a sentence without a full stop."""
    remedy: str = ""
    """What to do about it."""
    severity: Severity = Severity.ERROR
    """How much it weighs."""

    def __str__(self) -> str:
        remedy = f"\n    {self.remedy}" if self.remedy else ""
        return f"{self.path}:{self.line}: {self.code}: {self.message}{remedy}"


class ProblemsFound(StoryArchiveError):
    """Someone's writing has problems that must be mended first."""

    def __init__(self, problems: Sequence[Problem], warning: str = "") -> None:
        self.problems = tuple(problems)
        self.warning = warning
        """What stays as it must not while they are not mended; a sentence without a full stop."""
        count = len(self.problems)
        super().__init__(f"{count} problem{'' if count == 1 else 's'} to mend first")
