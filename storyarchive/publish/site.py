"""The site: the pages to read of an edition, one function a kind of page."""

import json
from calendar import Calendar
from collections.abc import Callable, Sequence
from itertools import chain
from urllib.parse import urlsplit

from storyarchive.content.library import Library, Story
from storyarchive.files import Tree
from storyarchive.publish import care, listings, story_page, urls, words
from storyarchive.publish.cards import EMPTY, count_words, counted
from storyarchive.publish.press import Press
from storyarchive.search.asking import CRISIS
from storyarchive.sharing import shared

MINUTES = (3, 5, 10)
"""Limits that the search offers for how long a story takes to read."""


def build(press: Press) -> Tree:
    """Make the pages to read of an edition."""
    tree: Tree = {}
    for pages in PAGES:
        tree |= pages(press)
    return tree


def home(press: Press) -> Tree:
    """Make the first page: what this is, and the ways in."""
    library = press.library
    start = story_to_start_with(library)
    values = {
        "start": press.card(start, urls.root(urls.HOME)) if start else None,
        "start_card": press.cards[start.id] if start else None,
        "start_quote": story_page.pull_quote(start, library) if start else None,
        "stages": [
            (stage, counted(press.of_stage.get(stage.id, ()), library))
            for stage in library.vocabulary.stages
        ],
        "themes": press.themes_by_group(),
        "total": count_words(library.stories, library, press.say),
        "languages": listings.told_in(press),
        "feed": urls.FEED if library.web_address else None,
    }
    showing = [start] if start else []
    return {
        urls.HOME: press.page(
            urls.HOME, "home.html", press.say("home.tab"), values, showing=showing
        )
    }


def stories(press: Press) -> Tree:
    """Make a page for every story."""
    stories = press.library.stories
    # What every page needs is made before the work is shared.
    _ = press.cards, press.shelf, press.shelf_for_search_engines

    def some(stories: Sequence[Story]) -> list[bytes]:
        return [story_page.build(press, story) for story in stories]

    pages = chain.from_iterable(shared(some, stories))
    return {urls.story(story.id): page for story, page in zip(stories, pages, strict=True)}


def search(press: Press) -> Tree:
    """Make the page that searches. It offers no choice that would lead to nothing."""
    library, vocabulary = press.library, press.library.vocabulary
    groups = [
        (group.label, [t for t in vocabulary.themes_of(group.id) if t.id in press.of_theme])
        for group in vocabulary.groups
    ]
    roles = {story.role for story in library.stories}
    values = {
        "themes": [(label, found) for label, found in groups if found],
        "stages": [stage for stage in vocabulary.stages if stage.id in press.of_stage],
        "roles": {
            id: label for id, label in vocabulary.lists.get("roles", {}).items() if id in roles
        },
        "bands": {story.reading.band for story in library.stories},
        "minutes": [
            most
            for most in MINUTES
            if any(story.reading.minutes <= most for story in library.stories)
        ],
        "help_lines": care.lines_for(CRISIS, library.help_lines),
        "empty": EMPTY,
        "said": json.dumps(press.say.section("search_script"), ensure_ascii=False),
    }
    return {urls.SEARCH: press.page(urls.SEARCH, "search.html", press.say("find.tab"), values)}


def a_to_z(press: Press) -> Tree:
    """Make the list of words and the themes they lead to, a way in that needs no script."""
    values = {"letters": words.a_to_z(press.library.vocabulary, press.of_theme, press.say)}
    return {urls.WORDS: press.page(urls.WORDS, "words.html", press.say("letters.tab"), values)}


def plain_pages(press: Press) -> Tree:
    """Make the pages that say what this is, where to get help, and how to stop."""
    values = {"total": count_words(press.library.stories, press.library, press.say)}
    return {
        address: press.page(address, template, press.say(f"{section}.tab"), values)
        for address, template, section in (
            (urls.ABOUT, "about.html", "about"),
            (urls.TAKING_PART, "taking-part.html", "stop"),
            (urls.HELP, "help.html", "help"),
            (urls.SAFETY, "safety.html", "safety"),
            (urls.CHOICES, "choices.html", "choices"),
            (urls.ACCESS, "accessibility.html", "access"),
        )
    }


def not_found(press: Press) -> Tree:
    """Make the page for an address that leads nowhere.

    A web host shows it at any depth, where relative links go wrong: an edition whose address is
    known links from the top of that address instead.
    """
    library, root = press.library, ""
    if library.web_address:
        root = urlsplit(library.web_address).path.rstrip("/") + "/"
    page = press.page(
        urls.NOT_FOUND, "404.html", press.say("not_found.tab"), index=False, root=root
    )
    return {urls.NOT_FOUND: page}


def away(press: Press) -> Tree:
    """Make the page that 'Exit this page' leads to in a copy with no way out: a plain calendar."""
    on = press.library.on
    values = {
        "weeks": Calendar().monthdayscalendar(on.year, on.month),
        "days": press.say.weekdays(),
    }
    return {
        urls.AWAY: press.page(urls.AWAY, "away.html", press.say("away.tab"), values, index=False)
    }


def taken_down(press: Press) -> Tree:
    """Make the mark that stays where a story was; it says nothing about the story."""
    return {
        address: press.page(address, "taken-down.html", press.say("gone.tab"), index=False)
        for address in (urls.story(gone.id) for gone in press.library.withdrawn)
    }


PAGES: tuple[Callable[[Press], Tree], ...] = (
    home,
    stories,
    listings.build,
    search,
    a_to_z,
    plain_pages,
    not_found,
    away,
    taken_down,
)


def story_to_start_with(library: Library) -> Story | None:
    """Choose a story for a first reader; the choice changes with the week of the library.

    Easy stories with nothing told in detail, from early days or later, in the site's language;
    where there are none, what comes nearest to that.
    """
    stage = library.vocabulary.stage
    early = stage["early-days"].order if "early-days" in stage else 1
    candidates = [
        story
        for story in library.stories
        if (story.basis != "fictional" or library.settings.demonstration)
        and not any(note.level == "described" for note in story.notes)
    ]
    wishes: tuple[Callable[[Story], bool], ...] = (
        lambda story: "search-engines" in story.agreed or not library.edition.on_the_web,
        lambda story: story.language == library.settings.language,
        lambda story: stage[story.stage_now].order >= early,
        lambda story: not care.needs_help_first(story),
        lambda story: story.reading.band == "easy",
    )
    for wish in wishes:
        candidates = [story for story in candidates if wish(story)] or candidates
    if not candidates:
        return None
    return candidates[library.on.toordinal() // 7 % len(candidates)]
