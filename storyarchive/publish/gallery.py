"""The gallery: a page that shows every component with its examples, for who works on the design, and for the tests."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from markupsafe import Markup

from storyarchive.errors import TemplateError
from storyarchive.files import Tree
from storyarchive.publish import drawing, markdown, urls
from storyarchive.publish.press import Press

ADDRESS = "components.html"
_STYLE = "styles/gallery.css"
_TOKEN = re.compile(r"--([a-z0-9-]+):\s*(?:#|light-dark)")


@dataclass(frozen=True, slots=True)
class Example:
    """A component with something in it."""

    name: str
    """What it shows, in a few words."""
    macro: str
    html: Markup


@dataclass(frozen=True, slots=True)
class Component:
    """A file of macros with its examples."""

    name: str
    about: str
    """What it is for, a sentence or two."""
    examples: tuple[Example, ...]


def build(press: Press) -> Tree:
    """Make the gallery, with the styles and scripts that it needs.

    Raises TemplateError for an example that its component cannot show.
    """
    tokens = list(dict.fromkeys(_TOKEN.findall(press.templates.static[urls.STYLE].decode())))
    values = {"components": list(components(press)), "tokens": tokens}
    page = press.page(ADDRESS, "gallery.html", "Components", values, index=False)
    return {**press.templates.static, ADDRESS: page, _STYLE: _style(tokens)}


def components(press: Press) -> Iterator[Component]:
    """Read the examples of every component, `components/card.yaml` for `components/card.html`, and render them."""
    folder = press.templates.directories[-1] / "components"
    for file in sorted(folder.glob("*.yaml")):
        said = _read(file, press)
        examples = (
            Example(each["name"], each["macro"], _shown(press, file, each))
            for each in said["examples"]
        )
        yield Component(file.stem, said["about"], tuple(examples))


def _shown(press: Press, file: Path, example: Mapping[str, Any]) -> Markup:
    macro = press.templates.macro(f"components/{file.stem}.html", example["macro"])
    html = Markup(macro(**example["values"]))
    # An item stands in a list of this class.
    within = example.get("within")
    return Markup('<ul class="{}">{}</ul>').format(within, html) if within else html


def _read(file: Path, press: Press) -> Mapping[str, Any]:
    """Read examples. What YAML has no way to write has a tag: `!path`, `!passages` and `!card`."""

    class Loader(yaml.SafeLoader):
        pass

    card = press.templates.macro("components/card.html", "card")

    def path(loader: Loader, node: yaml.SequenceNode) -> Markup:
        return drawing.path(loader.construct_sequence(node))

    def passages(loader: Loader, node: yaml.ScalarNode) -> tuple[tuple[str | None, Markup], ...]:
        return markdown.passages(str(loader.construct_scalar(node)), True)

    def in_list(loader: Loader, node: yaml.MappingNode) -> Markup:
        return Markup(card(loader.construct_mapping(node)))

    Loader.add_constructor("!path", path)
    Loader.add_constructor("!passages", passages)
    Loader.add_constructor("!card", in_list)
    try:
        said: Mapping[str, Any] = yaml.load(file.read_text("utf-8"), Loader)
    except yaml.YAMLError as error:
        raise TemplateError(f"{file} cannot be read: {' '.join(str(error).split())}") from error
    return said


def _style(tokens: list[str]) -> bytes:
    swatches = "".join(f".token-{token}{{background:var(--{token})}}" for token in tokens)
    return (
        ".tokens{display:flex;flex-wrap:wrap;gap:.5rem 1.5rem;list-style:none;padding:0}"
        ".tokens li{display:flex;align-items:center;gap:.5rem}"
        ".swatch{width:2.75rem;height:2.75rem;border:1px solid var(--edge)}"
        ".component{border-top:3px solid var(--line);margin-top:3rem}"
        ".example{margin-block:1.5rem}.example .exit{position:static;display:inline-flex}"
        f"{swatches}"
    ).encode()
