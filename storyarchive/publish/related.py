"""Related stories: what to read after a story, and why."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from storyarchive.content.library import Library, Story
from storyarchive.publish import languages

MOST = 4
_NEAREST = 3
"""How many stories are looked at of all that share the same two themes and stage."""

Shelf = Mapping[tuple[str, ...], Sequence[Story]]
"""Themes and the stage now → stories. It keeps the work linear however large a library grows."""


@dataclass(frozen=True, slots=True)
class Related:
    """A story to read next."""

    story: Story
    why: str
    """The reason, in words."""


def shelve(stories: Sequence[Story]) -> Shelf:
    """Put stories where those that share one or two themes, and a stage, stand together."""
    shelf: dict[tuple[str, ...], list[Story]] = defaultdict(list)
    for story in stories:
        for theme in story.themes:
            shelf[theme, story.stage_now].append(story)
        for pair in combinations(sorted(story.themes), 2):
            shelf[*pair, story.stage_now].append(story)
    return dict(shelf)


def related(story: Story, library: Library, shelf: Shelf) -> list[Related]:
    """Choose up to four stories to read next, those that the editor chose first.

    The others share themes; one that is one or two stages further on comes before one that is not,
    for someone far ahead can feel out of reach. Never the story itself, nor a translation of one
    that is already there.
    """
    by_id = {candidate.id: candidate for candidate in _candidates(story, library, shelf)}
    chosen = {id: place for place, id in enumerate(story.related)}

    def rank(candidate: Story) -> tuple[int, int, int, str]:
        place = chosen.get(candidate.id, len(chosen))
        same = languages.same(candidate.language, story.language)
        return (
            place,
            -_nearness(story, candidate, library) - 3 * same,
            candidate.reading.words,
            candidate.id,
        )

    found: list[Related] = []
    taken = {_original(story)}
    for candidate in sorted(by_id.values(), key=rank):
        if _original(candidate) not in taken and len(found) < MOST:
            taken.add(_original(candidate))
            found.append(Related(candidate, _why(story, candidate, library)))
    return found


def _candidates(story: Story, library: Library, shelf: Shelf) -> list[Story]:
    stages = [stage.id for stage in library.vocabulary.stages]
    pairs = [
        near
        for pair in combinations(sorted(story.themes), 2)
        for stage in stages
        for near in _near(story, shelf.get((*pair, stage), ()))
    ]
    if len({near.id for near in pairs}) > MOST:
        return pairs
    singles = [
        near
        for theme in story.themes
        for stage in stages
        for near in _near(story, shelf.get((theme, stage), ()))
    ]
    return [*pairs, *singles]


def _near(story: Story, standing: Sequence[Story]) -> Sequence[Story]:
    """Take the next few on the shelf, round its end, so that every story is somebody's next."""
    if len(standing) <= _NEAREST:
        return [other for other in standing if other.id != story.id]
    start = next((i for i, other in enumerate(standing) if other.id > story.id), 0)
    turned = [standing[(start + step) % len(standing)] for step in range(_NEAREST + 1)]
    return [other for other in turned if other.id != story.id][:_NEAREST]


def _nearness(story: Story, other: Story, library: Library) -> int:
    shared = len(set(story.themes) & set(other.themes))
    further = _further(story, other, library)
    return 2 * min(shared, 3) + (3 if further in (1, 2) else 1 if further == 0 else 0)


def _further(story: Story, other: Story, library: Library) -> int:
    stage = library.vocabulary.stage
    return stage[other.stage_now].order - stage[story.stage_now].order


def _why(story: Story, other: Story, library: Library) -> str:
    """Give the reason: 'Also about being trusted and stopping drugs. A bit further on.'"""
    labels = [
        library.vocabulary.theme[theme].label for theme in story.themes if theme in other.themes
    ]
    small = [f"‘{label}’" for label in labels[:2]]
    said = [f"Also about {' and '.join(small)}."] if small else ["Chosen by the editor."]
    if _further(story, other, library) in (1, 2):
        said.append("A little further on.")
    return " ".join(said)


def _original(story: Story) -> str:
    return story.translation_of or story.id
