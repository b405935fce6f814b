"""Related stories: what to read after a story, and why."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

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
    id: str
    themes: int
    """A bit for each theme."""
    order: int
    """The place of the stage where its teller is now."""
    language: str
    original: str
    """The id that a story and its translations have in common."""
    minutes: int
    """How long it takes to read: of stories as near as each other the shorter comes first."""


class _Together(NamedTuple):
    """Stories that have something in common, by id."""

    ids: list[str]
    stories: list[Standing]


@dataclass(frozen=True, slots=True)
class Shelf:
    """Stories, standing so that those which share themes and a stage are found together.

    It keeps the work linear however large a library grows: nobody walks along all stories.
    """

    of: Mapping[str, Standing]
    """Story id → what is compared of it."""
    together: Mapping[tuple[str, ...], Sequence[_Together]]
    """One theme or two → the stories that have them, those of each stage together, in the order of stages."""


@dataclass(frozen=True, slots=True)
class Related:
    """A story to read next."""

    story: Story
    why: str
    """The reason, in words."""


def shelve(stories: Sequence[Story], library: Library) -> Shelf:
    """Put stories on a shelf. stories: those of the library that may be named."""
    vocabulary = library.vocabulary
    bits = {id: 1 << place for place, id in enumerate(vocabulary.theme)}
    of: dict[str, Standing] = {}
    together: dict[tuple[str, ...], dict[str, _Together]] = {}
    for story in stories:
        standing = Standing(
            story,
            story.id,
            sum(bits[theme] for theme in set(story.themes)),
            vocabulary.stage[story.stage_now].order,
            languages.primary(story.language),
            story.translation_of or story.id,
            story.reading.minutes,
        )
        of[story.id] = standing
        for themes in _keys(story):
            stages = together.setdefault(themes, {})
            some = stages.setdefault(story.stage_now, _Together([], []))
            some.ids.append(story.id)
            some.stories.append(standing)
    order = [each.id for each in vocabulary.stages]
    return Shelf(
        of,
        {
            themes: [stages[stage] for stage in order if stage in stages]
            for themes, stages in together.items()
        },
    )


def related(story: Story, library: Library, shelf: Shelf, say: Messages) -> list[Related]:
    """Choose up to four stories to read next, those that the editor chose first.

    The others share themes; one that is one or two stages further on comes before one that is not,
    for someone far ahead can feel out of reach. Never the story itself, nor a translation of one
    that is already there.
    """
    here = shelf.of[story.id]
    chosen = {id: place for place, id in enumerate(story.related) if id in shelf.of}
    near = _near(story, shelf)
    near |= {id: shelf.of[id] for id in chosen}
    ranked = sorted(
        (chosen.get(id, len(chosen)), -_nearness(here, other), other.minutes, id)
        for id, other in near.items()
    )
    found: list[Related] = []
    taken = {here.original}
    for *_, id in ranked:
        other = near[id]
        if len(found) < MOST and other.original not in taken:
            taken.add(other.original)
            found.append(Related(other.story, _why(here, other, library, say)))
    return found


def _keys(story: Story) -> list[tuple[str, ...]]:
    """List each two themes of a story, then each one."""
    return [*combinations(sorted(story.themes), 2), *((theme,) for theme in story.themes)]


def _near(story: Story, shelf: Shelf) -> dict[str, Standing]:
    """Look where two themes are shared, and where one is only as long as too few are found."""
    found: dict[str, Standing] = {}
    looked_at = 0
    for themes in _keys(story):
        if len(themes) == 1 and looked_at > 2 * MOST:
            break
        for together in shelf.together.get(themes, ()):
            for other in _next(story, together):
                found[other.id] = other
                looked_at += 1
    return found


def _next(story: Story, together: _Together) -> Sequence[Standing]:
    """Take the next few on the shelf, round its end, so that every story is somebody's next."""
    ids, stories = together
    if len(ids) <= _NEAREST:
        return stories
    start = bisect_right(ids, story.id)
    found = stories[start : start + _NEAREST]
    return found + stories[: _NEAREST - len(found)]


def _nearness(here: Standing, other: Standing) -> int:
    further = other.order - here.order
    return (
        2 * min(3, (here.themes & other.themes).bit_count())
        + (3 if further in (1, 2) else 1 if further == 0 else 0)
        + (3 if here.language == other.language else 0)
    )


def _why(here: Standing, other: Standing, library: Library, say: Messages) -> str:
    """Give the reason: 'Also about ‘Being trusted’ and ‘Stopping drugs’. One step further on.'"""
    theme = library.vocabulary.theme
    labels = [
        say("frame.quoted", words=theme[id].label)
        for id in here.story.themes
        if id in other.story.themes
    ]
    about = say("why.about", themes=say.listed(labels[:2])) if labels else say("why.chosen")
    further = {1: "why.one_further", 2: "why.two_further"}.get(other.order - here.order)
    return f"{about} {say(further)}" if further else about
