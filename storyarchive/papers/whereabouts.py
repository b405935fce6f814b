"""Where a story can be met on a day, and where not and why, as the door says."""

from collections.abc import Iterator
from datetime import date

from storyarchive.content.archive import Archive
from storyarchive.content.library import Days, Library, Story, decisions, open_library
from storyarchive.content.narrative import Narrative
from storyarchive.papers.paper import Answer, Section
from storyarchive.papers.reasons import Case, why_not
from storyarchive.papers.words import NO_NARRATOR, day, language, plain


def where(archive: Archive, narrative: Narrative, days: Days, on: date) -> Iterator[Section]:
    """Say where the story can be met on a day, and where not and why."""
    family = {narrative.id, narrative.fields.translation_of} | {
        other.id for other in archive.narratives if other.fields.translation_of == narrative.id
    }
    # The door says the same of a narrative whatever others there are, but for the one it translates.
    near = archive.without(frozenset(archive.by_id) - family)
    libraries = [open_library(near, edition, on) for edition in archive.settings.editions]
    answers = [_in_edition(near, narrative, library, days) for library in libraries]
    heading = f"Where your story is on {day(on)}"
    if narrative.fields.basis in NO_NARRATOR:
        heading = f"Where it is on {day(on)}"
    yield Section(heading, answers=tuple(answers))
    found = [(library, _find(library, narrative.id)) for library in libraries]
    shown = [(library, story) for library, story in found if story is not None]
    yield Section("How people can meet it", answers=tuple(_meet(shown, days)))
    others = [other for other in near.narratives if other.fields.translation_of == narrative.id]
    if others:
        tongues = tuple(
            Answer(
                f"In {language(other.fields.language or 'und')}, number {other.id}",
                any(_find(library, other.id) for library in libraries),
            )
            for other in others
        )
        yield Section("In other languages", answers=tongues)


def _find(library: Library, id: str) -> Story | None:
    return next((story for story in library.stories if story.id == id), None)


def _in_edition(archive: Archive, narrative: Narrative, library: Library, days: Days) -> Answer:
    edition = library.edition
    name = plain(edition.title)
    if _find(library, narrative.id) is not None:
        return Answer(name, True, plain(edition.about))
    refused = next(
        decision.refusals
        for decision in decisions(archive, edition.id, library.on)
        if decision.id == narrative.id
    )
    case = Case(narrative, edition, days, archive.vocabulary)
    return Answer(name, False, " ".join(why_not((refusal.rule for refusal in refused), case)))


def _meet(shown: list[tuple[Library, Story]], days: Days) -> Iterator[Answer]:
    """Tell of each way in which the editions that show a story let people meet it."""

    def some(scope: str, on_the_web: bool = False) -> bool:
        return any(
            scope in story.agreed and (library.edition.on_the_web or not on_the_web)
            for library, story in shown
        )

    handed = [plain(lib.edition.title) for lib, _ in shown if not lib.edition.on_the_web]
    until = f"Copies made today may be used until {day(days.copies_until)}."
    yield Answer("In copies on sticks and computers", bool(handed), until if handed else "")
    yield Answer(
        "On paper",
        some("print"),
        "Anyone who sees a page can print it." if shown else "",
    )
    yield Answer("Found by search engines", some("search-engines", on_the_web=True))
    sent = any(library.settings.base_url for library, _ in shown)
    yield Answer("Sent to other websites", bool(sent) and some("syndication", on_the_web=True))
    yield Answer("As a recording", any(story.media for _, story in shown))
    yield Answer("Lines of it standing alone", any(story.quotes for _, story in shown))
