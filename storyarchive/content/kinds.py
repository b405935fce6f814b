"""Kinds of value that a field of a YAML file can hold: each reads a node, or says what is wrong with it.

The text of a value is read by what its field expects, never by what YAML makes of it: `no` is a
refusal in a yes/no field and Norwegian in a language field, and a date is a date in any YAML.
"""

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from storyarchive.content.frontmatter import CONTROL
from storyarchive.content.nodes import MappingNode, Node, ScalarNode, SequenceNode
from storyarchive.errors import Problem, Severity

NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_MOST = 500
"""Items that a list may have where its field says nothing else."""

YES = frozenset({"yes", "true", "y"})
NO = frozenset({"no", "false", "n"})


@dataclass
class Reading:
    """What is gathered while one file is read."""

    path: str
    first_line: int
    """The line of the file on which the YAML begins."""
    lists: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Closed list → its ids, each with other words for it."""
    aliases: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Closed list → folded word → the id it may have meant."""
    drafts: bool = False
    """Whether what is not there yet is told elsewhere, by whether the file is a draft."""
    problems: list[Problem] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)
    """Path of a field (`consent.given_on`, `themes[0]`) → its line."""

    def line(self, node: Node) -> int:
        return self.first_line + int(node.start_mark.line)

    def wrong(
        self,
        node: Node,
        code: str,
        message: str,
        remedy: str = "",
        severity: Severity = Severity.ERROR,
    ) -> None:
        at = self.line(node)
        self.problems.append(Problem(self.path, at, code, message, remedy, severity))


class Kind(Protocol):
    """How a value is read and what the guide says of it."""

    @property
    def says(self) -> str: ...

    def read(self, node: Node, at: Reading, path: str) -> Any: ...


def is_null(node: Node) -> bool:
    """Tell whether a value is left empty, which is *not recorded*, not *wrong*."""
    return isinstance(node, ScalarNode) and not node.style and node.value in NULLS


def did_you_mean(word: str, choices: Sequence[str], otherwise: str = "") -> str:
    """Offer the choice nearest to a word, or else say where the choices are."""
    near = difflib.get_close_matches(word.casefold().replace(" ", "-"), choices, n=1, cutoff=0.6)
    guess = f'Did you mean "{near[0]}"?' if near else ""
    return "  ".join(part for part in (guess, otherwise) if part)


def _scalar(node: Node, at: Reading, expected: str) -> str | None:
    if isinstance(node, ScalarNode):
        return str(node.value)
    found = "a list" if isinstance(node, SequenceNode) else "a group of fields"
    at.wrong(node, "wrong-type", f"here stands {found}, where {expected} belongs")
    return None


@dataclass(frozen=True, slots=True)
class Text:
    """Words."""

    longest: int = 2000
    """The most characters it may have."""

    @property
    def says(self) -> str:
        return f"text, at most {self.longest} characters" if self.longest < 2000 else "text"

    def read(self, node: Node, at: Reading, path: str) -> str | None:
        text = _scalar(node, at, "text")
        if text is None:
            return None
        text = text.strip()
        if CONTROL.search(text):
            at.wrong(
                node, "control-character", f"{said(path)} has a control character", "Delete it."
            )
        if len(text) > self.longest:
            message = f"{said(path)} has {len(text)} characters; the most is {self.longest}"
            at.wrong(node, "too-long", message, "Shorten it.")
        return text


@dataclass(frozen=True, slots=True)
class Shaped:
    """Text of a fixed shape."""

    pattern: str
    says: str

    def read(self, node: Node, at: Reading, path: str) -> str | None:
        text = _scalar(node, at, self.says)
        if text is not None and not re.fullmatch(self.pattern, text):
            at.wrong(node, "wrong-form", f'{said(path)} is "{_short(text)}"', f"Write {self.says}.")
            return None
        return text


@dataclass(frozen=True, slots=True)
class Date:
    """A day."""

    says: str = "a date, written 2026-05-18"

    def read(self, node: Node, at: Reading, path: str) -> date | None:
        text = _scalar(node, at, self.says)
        if text is None:
            return None
        # Some editors' tools write a time as well; the day is what counts.
        day = re.fullmatch(r"(\d{4}-\d{2}-\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?", text)
        try:
            found = date.fromisoformat(day.group(1) if day else "")
            if 1600 <= found.year <= 2199:
                return found
            at.wrong(node, "not-a-date", f'{said(path)} is "{_short(text)}"', "Mend the year.")
            return None
        except ValueError:
            at.wrong(node, "not-a-date", f'{said(path)} is "{_short(text)}"', f"Write {self.says}.")
            return None


