"""What the custom properties of a style are under each of a reader's own settings, and which rules use them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import tinycss2
from tinycss2.ast import AtRule, Declaration, Node, QualifiedRule

from storyarchive import shipped as places
from storyarchive.publish import render, urls


@dataclass(frozen=True)
class Reader:
    """What somebody has set in their browser."""

    name: str
    dark: bool = False
    more: bool = False
    """Whether they ask for more contrast."""
    forced: bool = False
    """Whether they have colours of their own, which take the place of all others."""


READERS = (
    Reader("light"),
    Reader("dark", dark=True),
    Reader("more contrast", more=True),
    Reader("more contrast, dark", dark=True, more=True),
)


@dataclass(frozen=True)
class Rule:
    """A rule of a style: where it holds, for what, and what it says."""

    where: tuple[str, ...]
    """The conditions of the `@media` around it, without spaces."""
    selector: str
    says: Mapping[str, str]
    """Property → value."""


def shipped() -> str:
    """Give the style of the site, whatever files it is written in."""
    return render.templates(places.templates()).static[urls.STYLE].decode()


@cache
def rules(css: str) -> tuple[Rule, ...]:
    """Read a style."""
    return tuple(_rules(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)))


def _rules(nodes: list[Node], where: tuple[str, ...] = ()) -> Iterator[Rule]:
    for node in nodes:
        if isinstance(node, QualifiedRule):
            yield Rule(where, _text(node.prelude), dict(_says(node.content)))
        elif isinstance(node, AtRule) and node.at_keyword in {"media", "supports"}:
            inside = tinycss2.parse_rule_list(
                node.content, skip_comments=True, skip_whitespace=True
            )
            yield from _rules(inside, (*where, _text(node.prelude).replace(": ", ":")))
        else:
            assert isinstance(node, AtRule), node
            assert node.at_keyword == "page"


def _says(content: list[Node]) -> Iterator[tuple[str, str]]:
    for each in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if isinstance(each, Declaration):
            yield each.name, _text(each.value)
        else:
            assert isinstance(each, AtRule), each


def _text(nodes: list[Node]) -> str:
    return " ".join(str(tinycss2.serialize(nodes)).split())


def tokens(reader: Reader, *styles: str) -> Mapping[str, str]:
    """Give custom property → value, as it is on a screen; of two rules the later holds. styles: in their order."""
    said: dict[str, str] = {}
    for css in styles:
        for rule in rules(css):
            if rule.selector == ":root" and all(_holds(each, reader) for each in rule.where):
                said |= {name: value for name, value in rule.says.items() if name[:2] == "--"}
    return {name: _resolved(value, said) for name, value in said.items()}


def _holds(condition: str, reader: Reader) -> bool:
    holding = {
        "screen": True,
        "print": False,
        "(prefers-color-scheme:dark)": reader.dark,
        "(prefers-contrast:more)": reader.more,
        "(forced-colors:active)": reader.forced,
    }
    return all(holding[part] for part in condition.split(" and "))


def _resolved(value: str, said: Mapping[str, str]) -> str:
    while value.startswith("var("):
        value = said[value.removeprefix("var(").removesuffix(")").strip()]
    if value.startswith("#") and len(value) == 4:
        value = "#" + "".join(2 * digit for digit in value[1:])
    return value
