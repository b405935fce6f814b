"""The plain words for what a story's fields say, the same at the prompt, on pages and in search results."""

from collections.abc import Iterable

from storyarchive.content import languages
from storyarchive.content.library import Story
from storyarchive.content.messages import Messages
from storyarchive.content.reading import Reading
from storyarchive.content.vocabulary import Vocabulary


def size_words(size: int, say: Messages) -> str:
    """Say a size: '2.1 MB', '48 kB'. size: bytes."""
    if size >= 1e6:
        return say("player.megabytes", size=say.number(round(size / 1e6, 1)))
    return say("player.kilobytes", size=say.number(max(1, round(size / 1e3))))


def reading_words(reading: Reading, say: Messages) -> str:
    """Say how easy and how long: 'Easy to read · about 4 minutes · 620 words'."""
    parts = [say(f"band.{reading.band}")] if reading.band else []
    minutes = say("card.minutes", count=reading.minutes)
    return " · ".join([*parts, minutes, say("card.words", count=reading.words)])


def card_words(story: Story, vocabulary: Vocabulary, say: Messages) -> str:
    """Say who tells a story, how long it is, and where they are now, as on a card."""
    now = vocabulary.stage[story.stage_now].label
    other = not languages.same(story.language, say.language)
    language = say.language_name(story.language)
    parts = [
        story.pseudonym,
        *([say("card.language", language=language)] if other else []),
        reading_words(story.reading, say),
        say("card.now", stage=say.small(now)),
    ]
    return " · ".join(parts)


def note_words(story: Story, vocabulary: Vocabulary, say: Messages) -> list[str]:
    """Say each content note of a story: 'drug use', 'heavy drinking (told in detail, near the end)'.

    Where in the story it stands is said in the story's language, and so only where that is the language of the rest.
    """
    said = []
    is_same = languages.same(story.language, say.language)
    for note in story.notes:
        label = say.small(vocabulary.note[note.id].label)
        detail = [
            *([say("card.in_detail")] if note.level == "described" else []),
            *([note.where] if note.where and is_same else []),
        ]
        said.append(f"{label} ({', '.join(detail)})" if detail else label)
    return said


def path_words(stages: Iterable[str], vocabulary: Vocabulary, say: Messages) -> str:
    """Say a path through the stages: 'Early days, went back to not ready, then giving back'."""
    said: list[str] = []
    order = 0
    for id in stages:
        stage = vocabulary.stage[id]
        label = say.small(stage.label)
        if not said:
            said.append(stage.label)
        elif stage.order < order:
            said.append(say("path.back", stage=label))
        else:
            said.append(say("path.then", stage=label))
        order = stage.order
    return ", ".join(said)


def made_words(story: Story, say: Messages) -> str:
    """Say how a story was made: 'Shortened. Places removed. Names changed. Shared with permission.'"""
    edited = [_edited(what, say) for what in story.edited if what != "composed"]
    is_changed = story.names_changed and story.basis != "fictional"
    names = [say("made.names-changed")] if is_changed else []
    if any("name" in what for what in story.edited):
        names = []
    return " ".join([*edited, *names, say(f"basis.{story.basis}")])


def _edited(what: str, say: Messages) -> str:
    """Say what was done to a telling; what nobody gave words for, by its id."""
    if f"made.{what}" in say.said:
        return say(f"made.{what}")
    words = what.replace("-", " ")
    return words[0].upper() + words[1:] + "."