@dataclass(frozen=True, slots=True)
class YesNo:
    """Yes or no."""

    says: str = "yes or no"

    def read(self, node: Node, at: Reading, path: str) -> bool | None:
        text = _scalar(node, at, self.says)
        if text is None or text.casefold() in YES | NO:
            return None if text is None else text.casefold() in YES
        at.wrong(node, "not-yes-or-no", f'{said(path)} is "{_short(text)}"', "Write yes or no.")
        return None


@dataclass(frozen=True, slots=True)
class Ignored:
    """Anything; what the program works out itself is not taken from a file."""

    says: str = "anything"

    def read(self, node: Node, at: Reading, path: str) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number."""

    least: int
    most: int

    @property
    def says(self) -> str:
        return f"a whole number from {self.least} to {self.most}"

    def read(self, node: Node, at: Reading, path: str) -> int | None:
        text = _scalar(node, at, self.says)
        if text is None:
            return None
        if re.fullmatch(r"\d{1,12}", text, re.ASCII) and self.least <= int(text) <= self.most:
            return int(text)
        at.wrong(node, "not-a-number", f'{said(path)} is "{_short(text)}"', f"Write {self.says}.")
        return None


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a closed list."""

    list_name: str
    """The name of a list of the vocabulary, or of the values given here."""
    values: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    """Values that are known and not allowed, with `because`."""
    because: str = ""

    @property
    def says(self) -> str:
        return f"one of: {', '.join(self.values)}" if self.values else f"one of {self.list_name}"

    def choices(self, at: Reading) -> tuple[str, ...]:
        return self.values or tuple(at.lists[self.list_name])

    def read(self, node: Node, at: Reading, path: str) -> str | None:
        text = _scalar(node, at, "one word of a list")
        choices = self.choices(at)
        if text is None or text in choices:
            return text
        if text in self.refused:
            at.wrong(node, "not-free", f'{said(path)} is "{text}"', self.because)
            return None
        one = singular(self.list_name)
        meant = at.aliases.get(self.list_name, {}).get(text.casefold().replace("-", " "))
        remedy = f'Did you mean "{meant}"?' if meant else did_you_mean(text, choices)
        remedy = f"{remedy}  Allowed: {_listed(choices)}.".strip()
        message = f'there is no {one} "{_short(text)}"'
        at.wrong(node, "unknown-" + one.replace(" ", "-"), message, remedy)
        return None


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
            here = f"{path}[{index}]"
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
        names = tuple(field.name for field in self.fields)
        for name, (key, _) in found.items():
            if name not in names:
                message = f'there is no field "{_short(name)}"' + (
                    f" in {said(path)}" if path else ""
                )
                at.wrong(key, "unknown-field", message, did_you_mean(name, names))
        values = {}
        for field in self.fields:
            here = f"{path}.{field.name}" if path else field.name
            values[field.name] = field.absent
            if field.name in found:
                key, value = found[field.name]
                at.lines[here] = at.line(key)
                empty = isinstance(value, ScalarNode) and not value.value.strip()
                if not is_null(value) and not (empty and field.needed):
                    values[field.name] = field.kind.read(value, at, here)
                    continue
            if field.needed and self.must:
                at.wrong(
                    node, "missing-field", f"{said(here)} is missing", f"Write {field.kind.says}."
                )
        return self.make(**values)


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
            here = f"{path}.{name}"
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
            message = f'"{_short(name)}" stands twice; first on line {first}'
            at.wrong(key, "duplicate-field", message, remedy)
            continue
        found[name] = (key, value)
    return found


def said(path: str) -> str:
    """Say the path of a field: `quotes[0].text` is 'quotes, entry 1, text'."""
    words = re.sub(r"\[(\d+)\]", lambda m: f", entry {int(m[1]) + 1}", path)
    return re.sub(r"(entry \d+)\.", r"\1, ", words).lstrip(", ") or "the file"


def singular(list_name: str) -> str:
    """Name one thing of a list: `themes` → `theme`, `bases` → `basis`."""
    irregular = {
        "bases": "basis",
        "statuses": "status",
        "services": "service",
        "visibilities": "visibility",
        "witnesses": "witness",
    }
    if list_name in irregular:
        return irregular[list_name]
    return list_name.removesuffix("s").replace("_", " ")


def _short(text: str) -> str:
    # One long value must not fill the screen; control characters must not reach the terminal.
    plain = "".join(c if c.isprintable() else "?" for c in text)
    return plain if len(plain) <= 60 else plain[:57] + "..."


def _listed(choices: Sequence[str]) -> str:
    return ", ".join(choices) if len(choices) <= 14 else ", ".join(choices[:12]) + ", …"


LANGUAGE = Shaped("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", "a language tag, such as en-GB")
ADDRESS = Shaped('https?://[^\\s<>"]+', "an address with https:// or http://")
SLUG = Shaped("[a-z0-9]+(-[a-z0-9]+)*", "small letters, digits and hyphens")
