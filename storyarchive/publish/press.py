"""A press holds what all pages of one edition share: its cards, its head and foot, its rules."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from markupsafe import Markup

from storyarchive.content.library import Library, Story
from storyarchive.content.messages import Messages
from storyarchive.content.vocabulary import Theme
from storyarchive.publish import care, urls
from storyarchive.publish.cards import Card, card, counted
from storyarchive.publish.related import Shelf, shelve
from storyarchive.publish.render import Templates
from storyarchive.search import export
from storyarchive.search.export import Compiled

POLICY = Markup(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; "
    "form-action 'self'; base-uri 'none'"
)
"""The Content-Security-Policy of every page: nothing runs and nothing loads but our own files."""


@dataclass(frozen=True)
class Press:
    """A library with the templates that it is printed with."""

    library: Library
    templates: Templates

    def asking(self, *scopes: str) -> "Press":
        """Give the press with only the stories whose narrators agreed to some scopes as well."""
        return replace(self, library=self.library.asking(*scopes)) if scopes else self

    def page(
        self,
        address: str,
        template: str,
        title: str,
        values: Mapping[str, object] | None = None,
        *,
        showing: Iterable[Story] = (),
        index: bool = True,
        notes_of: Story | None = None,
        root: str | None = None,
    ) -> bytes:
        """Render one page.

        title: what the page is, said after the site's name. values: what this template needs beyond
        what every page gets. showing: the stories that it shows any
        words of; a page is kept from search engines unless all of them agreed. index: whether
        search engines may hold the page at all. notes_of: the story whose notes decide the exit
        link. root: the way to the top, where it is not that of the address.
        """
        library = self.library
        may_index = (
            index
            and library.edition.on_the_web
            and all("search-engines" in story.agreed for story in showing)
        )
        # What robots make of `noai` is a convention; `tdm-reservation`, in the template, is a protocol.
        robots = [
            *([] if may_index else ["noindex"]),
            *(["noai", "noimageai"] if library.reserved else []),
        ]
        root = urls.root(address) if root is None else root
        text = self.templates.render(
            template,
            root,
            address=address,
            title=title,
            policy=POLICY,
            robots=", ".join(robots),
            header=self.header(root),
            footer=self.footer(root),
            way_out=care.way_out(library, notes_of.notes if notes_of else ()),
            library=library,
            edition=library.edition,
            settings=library.settings,
            vocabulary=library.vocabulary,
            **(values or {}),
        )
        return text.encode()

    def header(self, root: str) -> Markup:
        """Give the top of every page."""
        return (self._furniture.get(root) or self._framed(root))[0]

    def footer(self, root: str) -> Markup:
        """Give the foot of every page."""
        return (self._furniture.get(root) or self._framed(root))[1]

    def card(self, story: Story, root: str) -> Markup:
        """Give a story's card, for a page with this way to the top."""
        return self.below[story.id] if root == "../" else self._card(story, self._macro(root))

    def themes_by_group(self) -> list[tuple[str, list[tuple[Theme, int]]]]:
        """List the groups by label, each with its themes and how many stories they have."""
        vocabulary = self.library.vocabulary
        return [
            (
                group.label,
                [(theme, self.count(theme.id)) for theme in vocabulary.themes_of(group.id)],
            )
            for group in vocabulary.groups
        ]

    def count(self, theme: str) -> int:
        """Count the stories of a theme."""
        return counted(self.of_theme.get(theme, ()), self.library)

    @cached_property
    def by_id(self) -> Mapping[str, Story]:
        """Story id → story."""
        return {story.id: story for story in self.library.stories}

    @cached_property
    def of_theme(self) -> Mapping[str, Sequence[Story]]:
        """Theme id → its stories, those that are most about it first, then by title."""
        found: dict[str, list[Story]] = {}
        for story in self.by_title:
            for theme in story.themes:
                found.setdefault(theme, []).append(story)
        for theme, stories in found.items():
            stories.sort(key=lambda story: min(story.themes.index(theme), 2))
        return found

    @cached_property
    def of_stage(self) -> Mapping[str, Sequence[Story]]:
        """Stage id → the stories that cover it, those told from a little further on first."""
        stage = self.library.vocabulary.stage
        found: dict[str, list[Story]] = {}
        for story in self.by_title:
            for id in dict.fromkeys(story.stages):
                found.setdefault(id, []).append(story)

        for id, stories in found.items():
            place = stage[id].order

            def rank(story: Story, place: int = place) -> int:
                further = stage[story.stage_now].order - place
                return 0 if further in (1, 2) else 1 if further > 2 else 2 if further == 0 else 3

            stories.sort(key=rank)
        return found

    @cached_property
    def by_title(self) -> Sequence[Story]:
        """All stories, by title."""
        return sorted(self.library.stories, key=lambda story: (story.title.casefold(), story.id))

    @cached_property
    def shelf(self) -> Shelf:
        """The shelf that related stories are found on."""
        return shelve(self.library.stories, self.library)

    @cached_property
    def shelf_for_search_engines(self) -> Shelf:
        """The shelf for pages that search engines may hold: only stories that agreed to it."""
        agreed = self.library.asking("search-engines")
        return shelve(agreed.stories, agreed)

    @cached_property
    def index(self) -> Compiled:
        """The index that the search page reads."""
        return export.compile(self.library, self.say)

    @property
    def say(self) -> Messages:
        """The words of the site."""
        return self.templates.say

    def _macro(self, root: str) -> Callable[..., str]:
        return self.templates.macro("components/card.html", "card", root)

    @cached_property
    def cards(self) -> Mapping[str, Card]:
        """Story id → its card, in words."""
        return {story.id: card(story, self.library, self.say) for story in self.library.stories}

    @cached_property
    def below(self) -> Mapping[str, Markup]:
        """Story id → its card, for the pages that lie below the top."""
        macro = self._macro("../")
        return {story.id: self._card(story, macro) for story in self.library.stories}

    def _card(self, story: Story, macro: Callable[..., str]) -> Markup:
        return Markup(macro(self.cards[story.id]))

    @cached_property
    def _furniture(self) -> Mapping[str, tuple[Markup, Markup]]:
        return {root: self._framed(root) for root in ("", "../")}

    def _framed(self, root: str) -> tuple[Markup, Markup]:
        logo = self.library.settings.look.logo
        values = {
            "logo": urls.logo(logo.name) if logo else None,
            "library": self.library,
            "edition": self.library.edition,
            "settings": self.library.settings,
        }
        return (
            Markup(self.templates.render("components/header.html", root, **values)),
            Markup(self.templates.render("components/footer.html", root, **values)),
        )
