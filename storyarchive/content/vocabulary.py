"""A vocabulary is the words an organisation sorts its stories by: themes, stages, notes, synonyms and lists."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True, slots=True)
class ThemeGroup:
    """A heading that themes are browsed under; never given to a story."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Theme:
    """What a story can be about (a SKOS concept)."""

    id: str
    group: str
    """The id of the `ThemeGroup` it is browsed under (`skos:broader`)."""
    label: str
    """What readers see (`skos:prefLabel`)."""
    formal: str
    """What researchers call it."""
    definition: str
    """One plain sentence (`skos:definition`)."""
    alt: tuple[str, ...] = ()
    """Other words people type (`skos:altLabel`); for search, never shown on a story."""
    replaced_by: str | None = None
    """The theme to use instead, once this one is retired."""


@dataclass(frozen=True, slots=True)
class Stage:
    """Where someone is on the way."""

    id: str
    order: int
    """Its place when browsing, from 1; no stage is better than another."""
    label: str
    formal: str
    definition: str
    look_for: str
    """What a narrator at this stage might say."""
    mentor_use: str
    """Whom a story of this stage may help: 'For someone who …'."""


@dataclass(frozen=True, slots=True)
class ConceptMatch:
    """A link from one of our concepts to another scheme's (SKOS mapping)."""

    subject: str
    """`stage:<id>` or `theme:<id>`."""
    rel: str
    to: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something a reader may want to know before reading, or not to see."""

    id: str
    label: str
    neon: str
    """The domain of the NEON content-warning typology it belongs to."""
    guidance: str
    """What editors must keep to when a story holds it."""


@dataclass(frozen=True, slots=True)
class Synonyms:
    """A group of words that meet in search, with its directions and false friends."""

    id: str
    canonical: str
    both: tuple[str, ...] = ()
    one_way: tuple[str, ...] = ()
    under: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    hide: tuple[str, ...] = ()
    region: str | None = None
    theme: str | None = None
    stage: str | None = None
    content_note: str | None = None


@dataclass(frozen=True)
class Vocabulary:
    """All the words of one archive, in the order they are shown."""

    groups: tuple[ThemeGroup, ...]
    themes: tuple[Theme, ...]
    stages: tuple[Stage, ...]
    notes: tuple[Note, ...]
    note_levels: Mapping[str, str]
    """Level of a content note → what it means."""
    synonyms: tuple[Synonyms, ...]
    mappings: tuple[ConceptMatch, ...]
    lists: Mapping[str, Mapping[str, str]]
    """Name of a closed list (`roles`, `settings`, …) → its ids and their labels."""

    @cached_property
    def theme(self) -> Mapping[str, Theme]:
        """Theme id → theme."""
        return {theme.id: theme for theme in self.themes}

    @cached_property
    def stage(self) -> Mapping[str, Stage]:
        """Stage id → stage."""
        return {stage.id: stage for stage in self.stages}

    @cached_property
    def note(self) -> Mapping[str, Note]:
        """Content note id → note."""
        return {note.id: note for note in self.notes}

    @cached_property
    def choices(self) -> Mapping[str, Mapping[str, str]]:
        """Closed list → its ids and labels; the lists, with themes, stages, notes and levels."""
        return {
            **self.lists,
            "themes": {theme.id: theme.label for theme in self.themes},
            "stages": {stage.id: stage.label for stage in self.stages},
            "content_notes": {note.id: note.label for note in self.notes},
            "levels": dict(self.note_levels),
        }

    @cached_property
    def aliases(self) -> Mapping[str, Mapping[str, str]]:
        """Closed list → a word an editor may write → the id meant; the first theme to claim it wins."""
        words: dict[str, str] = {}
        for theme in self.themes:
            for word in (theme.label, *theme.alt):
                words.setdefault(word.casefold().replace("-", " "), theme.replaced_by or theme.id)
        labels = {
            name: {label.casefold(): id for id, label in choices.items()}
            for name, choices in self.choices.items()
        }
        return {**labels, "themes": words}

    def themes_of(self, group: str) -> tuple[Theme, ...]:
        """List the themes in use that are browsed under a group."""
        return tuple(t for t in self.themes if t.group == group and t.replaced_by is None)

    def label(self, list_name: str, id: str) -> str:
        """Give the words readers see for an id of a closed list."""
        return self.lists[list_name][id]
