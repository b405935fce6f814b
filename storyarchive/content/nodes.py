"""YAML text becomes a tree of nodes that remember their lines; nothing is guessed about their types."""

import re
from collections.abc import Iterator

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from storyarchive.errors import Problem

__all__ = ["MappingNode", "Node", "ScalarNode", "SequenceNode", "compose"]

# The C loader is ten times as fast; a Python without it reads the same, slower.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_NESTING = 40
"""Levels deeper than this are no honest front matter, and could exhaust the stack."""


def compose(text: str, path: str, first_line: int) -> tuple[Node | None, list[Problem]]:
    """Read YAML text into a node, or say why it cannot be read.

    Anchors and aliases are refused, since one line could then stand for a million.

    path: the file the text is from. first_line: the line of the file on which the text begins.
    """
    deep = _too_deep(text)
    if deep is not None:
        remedy = f"Keep lists and fields at most {_NESTING} levels deep."
        return None, [
            Problem(path, first_line + deep, "bad-yaml", "brackets are nested too deeply", remedy)
        ]
    try:
        # Cheap test first: scanning events costs as much as composing.
        if "&" in text or "*" in text:
            shared = list(_shared(text))
            if shared:
                return None, [_no_sharing(path, first_line + line, what) for line, what in shared]
        node: Node | None = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        return None, [_unreadable(error, text, path, first_line)]
    except ValueError as error:  # a lone surrogate cannot reach the C loader
        return None, [Problem(path, first_line, "bad-yaml", f"the text cannot be read: {error}")]
    return node, []


def _too_deep(text: str) -> int | None:
    """Find the line on which flow or block nesting passes the bound."""
    depth = 0
    for line, content in enumerate(text.split("\n")):
        indent = len(content) - len(content.lstrip(" -?"))
        depth = max(0, depth + content.count("[") + content.count("{"))
        if depth > _NESTING or indent > 4 * _NESTING:
            return line
        depth = max(0, depth - content.count("]") - content.count("}"))
    return None


def _shared(text: str) -> Iterator[tuple[int, str]]:
    for event in yaml.parse(text, Loader=_Loader):
        anchor = getattr(event, "anchor", None)
        if anchor is not None and event.start_mark is not None:
            mark = "*" if isinstance(event, yaml.AliasEvent) else "&"
            yield event.start_mark.line, mark + anchor


def _no_sharing(path: str, line: int, what: str) -> Problem:
    message = f'"{what}" is a YAML anchor or alias, which an archive does not use'
    return Problem(path, line, "yaml-alias", message, "Write the value out, or put it in quotes.")


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
    if ("\t" in near and re.match(r"\s*\t", near)) or (
        "cannot start any token" in what and "\t" in near
    ):
        what, remedy = (
            "a tab is used for indentation",
            "Use spaces: YAML does not allow tabs there.",
        )
    elif "single document" in what:
        what, remedy = 'a second "---" stands inside the YAML', "Keep one document in the file."
    elif opened is not None and "flow" in str(getattr(error, "context", "") or ""):
        line, what = opened.line, "a bracket that opens here is not closed"
        remedy = "Close it, or put text that holds a bracket in quotes."
    elif "did not find expected" in what or "could not find expected" in what:
        what = f"the YAML cannot be read here ({what})"
    return Problem(path, first_line + line, "bad-yaml", what, remedy)
