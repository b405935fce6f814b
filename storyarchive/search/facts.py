"""Facts are what filters, counts and ties need to know of every story, and the order the stories are numbered in."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from storyarchive.content.library import Library, Story
from storyarchive.content.settings import HelpLine, Settings
from storyarchive.content.vocabulary import Vocabulary

BANDS = ("easy", "medium", "harder")
"""Reading bands, the easiest first."""
_MINUTES = 12
_YEARS = 10


class Facts(NamedTuple):
    """What a search must know of a story beside its words."""

    id: str
    language: str
    role: str
    themes: tuple[str, ...]
    stage_now: str
    stages: tuple[str, ...]
    notes: tuple[tuple[str, str], ...]
    """Content notes, each with its level."""
    minutes: int
    band: str | None
    told_in: str
    translation_of: str | None


@dataclass(frozen=True)
class Catalogue:
    """What a search must know of a library; its stories are read one by one, when they are shown."""

    on: date
    settings: Settings
    vocabulary: Vocabulary
    help_lines: tuple[HelpLine, ...]
    facts: tuple[Facts, ...]
    """Of every story, in the order of their numbers."""
    read: Callable[[str], Story]
    """Gives a story by its id."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What stories must be like; every part that is given must hold."""

    themes: tuple[str, ...] = ()
    """All of which a story must have."""
    stages: tuple[str, ...] = ()
    """Any of which it must cover."""
    avoid: tuple[str, ...] = ()
    """Content notes it must not have, `note` or `note:described`."""
    role: str | None = None
    reading: str | None = None
    """The hardest band it may be of."""
    minutes: int | None = None
    """The most it may take to read."""


def catalogue(library: Library) -> Catalogue:
    """List what a search must know of an open library."""
    stories = {story.id: story for story in library.stories}
    return Catalogue(
        on=library.on,
        settings=library.settings,
        vocabulary=library.vocabulary,
        help_lines=library.help_lines,
        facts=numbered(library.stories, library.vocabulary),
        read=stories.__getitem__,
    )


def of(story: Story) -> Facts:
    """Take the facts of a story."""
    return Facts(
        id=story.id,
        language=story.language,
        role=story.role,
        themes=story.themes,
        stage_now=story.stage_now,
        stages=story.stages,
        notes=tuple((note.id, note.level) for note in story.notes),
        minutes=story.reading.minutes,
        band=story.reading.band,
        told_in=story.told_in,
        translation_of=story.translation_of,
    )


def numbered(stories: Iterable[Story], vocabulary: Vocabulary) -> tuple[Facts, ...]:
    """Put stories in the order of their numbers: those about the same, at the same stage, lie together."""
    themes = {id: place for place, id in enumerate(vocabulary.theme)}
    stages = {id: place for place, id in enumerate(vocabulary.stage)}

    def key(story: Facts) -> tuple[int, int, list[int], str]:
        about = [themes[id] for id in story.themes]
        return about[0] if about else len(themes), stages[story.stage_now], about, story.id

    return tuple(sorted(map(of, stories), key=key))


def ease(story: Facts, on: date) -> int:
    """Rate how soon a story comes among equals: easier, then shorter, then told in the last ten years. 0 is first."""
    band = BANDS.index(story.band) if story.band else 1
    decade = story.told_in.rstrip("s")
    is_old = not decade.isdecimal() or int(decade) + 9 < on.year - _YEARS
    return (band * _MINUTES + min(story.minutes, _MINUTES) - 1) * 2 + is_old


def places(
    stories: Iterable[Facts], vocabulary: Vocabulary, on: date, stages: Collection[str] = ()
) -> Mapping[str, int]:
    """Give story id → its place among stories of one score: those that go beyond what was asked, then by ease.

    stories: in the order of their numbers, which decides last. stages: ids of those asked for.
    """
    orders = {id: stage.order for id, stage in vocabulary.stage.items()}
    furthest = max((orders[id] for id in stages), default=0)

    def key(story: Facts) -> tuple[bool, int]:
        is_beyond = furthest > 0 and orders[story.stage_now] > furthest
        return not is_beyond, ease(story, on)

    return {story.id: place for place, story in enumerate(sorted(stories, key=key))}


def notes_avoided(avoid: Sequence[str], vocabulary: Vocabulary) -> frozenset[tuple[str, str]]:
    """Give the content notes, each with its level, that are not to be seen. avoid: `note` or `note:level`."""
    levels = list(vocabulary.note_levels)
    avoided = set()
    for asked in avoid:
        note, _, level = asked.partition(":")
        for each in levels[levels.index(level) :] if level else levels:
            avoided.add((note, each))
    return frozenset(avoided)


def has_all(themes: Collection[str]) -> Callable[[Facts], bool]:
    """Make a filter: stories that have all themes."""
    return lambda story: all(theme in story.themes for theme in themes)


def covers_any(stages: Collection[str]) -> Callable[[Facts], bool]:
    """Make a filter: stories that cover any of the stages; all stories where none is asked for."""
    return lambda story: not stages or any(stage in story.stages for stage in stages)


def is_so(wish: Wish) -> Callable[[Facts], bool]:
    """Make a filter: stories of the role, no harder and no longer than wished."""

    def fits(story: Facts) -> bool:
        if wish.role and story.role != wish.role:
            return False
        if wish.minutes and story.minutes > wish.minutes:
            return False
        if not wish.reading:
            return True
        # Of a language without a formula nobody knows how hard it is.
        return story.band is not None and BANDS.index(story.band) <= BANDS.index(wish.reading)

    return fits


def without(avoided: frozenset[tuple[str, str]]) -> Callable[[Facts], bool]:
    """Make a filter: stories that have none of the content notes."""
    return lambda story: avoided.isdisjoint(story.notes)
