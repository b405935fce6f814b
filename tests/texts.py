"""Texts are what readers see of a page or hear, by language."""

import re
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser


def leaves(said: object) -> Iterator[str]:
    """Give every text of nested mappings and lists."""
    if isinstance(said, str):
        yield said
    elif isinstance(said, Mapping | list):
        for each in said.values() if isinstance(said, Mapping) else said:
            yield from leaves(each)


class Texts(HTMLParser):
    """What readers see of a page, or hear: its text and the attributes that are read out, by language."""

    SPOKEN = frozenset({"alt", "aria-label", "aria-description", "label", "placeholder", "title"})
    VOID = frozenset(
        {
            *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta"),
            *("source", "track", "wbr", "path", "circle", "line"),
        }
    )

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.foreign: list[str] = []
        """What stands within another language than the page's."""
        self._within: list[tuple[str, str | None]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        language = said.get("lang") if tag != "html" else None
        if tag not in self.VOID:
            self._within.append((tag, language))
        for name, value in attrs:
            # What a script is to say waits in data; ids and places do so too.
            says = name.startswith("data-") and re.search("[A-ZŻŹĆŁŚ].* ", value or "")
            if value and (name in self.SPOKEN or says):
                self._note(value, language)

    def handle_endtag(self, tag: str) -> None:
        while self._within:
            if self._within.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        if not {"script", "style", "pre"} & {tag for tag, _ in self._within}:
            self._note(data)

    def _note(self, text: str, language: str | None = None) -> None:
        words = " ".join(text.split())
        if words:
            here = [language, *(language for _, language in self._within)]
            (self.foreign if any(here) else self.found).append(words)
