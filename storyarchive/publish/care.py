"""Care for the reader: which help lines fit a story, where they stand, and where the exit leads."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from storyarchive.content.library import Library, Story, StoryNote
from storyarchive.content.settings import HelpLine
from storyarchive.publish import urls

HELP_FIRST = frozenset(
    {"suicide", "self-harm", "overdose", "sexual-violence", "child-abuse", "domestic-abuse"}
)
"""Notes that put help before the story as well as after it."""

EXIT_ALWAYS = frozenset({"domestic-abuse", "sexual-violence", "exploitation"})
"""Notes that put the exit link on a story whatever the edition says."""

_MOST_LINES = 4


@dataclass(frozen=True, slots=True)
class Exit:
    """Where 'Exit this page' leads."""

    url: str
    """An address in the edition, or a whole one when it leaves."""
    leaves: bool
    """Whether it leaves the edition."""


def way_out(library: Library, notes: Iterable[StoryNote] = ()) -> Exit | None:
    """Decide whether a page has 'Exit this page' and where it leads."""
    edition, exit_to = library.edition, library.settings.exit_to
    if edition.exit_link and edition.outside_links and exit_to:
        return Exit(exit_to.url, leaves=True)
    if edition.exit_link or any(note.id in EXIT_ALWAYS for note in notes):
        return Exit(urls.AWAY, leaves=False)
    return None


def needs_help_first(story: Story) -> bool:
    """Say whether help stands before the story too."""
    return any(note.id in HELP_FIRST for note in story.notes)


def lines_for(notes: Collection[str], lines: Sequence[HelpLine]) -> tuple[HelpLine, ...]:
    """Choose the help lines that fit content notes: those for any of them, then those for anyone."""
    fitting = [line for line in lines if not set(notes).isdisjoint(line.for_notes)]
    anyone = [line for line in lines if not line.for_notes]
    # The first line of the file is the most important one: nobody is left without any.
    return tuple([*fitting, *anyone][:_MOST_LINES] or lines[:1])
