"""The site: every page of an edition, one function a kind of page."""

from calendar import Calendar
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from storyarchive.content import wording
from storyarchive.content.library import Library, Story
from storyarchive.files import Tree
from storyarchive.publish import care, drawing, markdown, urls, words
from storyarchive.publish.cards import EMPTY, count_words, counted
from storyarchive.publish.press import Press
from storyarchive.publish.related import related
from storyarchive.publish.render import Templates

CARDS_A_PAGE = 40


def build(library: Library, templates: Templates) -> Tree:
    """Make every page of an edition but the one that counts its files."""
    press = Press(library, templates)
    tree: Tree = {}
    for pages in PAGES:
        tree |= pages(press)
    return tree


def home(press: Press) -> Tree:
    """Make the first page: what this is, and the ways in."""
    library = press.library
    start = story_to_start_with(library)
    stages = [
        (stage, counted(press.of_stage.get(stage.id, ()), library))
        for stage in library.vocabulary.stages
    ]
    page = press.page(
        urls.HOME,
        "home.html",
        "Home",
        showing=[start] if start else [],
        start=start,
        start_card=press.card(start, "") if start else None,
        start_quote=pull_quote(start) if start else None,
        stages=stages,
        themes=press.themes_in_use(),
        total=count_words(library.stories, library),
    )
    return {urls.HOME: page}


def all_stories(press: Press) -> Tree:
    """Make the list of all stories."""
    return _list(press, urls.STORIES, "stories.html", "All stories", press.by_title)


def stories(press: Press) -> Tree:
    """Make a page for every story."""
    return {urls.story(story.id): story_page(press, story) for story in press.library.stories}


def themes(press: Press) -> Tree:
    """Make a page for every theme, and one for those of its stories that cover a stage."""
    library, vocabulary = press.library, press.library.vocabulary
    tree: Tree = {}
    for theme in vocabulary.themes:
        if theme.replaced_by is not None:
            continue
        found = press.of_theme.get(theme.id, ())
        covering = {
            stage.id: [story for story in found if stage.id in story.stages]
            for stage in vocabulary.stages
        }
        shared = {
            "theme": theme,
            "group": next(group for group in vocabulary.groups if group.id == theme.group),
            "beside": words.beside(theme, vocabulary),
            "all_count": counted(found, library),
            "filters": [
                (stage, counted(covering[stage.id], library))
                for stage in vocabulary.stages
                if covering[stage.id]
            ],
        }
        tree |= _list(press, urls.theme(theme.id), "theme.html", theme.label, found, stage=None, **shared)
        for stage in vocabulary.stages:
            if covering[stage.id]:
                tree |= _list(
                    press,
                    urls.theme(theme.id, stage.id),
                    "theme.html",
                    f"{theme.label}, {stage.label}",
                    covering[stage.id],
                    stage=stage,
                    **shared,
                )
    return tree


def stages(press: Press) -> Tree:
    """Make a page for every stage."""
    tree: Tree = {}
    for stage in press.library.vocabulary.stages:
        found = press.of_stage.get(stage.id, ())
        tree |= _list(press, urls.stage(stage.id), "stage.html", stage.label, found, stage=stage)
    return tree


def search(press: Press) -> Tree:
    """Make the page that searches; the only one with scripts."""
    page = press.page(
        urls.SEARCH,
        "search.html",
        "Search",
        themes=press.themes_in_use(),
        empty=EMPTY,
    )
    return {urls.SEARCH: page}


def a_to_z(press: Press) -> Tree:
    """Make the list of words and the themes they lead to, a way in that needs no script."""
    letters = words.a_to_z(press.library.vocabulary)
    return {urls.WORDS: press.page(urls.WORDS, "words.html", "Words, A to Z", letters=letters)}


