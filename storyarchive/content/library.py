"""A library holds what one audience may read, and `open_library` is the only door to it."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from storyarchive.content import consent, deadlines
from storyarchive.content.archive import Archive
from storyarchive.content.consent import Asked, Decision
from storyarchive.content.kinds import did_you_mean
from storyarchive.content.narrative import Narrative, SourceWork
from storyarchive.content.settings import Edition, HelpLine, Settings
from storyarchive.content.story import Media, Quote, Story, StoryNote, Work
from storyarchive.content.vocabulary import Vocabulary
from storyarchive.errors import UnknownName

__all__ = [
    "Days",
    "Library",
    "Media",
    "Quote",
    "Story",
    "StoryNote",
    "Withdrawn",
    "Work",
    "days_of",
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


@dataclass(frozen=True, slots=True)
class Days:
    """The days on which something happens to a narrative by itself; None where its consent names none."""

    shown_from: date | None
    """The first day after the cooling-off time."""
    review_due: date | None
    """The day by which its consent is looked at again."""
    last: date | None
    """The last day on which its consent holds."""
    copies_until: date
    """The last day on which a copy made now may be used."""


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
    reserved: bool = True
    """Whether training of AI and text and data mining are reserved: they are unless every narrator agreed."""

    @property
    def web_address(self) -> str | None:
        """Give where this edition is on the web, with no slash at its end; None where it is not, or nobody says."""
        return self.settings.base_url if self.edition.on_the_web else None

    @property
    def recall_address(self) -> str | None:
        """Give where on the web it says what was taken down, for whoever holds a copy of any edition."""
        editions = (self.edition, *self.settings.editions.values())
        return self.settings.base_url if any(each.on_the_web for each in editions) else None

    def asking(self, *scopes: str) -> "Library":
        """Give the same library with only the stories whose narrators agreed to all of some scopes as well."""
        if not scopes:
            return self
        agreed = [story for story in self.stories if story.agreed.issuperset(scopes)]
        ids = frozenset(story.id for story in agreed)
        return replace(self, stories=tuple(_among(story, ids) for story in agreed))


def _among(story: Story, ids: frozenset[str]) -> Story:
    """Take from a story the links to others that are not in the same library."""
    if ids.issuperset((*story.related, *story.translations, *story.same_teller)):
        return story
    return replace(
        story,
        related=tuple(id for id in story.related if id in ids),
        translations=tuple(id for id in story.translations if id in ids),
        same_teller=tuple(id for id in story.same_teller if id in ids),
    )


def open_library(archive: Archive, edition: str, on: date) -> Library:
    """Open the library that an edition may show on a day: the one door between the two.

    edition: an id of `_archive.yaml`. on: the day that consent is asked about.

    Raises UnknownName when the archive has no such edition, and what `Archive.shown` raises.
    """
    audience = find_edition(archive, edition)
    cleared = {d.id for d in decisions(archive, edition, on) if d.cleared}
    shown = [narrative for narrative in archive.narratives if narrative.id in cleared]
    translations, told = _translations(shown), _told(shown)
    stories = tuple(
        _story(n, archive, cleared, translations.get(n.id, ()), told.get(_teller(n), ()))
        for n in shown
    )
    return Library(
        edition=audience,
        on=on,
        settings=archive.settings,
        vocabulary=archive.shown,
        help_lines=tuple(
            line
            for line in archive.help_lines
            if line.reachable_from_prison or not audience.help_from_prison_only
        ),
        stories=stories,
        withdrawn=tuple(Withdrawn(w.id, w.withdrawn_on) for w in archive.withdrawn),
        valid_until=deadlines.valid_until(archive.settings, on),
        # Nobody has agreed for a library that is empty.
        reserved=not stories or any("ai-training" not in story.agreed for story in stories),
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


def days_of(narrative: Narrative, settings: Settings, on: date) -> Days:
    """Say on which days something happens to a narrative by itself, for what is told to its narrator."""
    given = narrative.consent
    return Days(
        shown_from=deadlines.cool_on(given, settings),
        review_due=deadlines.review_due(given, settings),
        last=deadlines.last_day(given, settings),
        copies_until=deadlines.valid_until(settings, on),
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


def _told(shown: Iterable[Narrative]) -> Mapping[Hashable, tuple[str, ...]]:
    """Give teller → the ids of what they told; a translation is no other story."""
    found: dict[Hashable, tuple[str, ...]] = {}
    for narrative in shown:
        if narrative.fields.translation_of is None:
            teller = _teller(narrative)
            found[teller] = (*found.get(teller, ()), narrative.id)
    return found


def _teller(narrative: Narrative) -> Hashable:
    """Tell one teller from another: two people may have chosen one name, but not on one record nor in one book."""
    work = _had(narrative.fields.provenance).work
    return narrative.fields.pseudonym, narrative.consent.record, work.author if work else None


def _story(
    narrative: Narrative,
    archive: Archive,
    cleared: set[str],
    translations: tuple[str, ...],
    told: tuple[str, ...],
) -> Story:
    """Take from a narrative what may be read; a field that is not named here is not in a story."""
    fields, given = narrative.fields, narrative.consent
    agreed = _agreed(narrative, archive)
    language = _had(fields.language)
    facts, provenance = fields.narrator, _had(fields.provenance)
    return Story(
        id=narrative.id,
        title=_had(fields.title),
        pseudonym=_had(fields.pseudonym),
        summary=_had(fields.summary),
        language=language,
        text=narrative.body,
        format=_had(fields.format) if (media := _media(narrative, archive, agreed)) else "text",
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
        quotes=tuple(q for q in fields.quotes if "excerpts" in agreed and narrative.says(q.text)),
        prompts=fields.prompts,
        reading=narrative.reading,
        basis=_had(fields.basis),
        agreed_in=f"{given.given_on:%Y-%m}" if given.given_on else None,
        names_changed=any(name.changed for name in fields.names or ()),
        edited=_had(provenance.edited),
        source=_had(provenance.source),
        read_back=provenance.read_back_to_teller is True,
        work=_work(provenance.work),
        media=media,
        translation_of=fields.translation_of,
        translations=translations,
        related=tuple(id for id in fields.related if id in cleared),
        same_teller=tuple(id for id in told if id not in (narrative.id, fields.translation_of)),
        agreed=agreed,
    )


def _agreed(narrative: Narrative, archive: Archive) -> frozenset[str]:
    """List the scopes with a yes; a translation has none that the story it translates has not."""
    given = [narrative]
    if narrative.fields.translation_of is not None:
        given.append(archive.by_id[narrative.fields.translation_of])
    return frozenset.intersection(
        *(frozenset(filter(each.consent.agrees, each.consent.scopes)) for each in given)
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


def _media(narrative: Narrative, archive: Archive, agreed: frozenset[str]) -> Media | None:
    """Give the recording, where the narrator agreed to their voice or a reading being heard."""
    recording = narrative.fields.media
    if recording is None or "audio" not in agreed:
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
