"""Small libraries for tests, made without an archive, and a reader that counts them in memory."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from storyarchive.content.library import Library
from storyarchive.content.reading import measure
from storyarchive.content.settings import Contact, Edition, Settings
from storyarchive.content.story import Story, StoryNote
from storyarchive.content.vocabulary import Note, Stage, Synonyms, Theme, Vocabulary
from storyarchive.search import inverting, phrases, postings, ranking, spelling
from storyarchive.search.phrases import Phrasebook
from storyarchive.search.postings import Postings

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
    same_teller=(),
    agreed=frozenset(),
)


def story(id: str, text: str = "", notes: Iterable[str] = (), **changes: Any) -> Story:
    """Make a story; a note is `id` or `id:described`."""
    said = tuple(
        StoryNote(id, level or "mention")
        for id, _, level in (note.partition(":") for note in notes)
    )
    reading = measure(text, changes.get("language", "en"))
    return replace(_STORY, id=id, text=text, notes=said, reading=reading, **changes)


def library(
    *stories: Story, language: str = "en-GB", country: str = "gb", synonyms: Iterable[Synonyms] = ()
) -> Library:
    """Make a library of stories, in the order of their ids."""
    return Library(
        edition=PUBLIC,
        on=date(2026, 11, 23),
        settings=Settings("Test", language, country, Contact("Us", ()), {"public": PUBLIC}),
        vocabulary=replace(VOCABULARY, synonyms=tuple(synonyms)),
        help_lines=(),
        stories=tuple(sorted(stories, key=lambda story: story.id)),
        withdrawn=(),
        valid_until=date(2027, 5, 23),
    )


def book(*synonyms: Synonyms, language: str = "en-GB", country: str = "gb") -> Phrasebook:
    """Compile a phrasebook of some groups, with the stages and notes above."""
    return phrases.of(library(language=language, country=country, synonyms=synonyms))


def counted(library: Library) -> dict[str, Postings]:
    """Count the words of every story of a library."""
    return {
        story.id: inverting.count(postings.contents(story, library)) for story in library.stories
    }


class Memory:
    """A `ranking.Reader` that holds a library's counted words in memory."""

    def __init__(self, library: Library) -> None:
        self.counted = counted(library)
        self.lengths = {story.id: postings.lengths(story) for story in library.stories}
        self.averages = ranking.averages(list(self.lengths.values()))
        forms = [pair for story in self.counted.values() for pair in story.forms]
        words = [(form, term) for form, term in forms if " " not in term]
        counts = Counter(form for form, _ in words)
        self.spellings = spelling.words(counts, phrases.of(library))
        self._words = frozenset(words)

    @property
    def stories(self) -> int:
        return len(self.counted)

    def stems(self, form: str) -> tuple[str, ...]:
        stems = {stem for said, stem in self._words if said == form}
        is_stem = any(form in story.terms for story in self.counted.values())
        return tuple(sorted(stems | {form} if is_stem else stems))

    def levels(self, term: str) -> Mapping[str, int]:
        return {
            id: ranking.level(story.terms[term], self.lengths[id], self.averages)
            for id, story in self.counted.items()
            if term in story.terms
        }

    def places(self, stem: str) -> Mapping[str, Sequence[int]]:
        return {
            id: story.places[stem] for id, story in self.counted.items() if stem in story.places
        }
