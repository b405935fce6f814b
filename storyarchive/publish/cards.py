"""Cards: what a list shows of a story."""

from collections.abc import Sequence
from dataclasses import dataclass

from storyarchive.content import languages, wording
from storyarchive.content.library import Library, Story
from storyarchive.content.messages import Messages
from storyarchive.publish import urls


@dataclass(frozen=True, slots=True)
class Card:
    """What a list shows of one story, in words."""

    id: str
    address: str
    title: str
    summary: str
    meta: str
    """Who tells it, how long it is, and where they are now."""
    notes: str
    """What it mentions, or nothing."""
    mentions: str
    """The same for a script that leaves out what a reader does not want to see: `suicide drug-use:described`."""
    invented: bool
    language: str | None
    """The story's language where it is not the site's."""


EMPTY = Card("", "", "", "", "", "", "", invented=False, language=None)
"""A card with nothing on it, for a script to fill."""


def card(story: Story, library: Library, say: Messages) -> Card:
    """Say what a list shows of a story."""
    vocabulary = library.vocabulary
    other = not languages.same(story.language, library.settings.language)
    return Card(
        id=story.id,
        address=urls.story(story.id),
        title=story.title,
        summary=story.summary,
        meta=wording.card_words(story, vocabulary, say),
        notes=", ".join(wording.note_words(story, vocabulary, say)),
        mentions=mentions(story),
        invented=story.basis == "fictional",
        language=story.language if other else None,
    )


def counted(stories: Sequence[Story], library: Library) -> int:
    """Count stories; invented ones count only in a library that is all invented."""
    if library.settings.demonstration:
        return len(stories)
    return sum(story.basis != "fictional" for story in stories)


def mentions(story: Story) -> str:
    """Write down what a story mentions for a script: `suicide drug-use:described`."""
    return " ".join(
        f"{note.id}:{note.level}" if note.level == "described" else note.id for note in story.notes
    )


def count_words(stories: Sequence[Story], library: Library, say: Messages) -> str:
    """Say how many stories there are: '11 stories and 1 invented example'."""
    count = counted(stories, library)
    invented = len(stories) - count
    said = [say("count.stories", count=count)] if count or not invented else []
    if invented:
        said.append(say("count.examples", count=invented))
    return say.listed(said)
