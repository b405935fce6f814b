"""A report says where a withdrawn story was found, what was searched, and what could not be."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What of a story was found; a report never says more of it than this."""

    SAME_FILE = "same-file"
    """A file with the very bytes of a former file, whatever its name."""
    CLAIM = "claim"
    """A file that says it is the narrative: `id: s-h7k2m` at the beginning of a line."""
    NAME = "name"
    """The id in the name of a file or a directory."""
    MENTION = "mention"
    """The id in what a file says."""
    FINGERPRINT = "fingerprint"
    """The SHA-256 of a former file, which a list or a pointer may hold."""
    TEXT = "text"
    """Runs of consecutive words of the story."""
    PHRASE = "phrase"
    """Its title or a short quote of it."""
    WORD = "word"
    """One of the words or phrases that the caller asked for."""


@dataclass(frozen=True, slots=True, order=True)
class Trace:
    """Something of the story, at one place."""

    place: str
    """A path, `offline.zip › stories/s-h7k2m.html` inside an archive, or a path in a commit."""
    kind: Kind
    count: int
    """How many: of runs and phrases different ones, of mentions all."""


@dataclass(frozen=True, slots=True, order=True)
class Unsearched:
    """A place that could not be looked into, so that nobody can say what is there."""

    place: str
    why: str
    """A clause without a full stop."""


@dataclass(frozen=True, slots=True)
class Searched:
    """How much was looked into."""

    files: int = 0
    """Files on disk and in archives."""
    size: int = 0
    """Bytes of them and of git objects, unpacked."""
    archives: int = 0
    """Archives that were opened."""
    repositories: int = 0
    objects: int = 0
    """Git objects."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a search for a withdrawn story came to."""

    id: str
    traces: tuple[Trace, ...]
    """All that must go, by place."""
    unsearched: tuple[Unsearched, ...]
    notes: tuple[str, ...]
    """What is good to know and does no harm; sentences without a full stop."""
    searched: Searched

    @property
    def is_clean(self) -> bool:
        """Tell whether nothing was found and everything could be searched."""
        return not self.traces and not self.unsearched
