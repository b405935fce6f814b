"""Editing changes one field of a YAML text and leaves every other letter of it, comments and order included.

No text is written out anew: the parser says where a value stands, and that place is cut out or filled in. Whoever
edits reads the result again and compares, so that a text this module does not understand is left alone.
"""

import difflib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

import yaml

from storyarchive.content.kinds import is_null
from storyarchive.content.nodes import LOADER, MappingNode, Node, ScalarNode, SequenceNode
from storyarchive.errors import EditError

Front = tuple[int, int]
"""Where in a text the YAML stands: from, to."""


def set_field(text: str, path: str, value: str, order: Sequence[str] = ()) -> str:
    """Give a text in which a field has a value.

    path: the field, as `status` or `consent.approved_on`; the group around it must be there. value: its YAML.
    order: names of the fields of that group in their usual order; a field that is not there yet is put after
    the nearest one before it.

    Raises EditError when the place is not one that can be edited.
    """
    group, _, name = path.rpartition(".")
    around = _at(_root(text), group)
    if not isinstance(around, MappingNode):
        raise EditError(f"there is no group {group or 'of fields'} to write {name} in")
    for key, found in around.value:
        if key.value == name:
            return _filled(text, key, found, value)
    before = order[: order.index(name)] if name in order else ()
    return _put(text, around, f"{name}: {value}", before)


def append(text: str, path: str, item: str) -> str:
    """Give a text in which a list has one more item at its end.

    path: the list, as `history`; empty for a text that is a list itself. item: its YAML, on one line.

    Raises EditError when the place is not one that can be edited.
    """
    root = _root(text)
    found = _at(root, path)
    if found is None or is_null(found):
        if path:
            return set_field(text, path, f"[{item}]")
        if found is not None and not _is_empty(found):
            return text[: found.start_mark.index] + f"[{item}]" + text[found.end_mark.index :]
        return f"{text.rstrip()}\n- {item}\n".lstrip("\n")
    if not isinstance(found, SequenceNode):
        raise EditError(f"{path or 'the text'} is not a list")
    if not found.value:
        return text[: found.start_mark.index] + f"[{item}]" + text[found.end_mark.index :]
    last = found.value[-1]
    end = _end(last, text)
    if found.flow_style:
        own_line = text[: last.start_mark.index].rpartition("\n")[2]
        between = f",\n{own_line}" if own_line and not own_line.strip() else ", "
        return f"{text[:end]}{between}{item}{text[end:]}"
    end = _line_end(text, end)
    indent = _dash(text, found)
    return f"{text[:end]}\n{indent}- {item}{text[end:]}"


def remove(text: str, path: str, value: str) -> str:
    """Give a text in which a list of plain words does not name one of them.

    Raises EditError when the place is not one that can be edited.
    """
    root = _root(text)
    found = _at(root, path)
    if not isinstance(root, MappingNode) or not isinstance(found, SequenceNode):
        raise EditError(f"{path} is not a list")
    kept = [node for node in found.value if node.value != value]
    if found.flow_style or not kept:
        end = found.end_mark.index if found.flow_style else _end(found, text)
        items = ", ".join(text[n.start_mark.index : n.end_mark.index] for n in kept)
        start = found.start_mark.index
        if not found.flow_style:  # the empty list stands after the colon
            key = next(key for key, value in root.value if value is found)
            colon = text.index(":", key.end_mark.index) + 1
            return f"{text[:colon]} []{text[colon:start].rstrip()}{text[end:]}"
        return f"{text[:start]}[{items}]{text[end:]}"
    for node in reversed(found.value):
        if node.value == value:
            start = text.rindex("\n", 0, node.start_mark.index)
            text = text[:start] + text[_line_end(text, _end(node, text)) :]
    return text


def flow(said: Mapping[str, object]) -> str:
    """Write a group on one line: `{to: published, date: 2026-05-18}`."""
    return "{" + ", ".join(f"{name}: {scalar(value)}" for name, value in said.items()) + "}"


