"""The fields with which an organisation makes a site its own: a look, and words for messages."""

from dataclasses import dataclass
from pathlib import Path

from storyarchive.content.fitting import Said
from storyarchive.content.groups import Field, Group, Named, pairs
from storyarchive.content.kinds import Reading, Shaped, Text, short
from storyarchive.content.nodes import MappingNode, Node
from storyarchive.content.settings import Look


@dataclass(frozen=True, slots=True)
class _Words:
    """Messages by their names; one left empty is kept, to be told."""

    says: str = "a map: the name of a message → its words, or forms of them (one, few, many, other)"

    def read(self, node: Node, at: Reading, path: str) -> dict[str, Said] | None:
        found = pairs(node, at, path)
        if found is None:
            return None
        values: dict[str, Said] = {}
        for name, (key, value) in found.items():
            if not name.isprintable():
                message = f'there is no message "{short(name)}"'
                at.wrong(key, "control-character", message, "Delete what cannot be seen.")
                continue
            here = f"{path}.{name}"
            at.lines[here] = at.line(key)
            forms = _FORMS if isinstance(value, MappingNode) else _TEXT
            values[name] = forms.read(value, at, here) or ""
        return values


_TEXT = Text(10_000, as_written=True)
_FORMS = Named(Text(80), _TEXT)

_COLOUR = Shaped("#[0-9A-Fa-f]{6}", 'a colour in quotes, such as "#12403a"')
_PICTURE = Shaped(
    r"_[A-Za-z0-9][A-Za-z0-9._-]{,40}\.(png|jpe?g|webp)",
    "the name of a PNG, JPEG or WebP picture beside the stories, such as _logo.png"
    " (no SVG: one can hold a program)",
)

LOOK = Group(
    Look,
    fields=(
        Field("colour", _COLOUR, "The top of each page; links take its hue.", '"#12403a"'),
        Field("accent", _COLOUR, "What stands out, such as the first button.", '"#f5b82e"'),
        Field("logo", _PICTURE, "A picture beside the name, of at most 100 kB.", "_logo.png"),
    ),
)

WORDS = _Words()


def placed(look: Look, directory: Path) -> Look:
    """Give a look as it was read with its colours in small letters and its logo in the archive's directory."""
    return Look(
        colour=look.colour and look.colour.lower(),
        accent=look.accent and look.accent.lower(),
        logo=look.logo and directory / look.logo,
    )
