"""Shown is what a result shows of a story: the cards of the browser's index."""

from collections.abc import Mapping, Sequence
from typing import Any

from storyarchive.content import languages, wording
from storyarchive.content.library import Library, Story
from storyarchive.content.messages import Messages
from storyarchive.search import extracts
from storyarchive.search.extracts import Telling
from storyarchive.search.numbering import Table
from storyarchive.search.scripts import path, script


def cards(
    stories: Mapping[int, Story],
    library: Library,
    say: Messages,
    telling: Telling,
    table: Table,
    numbering: str,
) -> dict[str, bytes]:
    """Write the cards of some stories, by their paths.

    stories: by number. library: with the vocabulary and settings they are of. table: of the words met before.
    numbering: as `scripts.script` takes a layout.
    """
    chosen = extracts.choose(stories, telling, table)
    made = {}
    for (number, story), passages in zip(stories.items(), chosen, strict=True):
        name = f"cards-{number:05}"
        made[path(name)] = script(name, numbering, _card(story, passages, library, say))
    return made


def _card(
    story: Story, passages: Sequence[str], library: Library, say: Messages
) -> Mapping[str, Any]:
    notes = wording.note_words(story, library.vocabulary, say)
    is_native = languages.same(story.language, library.settings.language)
    return {
        "id": story.id,
        "title": story.title,
        "summary": story.summary,
        "meta": wording.card_words(story, library.vocabulary, say),
        "notes": say("card.mentions", notes=", ".join(notes)) if notes else "",
        "invented": story.basis == "fictional",
        "language": "" if is_native else story.language,
        "passages": passages,
    }
