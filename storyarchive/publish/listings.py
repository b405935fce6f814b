"""Listings: the pages that list stories, of a theme, a stage, a person or a language, in parts of forty."""

from collections.abc import Mapping, Sequence

from storyarchive.content import languages
from storyarchive.content.library import Story
from storyarchive.content.vocabulary import Theme
from storyarchive.files import Tree
from storyarchive.publish import urls, words
from storyarchive.publish.cards import count_words, counted
from storyarchive.publish.press import Press

CARDS_A_PAGE = 40


def all_stories(press: Press) -> Tree:
    """Make the list of all stories."""
    values = {"languages": told_in(press)}
    return _list(press, urls.STORIES, "stories.html", press.say("list.all"), press.by_title, values)


def themes(press: Press) -> Tree:
    """Make a page for every theme, and one for those of its stories that cover a stage."""
    tree: Tree = {}
    for theme in press.library.vocabulary.themes:
        if theme.replaced_by is None:
            tree |= _theme(press, theme)
    return tree


def stages(press: Press) -> Tree:
    """Make a page for every stage."""
    tree: Tree = {}
    for stage in press.library.vocabulary.stages:
        found = press.of_stage.get(stage.id, ())
        address = urls.stage(stage.id)
        # The thesaurus that other words for a stage come from is English.
        is_english = languages.same(press.say.language, "en")
        beside = words.beside_stage(stage, press.library.vocabulary) if is_english else []
        values = {"stage": stage, "beside": beside}
        tree |= _list(press, address, "stage.html", stage.label, found, values)
    return tree


def people(press: Press) -> Tree:
    """Make a page for every person who told more than one story, named by the first of them."""
    tree: Tree = {}
    for story in press.library.stories:
        address = person(story)
        if address and address not in tree:
            told = [press.by_id[id] for id in sorted((story.id, *story.same_teller))]
            # The tab says no name: somebody may look over a reader's shoulder.
            title, values = press.say("person.tab"), {"name": story.pseudonym}
            tree |= _list(press, address, "person.html", title, told, values)
    return tree


def in_languages(press: Press) -> Tree:
    """Make a page for every language that stories are told in besides the site's own."""
    tree: Tree = {}
    for tag in told_in(press):
        title = press.say("language.title", language=press.say.language_name(tag))
        told = [s for s in press.by_title if languages.same(s.language, tag)]
        tree |= _list(press, urls.language(tag), "language.html", title, told, {"tag": tag})
    return tree


def person(story: Story) -> str | None:
    """Say where the stories of a story's teller are, if there is more than one."""
    if not story.same_teller or story.translation_of:
        return None
    return urls.person(min(story.id, *story.same_teller))


def told_in(press: Press) -> list[str]:
    """List the languages that stories are told in besides the site's own, by their own names."""
    own = languages.primary(press.library.settings.language)
    found = {languages.primary(story.language) for story in press.library.stories} - {own}
    return sorted(found, key=lambda tag: (languages.own_name(tag).casefold(), tag))


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
        address = urls.theme(theme.id, stage.id)
        title = press.say("theme.tab", theme=theme.label, stage=stage.label)
        tree |= _list(press, address, "theme.html", title, stories, values | {"stage": stage})
    return tree


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
    root, count = urls.root(address), count_words(found, press.library, press.say)
    return {
        part: press.page(
            part,
            template,
            title if number == 1 else press.say("list.part_of", list=title, number=number),
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
