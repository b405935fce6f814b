"""Lists and groups of fields: kinds of value that are made of others."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from sys import intern
from typing import Any

from storyarchive.content.kinds import (
    MOST_LISTED,
    Kind,
    Reading,
    did_you_mean,
    is_null,
    said,
    short,
)
from storyarchive.content.nodes import MappingNode, Node, ScalarNode, SequenceNode

_MOST = 500
"""Items that a list may have where its field says nothing else."""


@dataclass(frozen=True, slots=True)
class Many:
    """A list of values of one kind."""

    each: Kind
    least: int = 0
    most: int = _MOST
    distinct: bool = True

    @property
    def says(self) -> str:
        if self.least:
            return f"a list of {self.least} to {self.most}, each {self.each.says}"
        return f"a list, each {self.each.says}"

    def counted(self, values: Sequence[object]) -> str:
        """Say how many there are and how many there should be."""
        return f"has {len(values)}; it needs {self.least} to {self.most}"

    def read(self, node: Node, at: Reading, path: str) -> tuple[Any, ...] | None:
        if not isinstance(node, SequenceNode):
            remedy = "Put it in square brackets: [first, second]."
            at.wrong(node, "wrong-type", f"{said(path)} is not a list", remedy)
            return None
        if len(node.value) > self.most:
            remedy = "Leave out the least important."
            at.wrong(node, "wrong-count", f"{said(path)} {self.counted(node.value)}", remedy)
            return None
        values: list[Any] = []
        for index, item in enumerate(node.value):
            here = intern(f"{path}[{index}]")
            at.lines[here] = at.line(item)
            if is_null(item):
                at.wrong(
                    item,
                    "empty-item",
                    f"{said(path)} has an empty item",
                    "Fill it in or delete it.",
                )
                continue
            value = self.each.read(item, at, here)
            if self.distinct and value is not None and value in values:
                at.wrong(
                    item, "repeated", f"{said(path)} names this twice", "Delete one of the two."
                )
            values.append(value)
        if len(values) < self.least and not at.drafts:
            at.wrong(node, "wrong-count", f"{said(path)} {self.counted(values)}", "Fill it in.")
        return tuple(values)


@dataclass(frozen=True, slots=True)
class OneOrMany:
    """A value, or a list of them."""

    each: Kind

    @property
    def says(self) -> str:
        return f"{self.each.says}, or a list of them"

    def read(self, node: Node, at: Reading, path: str) -> tuple[Any, ...] | None:
        if isinstance(node, SequenceNode):
            return Many(self.each, 1).read(node, at, path)
        value = self.each.read(node, at, path)
        return None if value is None else (value,)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a group: what it is called, what it holds, and what the guide says of it."""

    name: str
    kind: Kind
    about: str
    """What it is for, one sentence."""
    example: str = ""
    needed: bool = False
    """Whether a group without it is wrong (in a narrative: cannot be published)."""
    needed_for: tuple[str, ...] = ()
    """Bases that cannot be published without it, where others can."""
    absent: Any = None
    """The value that stands for *not recorded*."""