def plain_pages(press: Press) -> Tree:
    """Make the pages that say what this is, where to get help, and how to stop."""
    library = press.library
    total = count_words(library.stories, library)
    return {
        address: press.page(address, template, title, total=total)
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
    if library.edition.on_the_web and library.settings.base_url:
        root = urlsplit(library.settings.base_url).path.rstrip("/") + "/"
    page = press.page(urls.NOT_FOUND, "404.html", "Page not found", index=False, root=root)
    return {urls.NOT_FOUND: page}


def away(press: Press) -> Tree:
    """Make the page that 'Exit this page' leads to in a copy with no way out: a plain calendar."""
    on = press.library.on
    weeks = Calendar().monthdayscalendar(on.year, on.month)
    return {urls.AWAY: press.page(urls.AWAY, "away.html", "Calendar", index=False, weeks=weeks)}


def taken_down(press: Press) -> Tree:
    """Make the mark that stays where a story was; it says nothing about the story."""
    return {
        urls.story(gone.id): press.page(
            urls.story(gone.id), "taken-down.html", "Taken down", index=False
        )
        for gone in press.library.withdrawn
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


def story_page(press: Press, story: Story) -> bytes:
    """Make one story's page."""
    library, vocabulary = press.library, press.library.vocabulary
    found_from_outside = library.edition.on_the_web and story.search_engines_agreed
    shelf = press.shelf_for_search_engines if found_from_outside else press.shelf
    address = urls.story(story.id)
    return press.page(
        address,
        "story.html",
        story.title,
        showing=[story],
        notes_of=story,
        story=story,
        notes=wording.note_words(story.notes, vocabulary),
        reading=wording.reading_words(story.reading),
        path=wording.path_words(story.stages, vocabulary),
        path_drawing=drawing.path([vocabulary.stage[id].order for id in story.stages]),
        made=wording.made_words(story),
        passages=markdown.passages(story.text, library.edition.outside_links),
        quote=pull_quote(story),
        help_lines=care.lines_for(story, library.help_lines),
        help_first=care.needs_help_first(story),
        translations=translations(press, story),
        related=related(story, library, shelf),
        foreign=story.language != library.settings.language,
    )


def translations(press: Press, story: Story) -> list[Story]:
    """List the same story in other languages, the one it was told in first."""
    original = press.by_id.get(story.translation_of or "")
    told = [original] if original else []
    siblings = [press.by_id[id] for id in (original or story).translations if id in press.by_id]
    return [other for other in (*told, *siblings) if other.id != story.id]


def pull_quote(story: Story) -> str | None:
    """Choose words that may stand alone, from a part of a longer story that carries no note."""
    if story.reading.words < 250:
        return None
    noted = " ".join(
        piece.striptags() for note, piece in markdown.passages(story.text, False) if note
    )
    for quote in story.quotes:
        if quote.ok_out_of_context and quote.text not in noted:
            return quote.text
    return None


def story_to_start_with(library: Library) -> Story | None:
    """Choose a story for a first reader; the choice changes with the week of the library.

    Easy stories with nothing told in detail, from early days or later, in the site's language;
    where there are none, what comes nearest to that.
    """
    stage = library.vocabulary.stage
    early = stage["early-days"].order if "early-days" in stage else 1
    candidates: Sequence[Story] = [
        story
        for story in library.stories
        if (story.basis != "fictional" or library.settings.demonstration)
        and not any(note.level == "described" for note in story.notes)
    ]
    wishes: tuple[Callable[[Story], bool], ...] = (
        lambda story: story.search_engines_agreed or not library.edition.on_the_web,
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
    **values: object,
) -> Tree:
    """Make a list of stories, in parts of forty."""
    parts = [found[i : i + CARDS_A_PAGE] for i in range(0, len(found), CARDS_A_PAGE)] or [()]
    root = urls.root(address)
    count = count_words(found, press.library)
    tree: Tree = {}
    for number, shown in enumerate(parts, 1):
        tree[urls.part(address, number)] = press.page(
            urls.part(address, number),
            template,
            title if number == 1 else f"{title}, part {number}",
            showing=shown,
            cards=[press.card(story, root) for story in shown],
            count=count,
            part=number,
            parts=[urls.part(address, each) for each in range(1, len(parts) + 1)],
            **values,
        )
    return tree
