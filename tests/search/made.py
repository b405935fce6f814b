"""Small libraries for tests, made without an archive."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from storyarchive.content.library import Library
from storyarchive.content.reading import measure
from storyarchive.content.settings import Contact, Edition, Settings
from storyarchive.content.story import Story, StoryNote
from storyarchive.content.vocabulary import Note, Stage, Theme, Vocabulary

THEMES = (
    Theme("drugs", "health", "Stopping drugs", "", "", alt=("heroin", "getting clean")),
    Theme("setbacks", "health", "Slips and setbacks", "", "", alt=("relapse", "back inside")),
    Theme("belonging", "people", "Feeling I belong", "", "", alt=("fit in", "part of a team")),
)
STAGES = tuple(
    Stage(id, order, id.replace("-", " ").capitalize(), "", "", "", "")
    for order, id in enumerate(("not-ready", "early-days", "giving-back"), start=1)
)
NOTES = (Note("suicide", "Suicide", "", ""), Note("drug-use", "Drug use", "", ""))
VOCABULARY = Vocabulary(
    groups=(),
    themes=THEMES,
    stages=STAGES,
    notes=NOTES,
    note_levels={"mention": "Named.", "described": "Told."},
    synonyms=(),
    mappings=(),
    lists={},
)
PUBLIC = Edition("public", "Open library", ("public-web",))

_STORY = Story(
    id="s-22222",
    title="A day",
    pseudonym="Dee",
    summary="Dee waits.",
    language="en-GB",
    text="",
    format="text",
    role="mentee",
    setting="both",
    services=(),
    themes=("belonging",),
    stage_now="early-days",
    stages=("not-ready", "early-days"),
    notes=(),
    told_in="2020s",
    gender=None,
    age_band=None,
    experiences=(),
    quotes=(),
    prompts=(),
    reading=measure("", "en"),
    basis="fictional",
    agreed_in=None,
    names_changed=False,
    edited=(),
    source="",
    read_back=False,
    work=None,
    media=None,
    translation_of=None,
    translations=(),
    related=(),
    print_agreed=True,
    search_engines_agreed=True,
)


def story(id: str, text: str = "", notes: Iterable[str] = (), **changes: Any) -> Story:
    """Make a story; a note is `id` or `id:described`."""
    said = tuple(
        StoryNote(id, level or "mention")
        for id, _, level in (note.partition(":") for note in notes)
    )
    reading = measure(text, changes.get("language", "en"))
    return replace(_STORY, id=id, text=text, notes=said, reading=reading, **changes)


def library(*stories: Story, language: str = "en-GB") -> Library:
    """Make a library of stories, in the order of their ids."""
    return Library(
        edition=PUBLIC,
        on=date(2026, 11, 23),
        settings=Settings("Test", language, "gb", Contact("Us", ()), {"public": PUBLIC}),
        vocabulary=VOCABULARY,
        help_lines=(),
        stories=tuple(sorted(stories, key=lambda story: story.id)),
        withdrawn=(),
        valid_until=date(2027, 5, 23),
    )
