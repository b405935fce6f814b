"""A library holds what one audience may read, and `open_library` is the only door to it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from storyarchive.content import consent, reading
from storyarchive.content.archive import Archive
from storyarchive.content.consent import Asked, Decision
from storyarchive.content.kinds import did_you_mean
from storyarchive.content.narrative import Narrative, SourceWork
from storyarchive.content.settings import Edition, HelpLine, Settings
from storyarchive.content.story import Media, Quote, Story, StoryNote, Work
from storyarchive.content.vocabulary import Vocabulary
from storyarchive.errors import UnknownName

__all__ = [
    "Library",
    "Media",
    "Quote",
    "Story",
    "StoryNote",
    "Withdrawn",
    "Work",
    "decisions",
    "find_edition",
    "open_library",
]

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The mark left by a story that was taken down."""

    id: str
    withdrawn_on: date


@dataclass(frozen=True)
class Library:
    """The stories that one edition may show on one day, with the words around them."""

    edition: Edition
    on: date
    settings: Settings
    vocabulary: Vocabulary
    help_lines: tuple[HelpLine, ...]
    """Those this edition shows."""
    stories: tuple[Story, ...]
    """By id."""
    withdrawn: tuple[Withdrawn, ...]
    """Ids and dates only, by id."""
    valid_until: date
    """The day after which a copy should be replaced."""


def open_library(archive: Archive, edition: str, on: date) -> Library:
    """Open the library that an edition may show on a day: the one door between the two.

    edition: an id of `_archive.yaml`. on: the day that consent is asked about.

    Raises UnknownName when the archive has no such edition.
    """
    audience = find_edition(archive, edition)
    cleared = {d.id for d in decisions(archive, edition, on) if d.cleared}
    shown = [narrative for narrative in archive.narratives if narrative.id in cleared]
    translations = _translations(shown)
    return Library(
        edition=audience,
        on=on,
        settings=archive.settings,
        vocabulary=archive.vocabulary,
        help_lines=tuple(
            line
            for line in archive.help_lines
            if line.reachable_from_prison or not audience.help_from_prison_only
        ),
        stories=tuple(_story(n, archive, cleared, translations.get(n.id, ())) for n in shown),
        withdrawn=tuple(Withdrawn(w.id, w.withdrawn_on) for w in archive.withdrawn),
        valid_until=consent.valid_until(archive.settings, on),
    )


def decisions(archive: Archive, edition: str, on: date) -> tuple[Decision, ...]:
    """Say of every narrative whether an edition may show it on a day, and why not."""
    audience = find_edition(archive, edition)
    return tuple(
        consent.decide(
            Asked(
                narrative=narrative,
                edition=audience,
                on=on,
                settings=archive.settings,
                withdrawn=archive.withdrawn_ids,
                original=archive.by_id.get(narrative.fields.translation_of or ""),
            )
        )
        for narrative in archive.narratives
    )


def find_edition(archive: Archive, id: str) -> Edition:
    """Give an edition of the archive by its id; raises UnknownName, with a guess."""
    editions = archive.settings.editions
    if id not in editions:
        listed = f"The archive has: {', '.join(editions)}."
        raise UnknownName(
            f'There is no edition "{id}".  {did_you_mean(id, tuple(editions), listed)}'
        )
    return editions[id]


def _translations(shown: Iterable[Narrative]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for narrative in shown:
        of = narrative.fields.translation_of
        if of is not None:
            found[of] = (*found.get(of, ()), narrative.id)
    return found


def _story(
    narrative: Narrative, archive: Archive, cleared: set[str], translations: tuple[str, ...]
) -> Story:
    """Take from a narrative what may be read; a field that is not named here is not in a story."""
    fields, agreed = narrative.fields, narrative.consent
    language = _had(fields.language)
    facts, provenance = fields.narrator, _had(fields.provenance)
    return Story(
        id=narrative.id,
        title=_had(fields.title),
        pseudonym=_had(fields.pseudonym),
        summary=_had(fields.summary),
        language=language,
        text=narrative.body,
        format=_had(fields.format) if (media := _media(narrative, archive)) else "text",
        role=_had(fields.role),
        setting=_had(fields.setting),
        services=fields.services,
        themes=_had(fields.themes),
        stage_now=_had(fields.stage_now),
        stages=_had(fields.stages),
        notes=_had(fields.content_notes),
        told_in=_had(fields.told_in),
        gender=facts.gender if facts else None,
        age_band=facts.age_band if facts else None,
        experiences=facts.experiences if facts else (),
        # Words that are not in the story were not approved with it.
        quotes=tuple(
            q for q in fields.quotes if agreed.agrees("excerpts") and narrative.says(q.text)
        ),
        prompts=fields.prompts,
        reading=reading.measure(narrative.body, language),
        basis=_had(fields.basis),
        agreed_in=f"{agreed.given_on:%Y-%m}" if agreed.given_on else None,
        names_changed=any(name.changed for name in fields.names or ()),
        edited=_had(provenance.edited),
        source=_had(provenance.source),
        read_back=provenance.read_back_to_teller is True,
        work=_work(provenance.work),
        media=media,
        translation_of=fields.translation_of,
        translations=translations,
        related=tuple(id for id in fields.related if id in cleared),
        print_agreed=agreed.agrees("print"),
        search_engines_agreed=agreed.agrees("search-engines"),
    )


def _had(value: T | None) -> T:
    """Take a value that `consent.incomplete` has made sure is there."""
    if value is None:
        raise AssertionError("the door let an incomplete narrative through")
    return value


def _work(work: SourceWork | None) -> Work | None:
    if work is None:
        return None
    title, author, year, rights = work.title, work.author, work.year, work.rights
    return Work(_had(title), _had(author), _had(year), _had(rights), work.link)


def _media(narrative: Narrative, archive: Archive) -> Media | None:
    """Give the recording, where the narrator agreed to their voice or a reading being heard."""
    recording = narrative.fields.media
    if recording is None or not narrative.consent.agrees("audio"):
        return None

    def beside(file: str | None) -> Path | None:
        # Named by the story's id, so that no story can carry another's file.
        own = file is not None and file.startswith(narrative.id) and file in archive.media
        return archive.directory / str(file) if own else None

    source = beside(recording.file)
    if source is None:
        return None

    return Media(
        name=source.name,
        source=source,
        minutes=_had(recording.minutes),
        voice_changed=_had(recording.voice_changed),
        captions=beside(recording.captions),
        size=archive.media[source.name],
        transcript=beside(recording.transcript),
    )
