"""A report says what a build did."""

from dataclasses import dataclass
from pathlib import Path

from storyarchive import files
from storyarchive.errors import Problem


@dataclass(frozen=True, slots=True)
class Built:
    """One edition that was written."""

    edition: str
    directory: Path
    stories: int
    size: int
    """Bytes, recordings included."""
    written: files.Written


@dataclass(frozen=True, slots=True)
class StillShown:
    """An edition on disk that holds stories which it may not show on this day."""

    directory: Path
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did."""

    editions: tuple[Built, ...]
    left_out: tuple[Problem, ...]
    """Errors of the narratives that were left out, where the caller chose to go on without them."""
    held_back: tuple[Problem, ...]
    """Published narratives that no edition may show on this day, and why."""
    forgotten: tuple[Path, ...]
    """Directories of editions that the archive no longer has."""
    still_shown: tuple[StillShown, ...]
    """Editions built before, and not now, that show what they may no longer show."""