def scalar(value: object) -> str:
    """Write a value so that it is read as it was; text that could be read as something else stands in quotes."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    said = str(value)
    plain = re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]*|sha256:[0-9a-f]{64}", said)
    is_word = plain and said.casefold() not in {
        "yes",
        "no",
        "on",
        "off",
        "true",
        "false",
        "null",
        "y",
        "n",
    }
    return said if is_word else json.dumps(said, ensure_ascii=False)


def in_file(raw: bytes, edit: Callable[[str], str], bounds: Callable[[str], Front]) -> bytes:
    """Edit the YAML of a file and keep its line ends and its byte order mark.

    edit: the change, from YAML to YAML. bounds: where the YAML stands in a text with LF line ends.
    """
    mark = b"\xef\xbb\xbf" if raw.startswith(b"\xef\xbb\xbf") else b""
    text = raw.decode("utf-8-sig")
    ends = re.findall(r"\r\n|\r|\n", text)
    before = re.sub(r"\r\n|\r", "\n", text)
    start, end = bounds(before)
    after = before[:start] + edit(before[start:end]) + before[end:]
    return mark + _ended(before, after, ends).encode()


def _ended(before: str, after: str, ends: Sequence[str]) -> str:
    """Give each line that was there before the end that it had, and others the usual one. ends: of each line before."""
    usual = max(set(ends), key=ends.count, default="\n")
    if set(ends) <= {usual}:
        return after.replace("\n", usual)
    old, new = before.split("\n"), after.split("\n")
    given = [usual] * len(new)
    for block in difflib.SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        for step in range(block.size):
            if block.a + step < len(ends):
                given[block.b + step] = ends[block.a + step]
    return "".join(line + end for line, end in zip(new[:-1], given[:-1], strict=True)) + new[-1]


def _root(text: str) -> Node | None:
    try:
        # The loader that reads archives, so that whatever it reads can be edited.
        node: Node | None = yaml.compose(text, Loader=LOADER)
    except (yaml.YAMLError, ValueError) as error:
        raise EditError("its YAML cannot be read") from error
    return node


def _at(node: Node | None, path: str) -> Node | None:
    for name in path.split(".") if path else ():
        if not isinstance(node, MappingNode):
            return None
        node = next((value for key, value in node.value if key.value == name), None)
    return node


def _is_empty(node: Node) -> bool:
    return isinstance(node, ScalarNode) and not node.value and not node.style


def _filled(text: str, key: Node, found: Node, value: str) -> str:
    if _is_empty(found):
        colon = text.index(":", key.end_mark.index) + 1
        return f"{text[:colon]} {value}{text[colon:]}"
    if isinstance(found, ScalarNode) and found.style in ("|", ">"):
        raise EditError("the value is a text of several lines")
    return text[: found.start_mark.index] + value + text[_end(found, text) :]


def _put(text: str, around: MappingNode, line: str, before: Sequence[str]) -> str:
    """Put a field into a group, after the last of those that usually stand before it, else at the end."""
    after = [pair for pair in around.value if pair[0].value in before] or around.value
    if not after:
        return text[: around.start_mark.index] + "{" + line + "}" + text[around.end_mark.index :]
    key, value = after[-1]
    end = key.end_mark.index + 1 if _is_empty(value) else _end(value, text)
    if around.flow_style:
        return f"{text[:end]}, {line}{text[end:]}"
    end, indent = _line_end(text, end), " " * key.start_mark.column
    return f"{text[:end]}\n{indent}{line}{text[end:]}"


def _end(node: Node, text: str) -> int:
    """Give where the letters of a node end; the parser's own mark of a block lies after the comments that follow."""
    if isinstance(node, MappingNode) and not node.flow_style and node.value:
        key, value = node.value[-1]
        return key.end_mark.index + 1 if _is_empty(value) else _end(value, text)
    if isinstance(node, SequenceNode) and not node.flow_style and node.value:
        return _end(node.value[-1], text)
    end: int = node.end_mark.index
    if isinstance(node, ScalarNode) and node.style in ("|", ">"):
        return len(text[:end].rstrip())
    return end


def _line_end(text: str, place: int) -> int:
    end = text.find("\n", place)
    return len(text) if end < 0 else end


def _dash(text: str, found: SequenceNode) -> str:
    """Give the spaces before the dashes of a list."""
    first = found.value[0].start_mark.index
    line = text[: text.rindex("-", 0, first) + 1].rpartition("\n")[2]
    return line[: len(line) - len(line.lstrip(" "))]
