"""A narrative is what a narrator gave, as it was written down; None in a field means *not recorded*."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date as Day
from typing import Any, TypeVar

from storyarchive.content.reading import Reading, measure
from storyarchive.content.story import Quote, StoryNote

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Consent:
    """What the narrator, or who may speak for them, agreed to."""

    record: tuple[str, ...] | None = None
    form_version: str | None = None
    form_language: str | None = None
    given_on: Day | None = None
    method: str | None = None
    read_aloud: bool | None = None
    taken_by_role: str | None = None
    witness_role: str | None = None
    capacity_checked: bool | None = None
    told: tuple[str, ...] | None = None
    approved_text: str | None = None
    approved_on: Day | None = None
    review_by: Day | None = None
    expires_on: Day | None = None
    in_custody: bool | None = None
    custody_permission: str | None = None
    payment: str | None = None
    scopes: Mapping[str, bool] = field(default_factory=dict)

    def agrees(self, scope: str) -> bool:
        """Tell whether a scope is allowed; a scope not listed is a no."""
        return self.scopes.get(scope) is True


@dataclass(frozen=True, slots=True)
class Recording:
    """A recording that goes with a narrative, its file beside it in the archive."""

    file: str | None = None
    transcript: str | None = None
    captions: str | None = None
    voice_changed: bool | None = None
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """The few coarse facts about a narrator that they agreed may be shown."""

    gender: str | None = None
    age_band: str | None = None
    experiences: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """Someone the narrative names."""

    as_written: str | None = None
    who: str | None = None
    changed: bool | None = None
    agreed: bool | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step in the life of a narrative."""

    to: str | None = None
    date: Day | None = None
    by: str | None = None
    reason_code: str | None = None


@dataclass(frozen=True, slots=True)
class IntruderTest:
    """A try to find out who the narrator is, before publishing."""

    date: Day | None = None
    by: str | None = None
    result: str | None = None


@dataclass(frozen=True, slots=True)
class Safety:
    """What was asked and tried so that nobody comes to harm."""

    intruder_test: IntruderTest | None = None
    live_case: bool | None = None
    unreported_crime: bool | None = None
    complainant_waiver: str | None = None


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A false alarm that somebody looked at and explained."""

    check: str | None = None
    text: str | None = None
    reason: str | None = None
    by: str | None = None
    date: Day | None = None


@dataclass(frozen=True, slots=True)
class Checks:
    """What editors answered to the checks."""

    acknowledged: tuple[Acknowledged, ...] | None = None


@dataclass(frozen=True, slots=True)
class SourceWork:
    """The published work that a narrative was taken from."""

    title: str | None = None
    author: str | None = None
    year: int | None = None
    rights: str | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Provenance:
    """How a narrative came to the archive and what was done to it."""

    source: str | None = None
    collected_by_role: str | None = None
    edited: tuple[str, ...] | None = None
    read_back_to_teller: bool | None = None
    work: SourceWork | None = None


@dataclass(frozen=True, slots=True)
class Fields:
    """The front matter of a narrative file."""

    id: str | None = None
    pseudonym: str | None = None
    title: str | None = None
    summary: str | None = None
    language: str | None = None
    translation_of: str | None = None
    format: str | None = None
    media: Recording | None = None
    role: str | None = None
    setting: str | None = None
    services: tuple[str, ...] = ()
    themes: tuple[str, ...] | None = None
    stage_now: str | None = None
    stages: tuple[str, ...] | None = None
    content_notes: tuple[StoryNote, ...] | None = None
    told_in: str | None = None
    area: str | None = None
    narrator: Facts | None = None
    names: tuple[NamedPerson, ...] | None = None
    quotes: tuple[Quote, ...] = ()
    prompts: tuple[str, ...] = ()
    reading: None = None
    basis: str | None = None
    consent: Consent | None = None
    status: str | None = None
    history: tuple[Step, ...] | None = None
    safety: Safety | None = None
    checks: Checks | None = None
    provenance: Provenance | None = None
    related: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Narrative:
    """One narrative file that could be read."""

    id: str
    path: str
    """The file, as the person at the prompt would type it."""
    fields: Fields
    body: str
    """The story, Markdown, with LF line ends and no blank lines around it."""
    body_line: int
    """The line of the file on which the body begins."""
    lines: Mapping[str, int]
    """Path of a field (`consent.given_on`, `themes[0]`) → its line."""
    _known: dict[Callable[["Narrative"], Any], Any] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def once(self, work: Callable[["Narrative"], T]) -> T:
        """Work out something once. work: depends on nothing but the narrative; a function of a module."""
        if work not in self._known:
            self._known[work] = work(self)
        found: T = self._known[work]
        return found

    @property
    def consent(self) -> Consent:
        """What was agreed; nothing, where the file says nothing."""
        return self.fields.consent or Consent()

    @property
    def reading(self) -> Reading:
        """Give the reading level of the story."""
        return self.once(_reading)

    def says(self, words: str) -> bool:
        """Tell whether words stand in the story, wherever its lines are broken."""
        return words in self.body or " ".join(words.split()) in " ".join(self.body.split())

    def line(self, field: str) -> int:
        """Give the line of a field, or of the nearest group around it that the file has."""
        while field and field not in self.lines:
            field = field[: max(field.rfind("."), field.rfind("["), 0)]
        return self.lines.get(field, 1)


def _reading(narrative: Narrative) -> Reading:
    return measure(narrative.body, narrative.fields.language or "")
