"""Saying: messages as HTML for the pages that stand at one place of a site."""

import re
from collections.abc import Mapping
from types import SimpleNamespace

from cmarkgfm.cmark import Options
from markupsafe import Markup, escape

from storyarchive.content import commonmark
from storyarchive.content.fitting import PLACE, Said
from storyarchive.content.messages import Messages
from storyarchive.errors import TemplateError
from storyarchive.publish import urls

PAGES: Mapping[str, str] = {
    "home": urls.HOME,
    "search": urls.SEARCH,
    "stories": urls.STORIES,
    "words": urls.WORDS,
    "help": urls.HELP,
    "safety": urls.SAFETY,
    "choices": urls.CHOICES,
    "about": urls.ABOUT,
    "access": urls.ACCESS,
    "stop": urls.TAKING_PART,
    "recall": urls.RECALL,
    "security": urls.WHAT_IS_THIS,
}
"""What a message may call a page that it leads to → the page's address."""

_LINK = re.compile(r'href="([^"#]*)')
_MARKED = re.compile(r"[*`\[\n]")


class Spoken:
    """A message with places, called with what stands in them."""

    __slots__ = ("_forms", "_name", "_say")

    def __init__(self, name: str, forms: Markup | Mapping[str, str], say: Messages) -> None:
        self._name, self._forms, self._say = name, forms, say

    def __call__(self, **values: object) -> Markup:
        """Say the message with values in its places; `count` chooses its form."""
        forms = self._forms
        chosen = forms if isinstance(forms, Markup) else self._say.fitting(forms, values["count"])
        try:
            return Markup(chosen).format_map(self._say.written(values))
        except KeyError as error:
            raise TemplateError(f"the message {self._name} needs {error}") from error

    def __html__(self) -> str:
        """Refuse to stand on a page unsaid."""
        raise TemplateError(f"the message {self._name} needs values: say.{self._name}(…)")


def namespace(say: Messages, root: str) -> SimpleNamespace:
    """Give the messages as HTML, to be asked for as `say.section.name`.

    root: the way from a page up to the top of the edition: nothing, `../`, or an address.
    Raises TemplateError for a link to a page that there is not.
    """
    sections: dict[str, dict[str, Markup | Spoken]] = {}
    for key, said in say.said.items():
        section, _, name = key.partition(".")
        sections.setdefault(section, {})[name] = _spoken(key, said, say, root)
    return SimpleNamespace(
        **{section: SimpleNamespace(**messages) for section, messages in sections.items()}
    )


def _spoken(name: str, said: Said, say: Messages, root: str) -> Markup | Spoken:
    if isinstance(said, str):
        words = _html(name, said, root)
        return Spoken(name, words, say) if PLACE.search(said) else words
    return Spoken(name, {form: _html(name, words, root) for form, words in said.items()}, say)


def _html(name: str, said: str, root: str) -> Markup:
    """Make a message into HTML: a line of words, or paragraphs where it has several lines."""
    if not _MARKED.search(said):
        return Markup(escape(said))
    html = commonmark.html(said, Options.CMARK_OPT_NOBREAKS).strip()
    if "\n" not in said.strip() and html.startswith("<p>"):
        html = html.removeprefix("<p>").removesuffix("</p>")
    # What is written as code is something to type or look for, such as an id.
    html = html.replace("<code>", '<span class="id">').replace("</code>", "</span>")
    return Markup(_LINK.sub(lambda link: f'href="{_address(name, link[1], root)}', html))


def _address(name: str, page: str, root: str) -> str:
    if not page:
        return ""
    if page not in PAGES:
        raise TemplateError(
            f'the message {name} leads to "{page}"; the pages it can lead to are: {", ".join(PAGES)}'
        )
    return root + PAGES[page]
