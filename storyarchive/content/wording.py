"""The plain words for what a story's fields say, the same at the prompt, on pages and in search results."""

from collections.abc import Iterable

from storyarchive.content import languages
from storyarchive.content.library import Story, StoryNote
from storyarchive.content.reading import Reading
from storyarchive.content.vocabulary import Vocabulary

BANDS = {"easy": "Easy to read", "medium": "Some long words", "harder": "Harder to read"}

BASES = {
    "living-consent": "Shared with permission.",
    "estate-permission": "Shared by the family.",
    "public-domain": "From an old book.",
    "licensed-work": "From a published work.",
    "composite": "Made from several people's stories.",
    "fictional": "An invented example. Nobody in it is real.",
}

INVENTED = "An invented example"


def size_words(size: int) -> str:
    """Say a size: '2.1 MB', '48 kB'. size: bytes."""
    return f"{size / 1e6:,.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1e3)):,} kB"


def reading_words(reading: Reading) -> str:
    """Say how easy and how long: 'Easy to read · about 4 minutes · 620 words'."""
    minutes = f"about {reading.minutes} minute{'' if reading.minutes == 1 else 's'}"
    parts = [BANDS[reading.band]] if reading.band else []
    return " · ".join([*parts, minutes, f"{reading.words:,} words"])


def card_words(story: Story, vocabulary: Vocabulary, site_language: str) -> str:
    """Say who tells a story, how long it is, and where they are now, as on a card."""
    now = vocabulary.stage[story.stage_now].label
    other = not languages.same(story.language, site_language)
    parts = [
        story.pseudonym,
        *([f"in {languages.english_name(story.language)}"] if other else []),
        reading_words(story.reading),
        f"now: {now[0].lower()}{now[1:]}",
    ]
    return " · ".join(parts)


def note_words(notes: Iterable[StoryNote], vocabulary: Vocabulary) -> list[str]:
    """Say each content note: 'drug use', 'heavy drinking (told in detail, near the end)'."""
    said = []
    for note in notes:
        label = vocabulary.note[note.id].label
        label = label[0].lower() + label[1:]
        detail = [
            *(["told in detail"] if note.level == "described" else []),
            *([note.where] if note.where else []),
        ]
        said.append(f"{label} ({', '.join(detail)})" if detail else label)
    return said


def path_words(stages: Iterable[str], vocabulary: Vocabulary) -> str:
    """Say a path through the stages: 'Early days, went back to not ready, then giving back'."""
    said: list[str] = []
    order = 0
    for id in stages:
        stage = vocabulary.stage[id]
        label = stage.label[0].lower() + stage.label[1:]
        if not said:
            said.append(stage.label)
        elif stage.order < order:
            said.append(f"went back to {label}")
        else:
            said.append(f"then {label}")
        order = stage.order
    return ", ".join(said)


def made_words(story: Story) -> str:
    """Say how a story was made: 'Shortened. Places removed. Names changed. Shared with permission.'"""
    edited = [_sentence(what) for what in story.edited if what != "composed"]
    names = ["Names changed."] if story.names_changed and story.basis != "fictional" else []
    if any("name" in what for what in story.edited):
        names = []
    return " ".join([*edited, *names, BASES[story.basis]])


def _sentence(id: str) -> str:
    words = id.replace("-", " ")
    return words[0].upper() + words[1:] + "."