@dataclass(frozen=True, slots=True)
class Group:
    """Named fields, made into a record."""

    make: Callable[..., Any]
    fields: tuple[Field, ...]
    shorthand: str | None = None
    """A field that a bare value stands for."""
    must: bool = True
    """Whether a needed field that is missing is wrong at once, or only when it is to be published."""
    _names: Mapping[str, Field] = field(init=False, repr=False, compare=False)
    _absent: dict[str, Any] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Groups are constants, and these are asked of each for every file.
        object.__setattr__(self, "_names", {field.name: field for field in self.fields})
        object.__setattr__(self, "_absent", {field.name: field.absent for field in self.fields})

    @property
    def says(self) -> str:
        return "fields: " + ", ".join(field.name for field in self.fields)

    def read(self, node: Node, at: Reading, path: str) -> Any:
        if self.shorthand and isinstance(node, ScalarNode):
            field = next(f for f in self.fields if f.name == self.shorthand)
            values = {f.name: f.absent for f in self.fields}
            values[field.name] = field.kind.read(node, at, path)
            return self.make(**values)
        found = pairs(node, at, path)
        if found is None:
            return None
        if not path:
            at.whole = self
        names = self._names
        for name, (key, _) in found.items():
            if name not in names:
                message = f'there is no field "{short(name)}"' + (
                    f" in {said(path)}" if path else ""
                )
                at.wrong(key, "unknown-field", message, self._instead(name, tuple(names), at))
        values = self._absent.copy()
        for name, field in names.items():
            if name not in found and not (field.needed and self.must):
                continue
            here = intern(f"{path}.{name}") if path else name
            if name in found:
                key, value = found[name]
                at.lines[here] = at.line(key)
                empty = isinstance(value, ScalarNode) and not value.value.strip()
                if not is_null(value) and not (empty and field.needed):
                    values[name] = field.kind.read(value, at, here)
                    continue
            if field.needed and self.must:
                at.wrong(
                    node, "missing-field", f"{said(here)} is missing", f"Write {field.kind.says}."
                )
        return self.make(**values)

    def _instead(self, name: str, names: Sequence[str], at: Reading) -> str:
        """Say what to write instead of a field that there is not: a name like it, or its place."""
        homes = _homes(at.whole).get(name, ())
        place = ""
        if "" in homes:
            place = f"{name} stands at the top level, with no spaces before it."
        elif len(homes) == 1:
            place = f"{name} stands under {homes[0]}."
        listed = "docs/fields.md lists the fields."
        if len(names) <= MOST_LISTED:
            listed = f"Fields here: {', '.join(names)}."
        return did_you_mean(name, names, "  ".join(filter(None, (place, listed))))


def _homes(group: Group) -> Mapping[str, Sequence[str]]:
    """Map each field to the groups that have it, by path."""
    homes: dict[str, list[str]] = defaultdict(list)
    for name, path in _fields(group, ""):
        homes[name].append(path)
    return homes


def _fields(kind: Kind, path: str) -> Iterator[tuple[str, str]]:
    """Give every field within a kind of value, with the path of its group."""
    if isinstance(kind, Group):
        for field in kind.fields:
            yield field.name, path
            yield from _fields(field.kind, f"{path}.{field.name}" if path else field.name)
    elif isinstance(kind, Many | OneOrMany | Named):
        yield from _fields(kind.each, path)


@dataclass(frozen=True, slots=True)
class Named:
    """A map from names to values of one kind."""

    key: Kind
    each: Kind

    @property
    def says(self) -> str:
        return f"a map: {self.key.says} → {self.each.says}"

    def read(self, node: Node, at: Reading, path: str) -> dict[str, Any] | None:
        found = pairs(node, at, path)
        if found is None:
            return None
        values = {}
        for name, (key, value) in found.items():
            here = intern(f"{path}.{name}")
            at.lines[here] = at.line(key)
            read_key = self.key.read(key, at, here)
            if read_key is not None and not is_null(value):
                values[read_key] = self.each.read(value, at, here)
        return values


def pairs(node: Node, at: Reading, path: str) -> dict[str, tuple[Node, Node]] | None:
    """Take a mapping apart into key text → (key, value), and report each key that stands twice."""
    if not isinstance(node, MappingNode):
        at.wrong(node, "wrong-type", f"{said(path)} should hold fields, each `name: value`")
        return None
    found: dict[str, tuple[Node, Node]] = {}
    for key, value in node.value:
        if not isinstance(key, ScalarNode):
            at.wrong(key, "wrong-type", f"a field name in {said(path)} is not a word")
            continue
        name = str(key.value)
        if name in found:
            first = at.line(found[name][0])
            remedy = "Keep one of the two."
            message = f'"{short(name)}" stands twice; first on line {first}'
            at.wrong(key, "duplicate-field", message, remedy)
            continue
        found[name] = (key, value)
    return found
