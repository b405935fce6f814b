"""The site: the pages to read of an edition, one function a kind of page."""

from calendar import Calendar
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlsplit

from storyarchive.content.library import Library, Story
from storyarchive.content.vocabulary import Theme
from storyarchive.files import Tree
from storyarchive.publish import care, story_page, urls, words
from storyarchive.publish.cards import EMPTY, count_words, counted
from storyarchive.publish.press import Press
from storyarchive.search.asking import CRISIS

CARDS_A_PAGE = 40

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
        "start_quote": story_page.pull_quote(start, library) if start else None,
        "stages": [
            (stage, counted(press.of_stage.get(stage.id, ()), library))
            for stage in library.vocabulary.stages
        ],
        "themes": press.themes_by_group(),
        "total": count_words(library.stories, library),
        "feed": urls.FEED if library.web_address else None,
    }
    showing = [start] if start else []
    return {urls.HOME: press.page(urls.HOME, "home.html", "Home", values, showing=showing)}


def all_stories(press: Press) -> Tree:
    """Make the list of all stories."""
    return _list(press, urls.STORIES, "stories.html", "All stories", press.by_title, {})


def stories(press: Press) -> Tree:
    """Make a page for every story."""
    return {urls.story(each.id): story_page.build(press, each) for each in press.library.stories}


def themes(press: Press) -> Tree:
    """Make a page for every theme, and one for those of its stories that cover a stage."""
    tree: Tree = {}
    for theme in press.library.vocabulary.themes:
        if theme.replaced_by is None:
            tree |= _theme(press, theme)
    return tree


def _theme(press: Press, theme: Theme) -> Tree:
    vocabulary = press.library.vocabulary
    found = press.of_theme.get(theme.id, ())
    covering = [
        (stage, stories)
        for stage in vocabulary.stages
        if (stories := [story for story in found if stage.id in story.stages])
    ]
    values = {
        "theme": theme,
        "group": next(group for group in vocabulary.groups if group.id == theme.group),
        "beside": words.beside(theme, vocabulary),
        "all_count": counted(found, press.library),
        "filters": [(stage, counted(stories, press.library)) for stage, stories in covering],
        "stage": None,
    }
    tree = _list(press, urls.theme(theme.id), "theme.html", theme.label, found, values)
    for stage, stories in covering:
        address, title = urls.theme(theme.id, stage.id), f"{theme.label}, {stage.label}"
        tree |= _list(press, address, "theme.html", title, stories, values | {"stage": stage})
    return tree


def stages(press: Press) -> Tree:
    """Make a page for every stage."""
    tree: Tree = {}
    for stage in press.library.vocabulary.stages:
        found = press.of_stage.get(stage.id, ())
        address = urls.stage(stage.id)
        tree |= _list(press, address, "stage.html", stage.label, found, {"stage": stage})
    return tree


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
    }
    return {urls.SEARCH: press.page(urls.SEARCH, "search.html", "Search", values)}


def a_to_z(press: Press) -> Tree:
    """Make the list of words and the themes they lead to, a way in that needs no script."""
    values = {"letters": words.a_to_z(press.library.vocabulary, press.of_theme)}
    return {urls.WORDS: press.page(urls.WORDS, "words.html", "Words, A to Z", values)}


def plain_pages(press: Press) -> Tree:
    """Make the pages that say what this is, where to get help, and how to stop."""
    values = {"total": count_words(press.library.stories, press.library)}
    return {
        address: press.page(address, template, title, values)
        for address, template, title in (
            (urls.ABOUT, "about.html", "About"),
            (urls.TAKING_PART, "taking-part.html", "Taking part, and stopping"),
            (urls.HELP, "help.html", "Help"),
            (urls.SAFETY, "safety.html", "Reading safely"),
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
    page = press.page(urls.NOT_FOUND, "404.html", "Page not found", index=False, root=root)
    return {urls.NOT_FOUND: page}


def away(press: Press) -> Tree:
    """Make the page that 'Exit this page' leads to in a copy with no way out: a plain calendar."""
    on = press.library.on
    values = {"weeks": Calendar().monthdayscalendar(on.year, on.month)}
    return {urls.AWAY: press.page(urls.AWAY, "away.html", "Calendar", values, index=False)}


def taken_down(press: Press) -> Tree:
    """Make the mark that stays where a story was; it says nothing about the story."""
    return {
        address: press.page(address, "taken-down.html", "Taken down", index=False)
        for address in (urls.story(gone.id) for gone in press.library.withdrawn)
    }


PAGES: tuple[Callable[[Press], Tree], ...] = (
    home,
    all_stories,
    stories,
    themes,
    stages,
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


def _list(
    press: Press,
    address: str,
    template: str,
    title: str,
    found: Sequence[Story],
    values: Mapping[str, object],
) -> Tree:
    """Make a list of stories, in parts of forty."""
    parts = [found[i : i + CARDS_A_PAGE] for i in range(0, len(found), CARDS_A_PAGE)] or [()]
    addresses = [urls.part(address, number) for number in range(1, len(parts) + 1)]
    root, count = urls.root(address), count_words(found, press.library)
    return {
        part: press.page(
            part,
            template,
            title if number == 1 else f"{title}, part {number}",
            {
                **values,
                "cards": [press.card(story, root) for story in shown],
                "count": count,
                "part": number,
                "parts": addresses,
            },
            showing=shown,
        )
        for number, (part, shown) in enumerate(zip(addresses, parts, strict=True), 1)
    }
