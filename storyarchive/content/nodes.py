"""YAML text becomes a tree of nodes that remember their lines; nothing is guessed about their types."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from storyarchive.errors import Problem

__all__ = ["LOADER", "MappingNode", "Node", "ScalarNode", "SequenceNode", "compose"]

# The C loader is ten times as fast; a Python without it reads the same, slower.
_SAFE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Unguessing:
    """Guesses no types of values, which would take a third of the time of reading them."""

    def descend_resolver(self, parent: object, index: object) -> None:
        pass

    def ascend_resolver(self) -> None:
        pass

    def resolve(self, kind: object, value: object, implicit: object) -> str:
        return _UNTOLD


_UNTOLD = "tag:yaml.org,2002:str"
LOADER: Any = type("Loader", (_Unguessing, _SAFE), {})
"""What reads the YAML of an archive; its marks count characters."""

_QUOTES = 'Put the text after the first colon in quotes: title: "…".'

_MOST_REFUSED = 1000
"""Anchors and aliases that are told of one file."""

_NESTING = 40
"""Levels deeper than this are no honest front matter, and could exhaust the stack."""

_ODD_LINE_ENDS = ("\x85", "\u2028", "\u2029")
"""What old YAML takes for line ends and no editor shows as one: lines told would not be those of the file."""


def compose(text: str, path: str, first_line: int) -> tuple[Node | None, list[Problem]]:
    """Read YAML text into a node, or say why it cannot be read.

    Anchors and aliases are refused, since one line could then stand for a million.

    path: the file the text is from. first_line: the line of the file on which the text begins.
    """
    for end in _ODD_LINE_ENDS:
        text = text.replace(end, " ")
    try:
        # Cheap test first: scanning events costs as much as composing.
        if "&" in text or "*" in text or _may_be_deep(text):
            refused = list(islice(_refused(text, path, first_line), _MOST_REFUSED))
            if refused:
                return None, refused
        node: Node | None = yaml.compose(text, Loader=LOADER)
    except yaml.YAMLError as error:
        return None, [_unreadable(error, text, path, first_line)]
    except ValueError as error:  # a lone surrogate cannot reach the C loader
        return None, [Problem(path, first_line, "bad-yaml", f"the text cannot be read: {error}")]
    return node, []


def _may_be_deep(text: str) -> bool:
    """Tell whether a text could nest too deeply; never says no when it does."""
    brackets = text.count("[") + text.count("{")
    # A level of a block takes a space before it, or a mark in its line, which takes two letters; a level of a flow, a
    # bracket. So most lines are too short to be deep.
    return any(
        len(line) + brackets >= _NESTING
        and len(line)
        - len(line.lstrip(" "))
        + line.count("- ")
        + line.count("? ")
        + line.count("-\t")
        + line.count("?\t")
        + brackets
        >= _NESTING
        for line in text.split("\n")
    )


def _refused(text: str, path: str, first_line: int) -> Iterator[Problem]:
    """Look at the events of the parser, which nests nothing itself, for what must not be composed."""
    depth = 0
    for event in yaml.parse(text, Loader=LOADER):
        line = first_line + (event.start_mark.line if event.start_mark else 0)
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _NESTING:
            remedy = f"Keep lists and fields at most {_NESTING} levels deep."
            yield Problem(path, line, "bad-yaml", "it is nested too deeply", remedy)
            return
        anchor = getattr(event, "anchor", None)
        if anchor is not None:
            what = ("*" if isinstance(event, yaml.AliasEvent) else "&") + anchor
            message = f'"{what}" is a YAML anchor or alias, which an archive does not use'
            remedy = "Write the value out, or put it in quotes."
            yield Problem(path, line, "yaml-alias", message, remedy)


def _unreadable(error: yaml.YAMLError, text: str, path: str, first_line: int) -> Problem:
    mark = getattr(error, "problem_mark", None)
    opened = getattr(error, "context_mark", None)
    line = mark.line if mark else 0
    what = str(getattr(error, "problem", None) or "") or str(error).split("\n")[0]
    remedy = "Check the indentation, and that text with a colon or a quote in it is in quotes."
    if isinstance(error, yaml.reader.ReaderError):
        position = error.position if isinstance(error.position, int) else 0
        line = text.count("\n", 0, min(position, len(text)))
        what = "a character that YAML does not allow"
        remedy = "Delete the character; it may be invisible."
    lines = text.split("\n")
    near = lines[line] if line < len(lines) else ""
    context = str(getattr(error, "context", "") or "")
    if re.match(r"[ ]*\t", near) or ("cannot start any token" in what and "\t" in near):
        what, remedy = (
            "a tab is used for indentation",
            "Use spaces: YAML does not allow tabs there.",
        )
    elif "mapping values" in what:
        what, remedy = "there is a second colon in this line", _QUOTES
    elif "cannot start any token" in what:
        what, remedy = "the text begins with a sign that means something else in YAML", _QUOTES
    elif "alphabetic or numeric" in what:
        what, remedy = "the text begins with * or &, which means something else in YAML", _QUOTES
    elif "document" in what + context:
        what, remedy = (
            'a second "---", or a line that belongs elsewhere',
            "Mend or delete the line.",
        )
    elif opened is not None and "flow" in context:
        line, what = opened.line, "a bracket that opens here is not closed"
        remedy = "Close it, or put text that holds a bracket in quotes."
    elif opened is not None and "quoted scalar" in context:
        line, what = opened.line, "a quotation mark that opens here is not closed"
        remedy = "Put the same mark at the end of the text."
    elif "expected" in what:
        line = opened.line if opened is not None and "simple key" in context else line
        what = "this line, or the one before it, is not `name: value`"
        remedy = (
            "Look for a space missing after a colon, and for lines that are not indented alike."
        )
    return Problem(path, first_line + line, "bad-yaml", what, remedy)
