"""What is made from a day on shows a story or not, and why, as the door says; what was made before is not known."""

from collections.abc import Iterator
from datetime import date

from storyarchive.content.archive import Archive
from storyarchive.content.library import Days, Library, Story, decisions, open_library
from storyarchive.content.narrative import Narrative
from storyarchive.papers.paper import Answer, Section
from storyarchive.papers.reasons import Case, why_not
from storyarchive.papers.words import day, language, listed, months, plain


def where(archive: Archive, narrative: Narrative, days: Days, on: date) -> Iterator[Section]:
    """Say in what the story is that is made from a day on, and in what not and why.

    Where a library is that was built before, and who has a copy of it, no archive knows.
    """
    family = {narrative.id, narrative.fields.translation_of} | {
        other.id for other in archive.narratives if other.fields.translation_of == narrative.id
    }
    # The door says the same of a narrative whatever others there are, but for the one it translates.
    near = archive.without(frozenset(archive.by_id) - family)
    libraries = [open_library(near, edition, on) for edition in archive.settings.editions]
    answers = [_in_edition(near, narrative, library, days) for library in libraries]
    was_made = _may_have_been_made(narrative)
    before = (_BEFORE,) if was_made else ()
    yield Section(f"In what we make from {day(on)}", before, answers=tuple(answers))
    found = [(library, _find(library, narrative.id)) for library in libraries]
    shown = [(library, story) for library, story in found if story is not None]
    copies = _copies(archive, [library for library, _ in shown], days, was_made)
    yield Section("How people can meet it there", answers=(copies, *_meet(shown)))
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


_BEFORE = (
    "What was made before may still show it as it was: on the internet until the library is made again, in a copy for"
    " as long as it is used."
)


def _may_have_been_made(narrative: Narrative) -> bool:
    """Tell whether anything can have been made with the story: it was published, or nobody wrote down whether."""
    steps = narrative.fields.history
    return not steps or any(step.to in (None, "published") for step in steps)


def _copies(archive: Archive, shown: list[Library], days: Days, was_made: bool) -> Answer:
    """Tell in which copies the story is that are made now, and how long those made before may be used."""
    names = [plain(library.edition.title) for library in shown if not library.edition.on_the_web]
    what = "In new copies"
    if names:
        until = f"A copy made today may be used until {day(days.copies_until)}."
        return Answer(what, True, f"These are: {listed(names)}. {until}")
    usual = months(archive.settings.limits.valid_for_months)
    # The number of months may have been another when a copy was made.
    old = f"A copy made before may be used until the day it names. That is as a rule {usual} after it was made."
    return Answer(what, False, old if was_made else "")


def _meet(shown: list[tuple[Library, Story]]) -> Iterator[Answer]:
    """Tell of each way in which the editions that show a story let people meet it."""

    def some(scope: str, on_the_web: bool = False) -> bool:
        return any(
            scope in story.agreed and (library.edition.on_the_web or not on_the_web)
            for library, story in shown
        )

    on_paper = some("print")
    yield Answer("On paper", on_paper, "Anyone who sees a page can print it." if on_paper else "")
    yield Answer("Found by search engines", some("search-engines", on_the_web=True))
    sent = any(library.settings.base_url for library, _ in shown)
    yield Answer("Sent to other websites", bool(sent) and some("syndication", on_the_web=True))
    yield Answer("As a recording", any(story.media for _, story in shown))
    yield Answer("Lines of it standing alone", any(story.quotes for _, story in shown))
