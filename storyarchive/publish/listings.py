"""Listings: the pages that list stories, of a theme, a stage, a person or a language, in parts of forty."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from storyarchive.content import languages
from storyarchive.content.library import Story
from storyarchive.content.vocabulary import Theme
from storyarchive.files import Tree
from storyarchive.publish import urls, words
from storyarchive.publish.cards import count_words, counted
from storyarchive.publish.press import Press
from storyarchive.sharing import shared

CARDS_A_PAGE = 40


@dataclass(frozen=True, slots=True)
class _Part:
    """A page of a list."""

    address: str
    template: str
    title: str
    values: Mapping[str, object]
    shown: Sequence[Story]


def build(press: Press) -> Tree:
    """Make every page that lists stories."""
    parts = [part for listed in LISTS for part in listed(press)]
    # What every page needs is made before the work is shared.
    _ = press.below

    def some(parts: Sequence[_Part]) -> list[bytes]:
        return [_page(press, part) for part in parts]

    pages = chain.from_iterable(shared(some, parts, least=40))
    return {part.address: page for part, page in zip(parts, pages, strict=True)}


def all_stories(press: Press) -> Iterator[_Part]:
    """List all stories."""
    values = {"languages": told_in(press)}
    title = press.say("list.all")
    yield from _parts(press, urls.STORIES, "stories.html", title, press.by_title, values)


def themes(press: Press) -> Iterator[_Part]:
    """List the stories of every theme, and those of them that cover a stage."""
    for theme in press.library.vocabulary.themes:
        if theme.replaced_by is None:
            yield from _theme(press, theme)


def stages(press: Press) -> Iterator[_Part]:
    """List the stories of every stage."""
    for stage in press.library.vocabulary.stages:
        found = press.of_stage.get(stage.id, ())
        address = urls.stage(stage.id)
        # The thesaurus that other words for a stage come from is English.
        is_english = languages.same(press.say.language, "en")
        beside = words.beside_stage(stage, press.library.vocabulary) if is_english else []
        values = {"stage": stage, "beside": beside}
        yield from _parts(press, address, "stage.html", stage.label, found, values)


def people(press: Press) -> Iterator[_Part]:
    """List the stories of every person who told more than one, named by the first of them."""
    listed: set[str] = set()
    for story in press.library.stories:
        address = person(story)
        if address and address not in listed:
            listed.add(address)
            told = [press.by_id[id] for id in sorted((story.id, *story.same_teller))]
            # The tab says no name: somebody may look over a reader's shoulder.
            title, values = press.say("person.tab"), {"name": story.pseudonym}
            yield from _parts(press, address, "person.html", title, told, values)


def in_languages(press: Press) -> Iterator[_Part]:
    """List the stories of every language that any are told in besides the site's own."""
    for tag in told_in(press):
        title = press.say("language.title", language=press.say.language_name(tag))
        told = [s for s in press.by_title if languages.same(s.language, tag)]
        yield from _parts(press, urls.language(tag), "language.html", title, told, {"tag": tag})


LISTS: tuple[Callable[[Press], Iterator[_Part]], ...] = (
    all_stories,
    themes,
    stages,
    people,
    in_languages,
)


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


def _theme(press: Press, theme: Theme) -> Iterator[_Part]:
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
    yield from _parts(press, urls.theme(theme.id), "theme.html", theme.label, found, values)
    for stage, stories in covering:
        address = urls.theme(theme.id, stage.id)
        title = press.say("theme.tab", theme=theme.label, stage=stage.label)
        yield from _parts(press, address, "theme.html", title, stories, values | {"stage": stage})


def _parts(
    press: Press,
    address: str,
    template: str,
    title: str,
    found: Sequence[Story],
    values: Mapping[str, object],
) -> Iterator[_Part]:
    """Cut a list of stories into parts of forty."""
    parts = [found[i : i + CARDS_A_PAGE] for i in range(0, len(found), CARDS_A_PAGE)] or [()]
    addresses = [urls.part(address, number) for number in range(1, len(parts) + 1)]
    count = count_words(found, press.library, press.say)
    for number, (part, shown) in enumerate(zip(addresses, parts, strict=True), 1):
        yield _Part(
            part,
            template,
            title if number == 1 else press.say("list.part_of", list=title, number=number),
            {**values, "count": count, "part": number, "parts": addresses},
            shown,
        )


def _page(press: Press, part: _Part) -> bytes:
    root = urls.root(part.address)
    values = {**part.values, "cards": [press.card(story, root) for story in part.shown]}
    return press.page(part.address, part.template, part.title, values, showing=part.shown)
