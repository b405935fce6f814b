"""A story is what one audience may read of a narrative; nothing else of the narrative is in it."""

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storyarchive.content.reading import Reading


@dataclass(frozen=True, slots=True)
class StoryNote:
    """A content note of one story."""

    id: str
    level: str
    """`mention` or `described`."""
    where: str = ""
    """Where in the story, in the narrator's or editor's words."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of the story that may stand alone on a card or poster."""

    text: str
    ok_out_of_context: bool
    """Whether it may be shown without the story around it."""


@dataclass(frozen=True, slots=True)
class Media:
    """A recording of the story, in the archive beside it."""

    name: str
    """The file's name in the site."""
    source: Path
    """Where the bytes are."""
    minutes: int
    voice_changed: bool
    captions: Path | None
    """Where the words shown with a film are."""
    size: int
    """Bytes, shown so that a reader on prepaid data can choose."""
    transcript: Path | None = None
    """Where its words are; None where they are the story's own text."""

    @property
    def files(self) -> tuple[Path, ...]:
        """List the recording and what goes with it."""
        return tuple(file for file in (self.source, self.captions, self.transcript) if file)


@dataclass(frozen=True, slots=True)
class Work:
    """The published work that a story was taken from."""

    title: str
    author: str
    year: int
    rights: str
    """Why it may be shown here."""
    link: str | None


@dataclass(frozen=True, slots=True)
class Story:
    """What one audience may read of a narrative; nothing else of it is here."""

    id: str
    title: str
    pseudonym: str
    summary: str
    language: str
    """BCP 47 tag of the words of this story."""
    text: str
    """The body, Markdown."""
    format: str
    role: str
    setting: str
    services: tuple[str, ...]
    themes: tuple[str, ...]
    """2 to 6 theme ids, most important first."""
    stage_now: str
    stages: tuple[str, ...]
    """Stage ids in the order they happen; repeats are returns."""
    notes: tuple[StoryNote, ...]
    told_in: str
    """A decade, `2020s`."""
    gender: str | None
    age_band: str | None
    experiences: tuple[str, ...]
    quotes: tuple[Quote, ...]
    """Empty unless the narrator agreed to excerpts."""
    prompts: tuple[str, ...]
    reading: Reading
    basis: str
    agreed_in: str | None
    """Month of consent, `2026-04`; the day is not shown."""
    names_changed: bool
    edited: tuple[str, ...]
    """What was done to the telling (`shortened`, `places-removed`)."""
    source: str
    """How the story came to the archive, in a few words."""
    read_back: bool
    """Whether it was read back to the narrator."""
    work: Work | None
    media: Media | None
    """None unless the narrator agreed to audio."""
    translation_of: str | None
    """The id of the story this one translates."""
    translations: tuple[str, ...]
    """Ids of this library's translations of this story."""
    related: tuple[str, ...]
    """Ids of this library's stories that the editor chose."""
    same_teller: tuple[str, ...]
    """Ids of this library's other stories that the same person told under the same name."""
    agreed: frozenset[str]
    """The scopes with a yes (`print`, `search-engines`); never written to anything that is published."""


def to_json(story: Story) -> str:
    """Write a story down, so that `from_json` gives the same one."""
    # Field by field, for `asdict` would copy each of ten thousand texts first.
    said = {field.name: getattr(story, field.name) for field in dataclasses.fields(story)}
    return json.dumps(said, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    return str(value) if isinstance(value, Path) else dataclasses.asdict(value)


def from_json(written: str) -> Story:
    """Read a story that `to_json` wrote; raises ValueError, KeyError or TypeError for anything else."""
    said = json.loads(written)
    work, media = said["work"], said["media"]
    nested = {
        "notes": tuple(StoryNote(**note) for note in said["notes"]),
        "quotes": tuple(Quote(**quote) for quote in said["quotes"]),
        "reading": Reading(**said["reading"]),
        "work": Work(**work) if work else None,
        "media": Media(**_with_paths(media)) if media else None,
        "agreed": frozenset(said["agreed"]),
    }
    lists = {name: tuple(value) for name, value in said.items() if isinstance(value, list)}
    return Story(**{**said, **lists, **nested})


def _with_paths(media: Mapping[str, Any]) -> dict[str, Any]:
    places = ("source", "captions", "transcript")
    return {**media, **{name: Path(media[name]) for name in places if media[name] is not None}}
