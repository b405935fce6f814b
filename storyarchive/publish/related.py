"""Related stories: what to read after a story, and why."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from storyarchive.content import languages
from storyarchive.content.library import Library, Story
from storyarchive.content.messages import Messages

MOST = 4
_NEAREST = 3
"""How many stories are looked at of all that share the same two themes and stage."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is compared of a story."""

    story: Story
    themes: frozenset[str]
    order: int
    """The place of the stage where its teller is now."""
    language: str
    original: str
    """The id that a story and its translations have in common."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Stories, standing so that those which share themes and a stage are found together.

    It keeps the work linear however large a library grows: nobody walks along all stories.
    """

    of: Mapping[str, Standing]
    """Story id → what is compared of it."""
    together: Mapping[tuple[str, ...], Sequence[Standing]]
    """One theme or two, and a stage → stories, by id."""
    stages: Sequence[str]
    """All stage ids, in order."""


@dataclass(frozen=True, slots=True)
class Related:
    """A story to read next."""

    story: Story
    why: str
    """The reason, in words."""


def shelve(stories: Sequence[Story], library: Library) -> Shelf:
    """Put stories on a shelf. stories: those of the library that may be named."""
    stage = library.vocabulary.stage
    of: dict[str, Standing] = {}
    together: dict[tuple[str, ...], list[Standing]] = {}
    for story in stories:
        standing = Standing(
            story,
            frozenset(story.themes),
            stage[story.stage_now].order,
            languages.primary(story.language),
            story.translation_of or story.id,
        )
        of[story.id] = standing
        for themes in _keys(story):
            together.setdefault((*themes, story.stage_now), []).append(standing)
    return Shelf(of, together, [each.id for each in library.vocabulary.stages])


def related(story: Story, library: Library, shelf: Shelf, say: Messages) -> list[Related]:
    """Choose up to four stories to read next, those that the editor chose first.

    The others share themes; one that is one or two stages further on comes before one that is not,
    for someone far ahead can feel out of reach. Never the story itself, nor a translation of one
    that is already there.
    """
    here = shelf.of[story.id]
    chosen = {id: place for place, id in enumerate(story.related) if id in shelf.of}
    near = {standing.story.id: standing for standing in _near(story, shelf)}
    near |= {id: shelf.of[id] for id in chosen}

    def rank(other: Standing) -> tuple[int, int, int, str]:
        place = chosen.get(other.story.id, len(chosen))
        return place, -_nearness(here, other), other.story.reading.words, other.story.id

    found: list[Related] = []
    taken = {here.original}
    for other in sorted(near.values(), key=rank):
        if len(found) < MOST and other.original not in taken:
            taken.add(other.original)
            found.append(Related(other.story, _why(here, other, library, say)))
    return found


def _keys(story: Story) -> list[tuple[str, ...]]:
    """List each two themes of a story, then each one."""
    return [*combinations(sorted(story.themes), 2), *((theme,) for theme in story.themes)]


def _near(story: Story, shelf: Shelf) -> list[Standing]:
    """Look where two themes are shared, and where one is only as long as too few are found."""
    found: list[Standing] = []
    for themes in _keys(story):
        if len(themes) == 1 and len(found) > 2 * MOST:
            break
        for stage in shelf.stages:
            if standing := shelf.together.get((*themes, stage)):
                found += _next(story, standing)
    return found


def _next(story: Story, standing: Sequence[Standing]) -> Sequence[Standing]:
    """Take the next few on the shelf, round its end, so that every story is somebody's next."""
    if len(standing) <= _NEAREST:
        return standing
    start = bisect_right(standing, story.id, key=lambda other: other.story.id)
    return [standing[(start + step) % len(standing)] for step in range(_NEAREST)]


def _nearness(here: Standing, other: Standing) -> int:
    further = other.order - here.order
    return (
        2 * min(3, len(here.themes & other.themes))
        + (3 if further in (1, 2) else 1 if further == 0 else 0)
        + (3 if here.language == other.language else 0)
    )


def _why(here: Standing, other: Standing, library: Library, say: Messages) -> str:
    """Give the reason: 'Also about ‘Being trusted’ and ‘Stopping drugs’. One step further on.'"""
    theme = library.vocabulary.theme
    labels = [
        say("frame.quoted", words=theme[id].label) for id in here.story.themes if id in other.themes
    ]
    about = say("why.about", themes=say.listed(labels[:2])) if labels else say("why.chosen")
    further = {1: "why.one_further", 2: "why.two_further"}.get(other.order - here.order)
    return f"{about} {say(further)}" if further else about
