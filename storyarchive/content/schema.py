"""The schema reads a narrative file by the table of fields, and tells what is not recorded yet."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from storyarchive.content import frontmatter
from storyarchive.content.fields import FIELDS
from storyarchive.content.groups import Field, Group, Many, OneOrMany
from storyarchive.content.kinds import Kind, Reading
from storyarchive.content.narrative import Narrative
from storyarchive.content.nodes import compose
from storyarchive.content.vocabulary import Vocabulary
from storyarchive.errors import Problem


def read(
    raw: bytes, path: str, id: str, vocabulary: Vocabulary
) -> tuple[Narrative | None, list[Problem]]:
    """Read a narrative file, or say all that is wrong with it.

    A narrative comes back only when everything that was written can be understood; what is not
    written yet is no problem here.

    path: the file, for messages. id: the file's name without its ending.
    """
    text = frontmatter.decode(raw, path)
    if isinstance(text, Problem):
        return None, [text]
    parts = frontmatter.split(text, path)
    if isinstance(parts, Problem):
        return None, [parts]
    node, problems = compose(parts.front, path, parts.front_line)
    if problems:
        return None, problems
    if node is None:
        remedy = "Write at least id and status."
        return None, [Problem(path, 1, "no-front-matter", "the front matter is empty", remedy)]
    at = Reading(path, parts.front_line, vocabulary.choices, vocabulary.aliases, drafts=True)
    fields = FIELDS.read(node, at, "")
    if not at.problems and fields.id is None:
        message, remedy = "there is no id", f"Add a line: id: {id}"
        at.problems.append(Problem(path, parts.front_line, "missing-id", message, remedy))
    if not at.problems and fields.id != id:
        message = f'the file is named "{id}.md" but its id is "{fields.id}"'
        remedy = f"Name the file {fields.id}.md, or mend the id: the two must be the same."
        at.problems.append(Problem(path, at.lines["id"], "file-name", message, remedy))
    if not at.problems and fields.status is None:
        message, remedy = "there is no status", "Add a line: status: draft"
        at.problems.append(Problem(path, parts.front_line, "missing-status", message, remedy))
    first, colon, _ = parts.body.partition("\n")[0].partition(":")
    if colon and first in {field.name for field in FIELDS.fields}:
        message = f'the story begins with the field "{first}"'
        remedy = 'Delete the line "---" before it: the front matter goes on.'
        at.problems.append(Problem(path, parts.body_line, "field-in-story", message, remedy))
    if at.problems:
        return None, at.problems
    return Narrative(id, path, fields, parts.body, parts.body_line, at.lines), []


@dataclass(frozen=True, slots=True)
class Missing:
    """A field that has to be recorded before a narrative can be published."""

    path: str
    """The field, as `consent.given_on`."""
    why: str
    """A sentence without a full stop."""
    field: Field


def missing(narrative: Narrative) -> tuple[Missing, ...]:
    """List what is not recorded and must be before a narrative can be published on its basis."""
    return narrative.once(_all_missing)


def _all_missing(narrative: Narrative) -> tuple[Missing, ...]:
    return tuple(_missing(FIELDS, narrative.fields, "", narrative.fields.basis or ""))


def _missing(group: Group, record: Any, path: str, basis: str) -> Iterator[Missing]:
    for field, may_lack in _lacking(group):
        value = getattr(record, field.name)
        empty = isinstance(field.kind, OneOrMany) and not value
        if value is None or value == {} or value == "" or empty:
            if field.needed or basis in field.needed_for:
                here = f"{path}.{field.name}" if path else field.name
                yield Missing(here, f"{here} is not recorded", field)
        elif may_lack:
            here = f"{path}.{field.name}" if path else field.name
            yield from _within(field, field.kind, value, here, basis)


def _within(field: Field, kind: Kind, value: Any, path: str, basis: str) -> Iterator[Missing]:
    if isinstance(kind, Group) and not kind.must:
        yield from _missing(kind, value, path, basis)
    elif isinstance(kind, Many):
        if len(value) < kind.least and (value or field.needed):
            yield Missing(path, f"{path} {kind.counted(value)}", field)
        if _may_lack(kind.each):
            for index, item in enumerate(value):
                yield from _within(field, kind.each, item, f"{path}[{index}]", basis)


_LACKING: dict[int, list[tuple[Field, bool]]] = {}
"""Groups, which are constants, by their place in memory: comparing them would cost more than all the rest."""


def _lacking(group: Group) -> list[tuple[Field, bool]]:
    """Give the fields of a group, and whether something may be missing within each that is there."""
    if id(group) not in _LACKING:
        _LACKING[id(group)] = [(field, _may_lack(field.kind)) for field in group.fields]
    return _LACKING[id(group)]


def _may_lack(kind: Kind) -> bool:
    if isinstance(kind, Group):
        return not kind.must
    return isinstance(kind, Many) and (kind.least > 0 or _may_lack(kind.each))
