"""Kinds of value that a field of a YAML file can hold, each read from one node, or said to be wrong.

The text of a value is read by what its field expects, never by what YAML makes of it: `no` is a
refusal in a yes/no field and Norwegian in a language field, and a date is a date in any YAML.
"""

import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from storyarchive.content.frontmatter import CONTROL
from storyarchive.content.nodes import Node, ScalarNode, SequenceNode
from storyarchive.errors import Problem, Severity

MOST_ERRORS = 1000
"""Errors of one file that are told."""

MOST_LISTED = 14
"""Choices that a message names; of more it names the first, and says where all are."""
FIRST_LISTED = 12

_FILES = {
    "themes": "themes.yaml",
    "stages": "stages.yaml",
    "content_notes": "content-notes.yaml",
    "levels": "content-notes.yaml",
}
"""List → the file of a vocabulary that has it; all others are in one."""

NULLS = frozenset({"", "~", "null", "Null", "NULL"})
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
    whole: Any = None
    """The group that the whole file is."""
    drafts: bool = False
    """Whether what is not there yet is told elsewhere, by whether the file is a draft."""
    problems: list[Problem] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)
    """Path of a field (`consent.given_on`, `themes[0]`) → its line."""
    errors: int = 0
    """How many errors were found."""

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
        # Nobody mends thousands at once, and a file could have a million. Errors only: of those the first suffice.
        if severity is Severity.ERROR:
            self.errors += 1
            if self.errors > MOST_ERRORS:
                return
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
    as_written: bool = False
    """Whether the spaces around it are part of it."""

    @property
    def says(self) -> str:
        return f"text, at most {self.longest} characters" if self.longest < 2000 else "text"

    def read(self, node: Node, at: Reading, path: str) -> str | None:
        text = _scalar(node, at, "text")
        if text is None:
            return None
        text = text if self.as_written else text.strip()
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
            at.wrong(node, "wrong-form", f'{said(path)} is "{short(text)}"', f"Write {self.says}.")
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
            at.wrong(node, "not-a-date", f'{said(path)} is "{short(text)}"', "Mend the year.")
            return None
        except ValueError:
            at.wrong(node, "not-a-date", f'{said(path)} is "{short(text)}"', f"Write {self.says}.")
            return None


@dataclass(frozen=True, slots=True)
class YesNo:
    """Yes or no."""

    says: str = "yes or no"

    def read(self, node: Node, at: Reading, path: str) -> bool | None:
        text = _scalar(node, at, self.says)
        if text is None or text.casefold() in YES | NO:
            return None if text is None else text.casefold() in YES
        at.wrong(node, "not-yes-or-no", f'{said(path)} is "{short(text)}"', "Write yes or no.")
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
        at.wrong(node, "not-a-number", f'{said(path)} is "{short(text)}"', f"Write {self.says}.")
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
        remedy = f"{remedy}  {self._allowed(choices)}".strip()
        message = f'there is no {one} "{short(text)}"'
        at.wrong(node, "unknown-" + one.replace(" ", "-"), message, remedy)
        return None

    def _allowed(self, choices: Sequence[str]) -> str:
        if len(choices) <= MOST_LISTED:
            return f"Allowed: {', '.join(choices)}."
        own = _FILES.get(self.list_name, "lists.yaml")
        where = "docs/fields.md" if self.values else f"_vocabulary/{own}"
        return f"Allowed: {', '.join(choices[:FIRST_LISTED])} …  All {len(choices)} are in {where}."


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


def short(text: str) -> str:
    # One long value must not fill the screen; control characters must not reach the terminal.
    plain = "".join(c if c.isprintable() else "?" for c in text)
    return plain if len(plain) <= 60 else plain[:57] + "..."


LANGUAGE = Shaped("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", "a language tag, such as en-GB")
ADDRESS = Shaped('https?://[^\\s<>"]+', "an address with https:// or http://")
SLUG = Shaped("[a-z0-9]+(-[a-z0-9]+)*", "small letters, digits and hyphens")
